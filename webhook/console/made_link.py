"""A link that was just made is shown again for some minutes, to the session that made it: a reload, a slip of the finger or
a phone that went dark lose nothing.

The database keeps its hash alone. The link itself is with the browser, sealed for this session and this referral, in a
cookie that no script reads and no address bears.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from typing import Final

import orjson
from fastapi import Request, Response

from bot.desk.links import opens
from bot.desk.referral_page import Opened
from bot.records.seal import PersonKey, SealBroken
from webhook.console.door import Visit

COOKIE: Final = "sira_made"
SHOWN_SECONDS: Final = 600
"""Long enough to copy it, to be called away and to come back; a phone left lying shows it no longer than that."""
FIELD: Final = "made_link"


@dataclass(frozen=True, slots=True)
class Made:
    """A link that may still be shown. ``unsent``: the e-mail did not go."""

    token: str
    unsent: bool = False


def show_for_a_while(response: Response, request: Request, who: Visit, opened: Opened, made: Made) -> Response:
    """Give it to the browser of whoever made it."""
    plain = orjson.dumps([made.token, made.unsent, opened.row["now"] + SHOWN_SECONDS])
    sealed = base64.urlsafe_b64encode(_key(request).seal(_of(who, opened), FIELD, plain)).decode()
    response.set_cookie(
        COOKIE, sealed, max_age=SHOWN_SECONDS, path=f"/desk/referral/{opened.id}", httponly=True, samesite="strict",
        secure=request.app.state.settings.public_url.startswith("https://"),
    )  # fmt: skip
    return response


def made_by(request: Request, who: Visit, opened: Opened) -> Made | None:
    """The link that this session made a moment ago, as long as it opens the referral; None for any other."""
    try:
        sealed = base64.urlsafe_b64decode(request.cookies.get(COOKIE, ""))
        token, unsent, until = orjson.loads(_key(request).open(_of(who, opened), FIELD, sealed))
    except (SealBroken, binascii.Error, ValueError):
        return None
    now = opened.row["now"]
    return Made(token, unsent) if now < until and opens(token, opened.links, now) else None


def _key(request: Request) -> PersonKey:
    key: PersonKey = request.app.state.house.vault.inbox_key(FIELD)
    return key


def _of(who: Visit, opened: Opened) -> str:
    return f"{who.token}|{opened.id}"
