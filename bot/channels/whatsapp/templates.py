"""The stored Content templates through which WhatsApp shows buttons and lists.

Interactive messages need a stored template. Ours are made of variables only, one for each number of choices, so that
every menu of every flow passes through thirteen templates that are made once. The numbered lines stand in the template
and not in a variable: Twilio refuses a variable of a body with a line break (21656).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from twilio.base.exceptions import TwilioException  # type: ignore[import-untyped]
from twilio.http.response import Response  # type: ignore[import-untyped]
from twilio.rest import Client  # type: ignore[import-untyped]
from twilio.rest.content.v1.content import ContentList  # type: ignore[import-untyped]
from twilio.rest.content.v1.content.approval_create import ApprovalCreateList  # type: ignore[import-untyped]

from bot.channels.call import NoAnswerError, NotReachedError
from bot.channels.numbered import without_numbers
from bot.channels.split import one_line
from bot.channels.wire import Wire
from flows.limits import WHATSAPP_LIST_ROWS_MAX, WHATSAPP_QUICK_REPLIES_MAX

LANGUAGE = "fr"  # WhatsApp has no code for Bambara; the variables may be in any language
NEUTRAL = "sira_message_1"
NEUTRAL_TEXT = "Bonjour. Vous avez un nouveau message. Pour le lire, touchez le bouton ou répondez ici."
NEUTRAL_BUTTON = {"title": "Lire", "id": "0:@read"}
APPROVED_NAME, APPROVED_CATEGORY = "sira_message_1", "UTILITY"
FAILURES = (TwilioException, NotReachedError, NoAnswerError, ValueError, KeyError, TypeError)  # or an odd answer
PAGE = 100  # templates a page when listing


class TemplatesError(Exception):
    """The templates could not be made; ``str()`` says what to do."""


@dataclass(frozen=True, slots=True)
class Template:
    """One Content template: ``types`` as the Content API takes it, ``samples`` a value for each variable."""

    name: str
    types: Mapping[str, Any]
    samples: Mapping[str, str]


def buttons_name(count: int) -> str:
    """Name of the quick-reply template with ``count`` buttons. A change of structure needs a new number at the end."""
    return f"sira_buttons_{count}_1"


def list_name(count: int) -> str:
    """Name of the list-picker template with ``count`` rows."""
    return f"sira_list_{count}_1"


def _buttons(count: int) -> Template:
    actions = [
        {"type": "QUICK_REPLY", "title": f"{{{{{2 * n}}}}}", "id": f"{{{{{2 * n + 1}}}}}"} for n in range(1, count + 1)
    ]
    lines = "\n".join(f"{n}. {action['title']}" for n, action in enumerate(actions, 1))
    samples = {"1": "Votre choix ?"}
    for n in range(1, count + 1):
        samples |= {str(2 * n): f"Choix {n}", str(2 * n + 1): f"1:choix{n}"}
    return Template(
        buttons_name(count), {"twilio/quick-reply": {"body": f"{{{{1}}}}\n\n{lines}", "actions": actions}}, samples
    )


def _list(count: int) -> Template:
    rows = [{"item": f"{{{{{2 * n + 1}}}}}", "id": f"{{{{{2 * n + 2}}}}}"} for n in range(1, count + 1)]
    lines = "\n".join(f"{n}. {row['item']}" for n, row in enumerate(rows, 1))
    samples = {"1": "Votre choix ?", "2": "Choisir"}
    for n in range(1, count + 1):
        samples |= {str(2 * n + 1): f"Choix {n}", str(2 * n + 2): f"1:choix{n}"}
    body = f"{{{{1}}}}\n\n{lines}"
    return Template(list_name(count), {"twilio/list-picker": {"body": body, "button": "{{2}}", "items": rows}}, samples)


TEMPLATES = (
    *(_buttons(count) for count in range(1, WHATSAPP_QUICK_REPLIES_MAX + 1)),
    *(_list(count) for count in range(1, WHATSAPP_LIST_ROWS_MAX + 1)),
    Template(NEUTRAL, {"twilio/quick-reply": {"body": NEUTRAL_TEXT, "actions": [NEUTRAL_BUTTON]}}, {}),
)


def name_of(wire: Wire) -> str:
    """The template that shows this wire, or "" when none is needed."""
    if wire.kind == "template":
        return wire.template
    if wire.kind == "buttons":
        return buttons_name(len(wire.choices))
    return list_name(len(wire.choices)) if wire.kind == "list" else ""


def variables(wire: Wire) -> dict[str, str]:
    """What fills that template: the text without its numbered lines, the list's button, then label and id by turns."""
    if wire.kind == "template":
        return {}
    values = [one_line(without_numbers(wire.text, wire.choices))]
    if wire.kind == "list":
        values.append(wire.list_button)
    for choice in wire.choices:
        values += [choice.label, choice.payload]
    return {str(number): value for number, value in enumerate(values, 1)}


async def ensure(client: Client) -> dict[str, str]:
    """Make what is missing; {name: ContentSid} of all our templates. Running it again changes nothing.

    Raises ``TemplatesError``. Found by their friendly name, so a run that was cut off goes on where it was.
    """
    try:
        sids: dict[str, str] = {}
        async for content in await client.content.v1.contents.stream_async(page_size=PAGE):
            sids.setdefault(content.friendly_name, content.sid)
        for template in TEMPLATES:
            if template.name not in sids:
                sids[template.name] = (await client.content.v1.contents.create_async(_request(template))).sid
    except FAILURES as error:
        raise TemplatesError(_what_to_do(error)) from error
    return {template.name: sids[template.name] for template in TEMPLATES}


async def submit(client: Client, sid: str) -> str:
    """Ask WhatsApp to approve the neutral template ``sid``, once; its status (``pending``, ``approved``, …).

    Only an approved template passes outside the 24-hour window. Raises ``TemplatesError``; the sandbox approves none.
    """
    try:
        fetched = await client.content.v1.contents(sid).approval_fetch().fetch_async()
        status = str((fetched.whatsapp or {}).get("status") or "unsubmitted")
        if status != "unsubmitted":
            return status
        request = ApprovalCreateList.ContentApprovalRequest({"name": APPROVED_NAME, "category": APPROVED_CATEGORY})
        asked = await client.content.v1.contents(sid).approval_create.create_async(request)
    except FAILURES as error:
        raise TemplatesError(_what_to_do(error)) from error
    return str(asked.status or "received")


def _request(template: Template) -> ContentList.ContentCreateRequest:
    return ContentList.ContentCreateRequest(
        {
            "friendly_name": template.name,
            "language": LANGUAGE,
            "variables": dict(template.samples),
            "types": dict(template.types),
        }
    )


def _what_to_do(error: Exception) -> str:
    if isinstance(error, NotReachedError | NoAnswerError):
        return f"Twilio could not be reached: {error}. Check the network and SIRA_TWILIO_API_URL, then run it again"
    # A page that cannot be listed comes as a bare exception around the response.
    code = getattr(error, "code", None) or next((r.status_code for r in error.args if isinstance(r, Response)), "?")
    return (
        f"Twilio refused ({code}). Check SIRA_TWILIO_ACCOUNT_SID and SIRA_TWILIO_AUTH_TOKEN, then run it again; "
        "https://www.twilio.com/docs/api/errors explains the codes"
    )
