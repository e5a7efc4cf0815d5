"""A password that is shown once: it outlives a reload of its page within a minute, in the hands of nobody but who asked for it.

It travels sealed in a cookie of the browser that asked, which can open nothing of it; the server opens it for the session
that asked, and for a minute. Nothing is kept on the server, where only the password's hash belongs.
"""

from __future__ import annotations

from typing import Final

import orjson
from fastapi import Request, Response

from bot.desk.sessions import digest_of
from bot.records.clock import now as clock_now
from webhook.console.door import Visit

COOKIE: Final = "sira_once"
PLACE: Final = "/desk/people"
SECONDS: Final = 60
PURPOSE: Final = "given-once"


async def put(request: Request, response: Response, who: Visit, login: str, password: str) -> None:
    """Give ``response`` what the next page shows."""
    state = request.app.state
    words = orjson.dumps([login, password, await state.db.read(clock_now)])
    sealed = state.house.vault.inbox_key(PURPOSE).seal(digest_of(who.token), PURPOSE, words).hex()
    secure = state.settings.public_url.startswith("https://")
    response.set_cookie(
        COOKIE, sealed, max_age=SECONDS, path=PLACE, httponly=True, secure=secure, samesite="strict"
    )  # fmt: skip


async def given(request: Request, who: Visit) -> tuple[str, str] | None:
    """The login and its password, within the minute; None for anybody else's, or later."""
    state = request.app.state
    try:
        sealed = bytes.fromhex(request.cookies.get(COOKIE, ""))
        words = state.house.vault.inbox_key(PURPOSE).open(digest_of(who.token), PURPOSE, sealed)
    except ValueError:
        return None
    login, password, at = orjson.loads(words)
    return (login, password) if await state.db.read(clock_now) < at + SECONDS else None
