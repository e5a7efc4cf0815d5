"""What Twilio accepts of a WhatsApp message: parameters, types, limits, and its error codes.

Source: the published API description, Twilio's pages for the codes and for WhatsApp (read in November 2026), Meta's for
buttons and lists. The double is stricter in one point: an unknown parameter is refused, as it can only be our mistake.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from tests.doubles.twilio_content import BODY_MAX, LIMITS, Content, placeholders

TEXT_MAX = 1600
VARIABLE_MAX = 1600
ADDRESS = re.compile(r"whatsapp:(\+[1-9][0-9]{5,14}|[A-Z]{2}\.[A-Za-z0-9]{1,128})")
CONTENT_SID = re.compile(r"HX[0-9a-fA-F]{32}")
UNCLEAN = re.compile(r"[\n\r\t]| {5,}")

MESSAGE_PARAMETERS = frozenset(
    {"To", "From", "Body", "MediaUrl", "ContentSid", "ContentVariables", "StatusCallback", "PersistentAction"}
)


@dataclass(frozen=True, slots=True)
class Refusal:
    """An error answer of Twilio's API."""

    status: int
    code: int
    message: str


@dataclass(slots=True)
class Sent:
    """A message that Twilio took: what the person will read."""

    to: str
    sender: str
    kind: str = "text"
    body: str = ""
    choices: list[tuple[str, str]] = field(default_factory=list)
    list_button: str = ""
    media_url: str = ""
    content_sid: str = ""
    status_callback: str = ""
    sid: str = ""


def bad(code: int, message: str) -> Refusal:
    return Refusal(400, code, message)


def read(
    fields: list[tuple[str, str]], senders: set[str], contents: Mapping[str, Content], opted_out: set[str]
) -> Sent | Refusal:
    """The message in a form, or why it is refused."""
    given = dict(fields)
    if unknown := set(given) - MESSAGE_PARAMETERS:
        return bad(20001, f"Unknown parameter {min(unknown)}")
    media = [value for name, value in fields if name == "MediaUrl"]
    return (
        _addresses(given, senders, opted_out)
        or _callback(given)
        or _media(media)
        or _content(given, media, contents)
        or _text(given, media)
    )


def _addresses(given: Mapping[str, str], senders: set[str], opted_out: set[str]) -> Refusal | None:
    to, sender = given.get("To", ""), given.get("From", "")
    if not to:
        return bad(21604, "A 'To' phone number is required.")
    if not sender:
        return bad(21603, "A 'From' phone number is required.")
    if not sender.startswith("whatsapp:"):
        return bad(21910, "Invalid From and To pair. From and To should be of the same channel")
    if sender not in senders:
        return bad(63007, "Twilio could not find a Channel with the specified From address")
    if not ADDRESS.fullmatch(to):
        return bad(21211, "Invalid 'To' Phone Number")
    if to in opted_out:
        return bad(21610, "Attempt to send to unsubscribed recipient")
    return None


def _callback(given: Mapping[str, str]) -> Refusal | None:
    url = given.get("StatusCallback", "")
    return bad(21609, "The StatusCallback URL is not a valid URL.") if url and not _absolute(url) else None


def _media(media: list[str]) -> Refusal | None:
    if len(media) > 1:
        return bad(21623, "Number of media files exceeds allowed limit")
    if any(not _absolute(url) for url in media):
        return bad(21620, "Invalid media URL(s)")
    return None


def _text(given: Mapping[str, str], media: list[str]) -> Sent | Refusal:
    body = given.get("Body", "")
    if len(body.encode("utf-16-le")) // 2 > TEXT_MAX:
        return bad(21617, "The concatenated message body exceeds the 1600 character limit")
    if not body.strip() and not media:
        return bad(21619, "A text message body or media urls must be specified.")
    return Sent(
        given["To"],
        given["From"],
        "media" if media else "text",
        body,
        media_url=media[0] if media else "",
        status_callback=given.get("StatusCallback", ""),
    )


def _content(given: Mapping[str, str], media: list[str], contents: Mapping[str, Content]) -> Sent | Refusal | None:
    sid, filled = given.get("ContentSid", ""), given.get("ContentVariables", "")
    if not sid:
        return bad(21654, "ContentSid Required") if filled else None
    if given.get("Body") or media:
        return bad(21619, "ContentSid excludes Body and MediaUrl")
    if not CONTENT_SID.fullmatch(sid) or sid not in contents:
        return bad(21655, "The ContentSid Parameter is invalid")
    content = contents[sid]
    variables = _variables(filled, content)
    if isinstance(variables, Refusal):
        return variables
    sent = Sent(given["To"], given["From"], content_sid=sid, status_callback=given.get("StatusCallback", ""))
    return _rendered(sent, content, variables)


def _variables(filled: str, content: Content) -> dict[str, str] | Refusal:
    try:
        variables = json.loads(filled or "{}")
    except ValueError:
        return bad(21656, "The ContentVariables Parameter is invalid: no JSON")
    if not isinstance(variables, dict):
        return bad(21656, "The ContentVariables Parameter is invalid: no object")
    for name, value in variables.items():
        if not isinstance(value, str) or not value.strip():
            return bad(21656, f"The ContentVariables Parameter is invalid: {name} is empty or no string")
        if len(value) > VARIABLE_MAX:
            return bad(21658, f"Parameter exceeded character limit: {name}")
        if name in placeholders(content.body) and UNCLEAN.search(value):
            return bad(21656, f"The ContentVariables Parameter is invalid: {name} has a line break, tab or spaces")
    if unknown := set(variables) - set(content.variables):
        return bad(21656, f"The ContentVariables Parameter is invalid: the template has no {min(unknown)}")
    return {**content.variables, **variables}


def _rendered(sent: Sent, content: Content, variables: Mapping[str, str]) -> Sent | Refusal:
    def fill(text: str) -> str:
        return re.sub(r"\{\{(\w+)\}\}", lambda found: variables[found[1]], text)

    sent.kind, sent.body, sent.list_button = content.kind, fill(content.body), fill(content.button)
    sent.choices = [(fill(label), fill(choice)) for label, choice in content.choices]
    limits = LIMITS[content.kind]
    lengths = [(sent.body, TEXT_MAX if content.kind == "text" else BODY_MAX), (sent.list_button, limits["button"])]
    lengths += [(label, limits["label"]) for label, _ in sent.choices]
    lengths += [(choice, limits["id"]) for _, choice in sent.choices]
    if any(len(text) > limit for text, limit in lengths):
        return bad(21658, "Parameter exceeded character limit")
    return sent


def _absolute(url: str) -> bool:
    try:
        address = urlsplit(url)
    except ValueError:
        return False
    return address.scheme in {"http", "https"} and bool(address.hostname)
