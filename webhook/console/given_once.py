"""A password that is shown once: it outlives a reload of its page within a minute, in the hands of nobody but who asked for it."""

from __future__ import annotations

from typing import Final

from fastapi import Request, Response

from bot.records.clock import now as clock_now
from webhook.console.door import Visit
from webhook.console.shown_again import ShownAgain

PLACE: Final = "/desk/people"
SECONDS: Final = 60
PASSWORD: Final = ShownAgain("sira_once", "given-once", SECONDS)


async def put(request: Request, response: Response, who: Visit, login: str, password: str) -> None:
    """Give ``response`` what the next page shows."""
    now = await request.app.state.db.read(clock_now)
    PASSWORD.put(request, response, who, PLACE, (login, password), now)


async def given(request: Request, who: Visit) -> tuple[str, str] | None:
    """The login and its password, within the minute; None for anybody else's, or later."""
    words = PASSWORD.given(request, who, await request.app.state.db.read(clock_now))
    return (words[0], words[1]) if words else None
