"""A password that is shown once: it outlives a reload of its page within a minute, in the hands of nobody but whose it is to see.

Of an account that reads each of two people sees a half (`bot/desk/split_password.py`).
"""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import Final, Literal

from fastapi import Request, Response

from bot.records.clock import now as clock_now
from webhook.console.door import Visit
from webhook.console.shown_again import ShownAgain

PLACE: Final = "/desk/people"
SECONDS: Final = 60
PASSWORD: Final = ShownAgain("sira_once", "given-once", SECONDS)


@dataclass(frozen=True, slots=True)
class Given:
    """``login``: whose password it is. ``half``: which part of it this is, "" for all of it; ``other``: who has the rest."""

    login: str
    password: str
    half: Literal["", "first", "second"] = ""
    other: str = ""


async def put(request: Request, response: Response, who: Visit, what: Given) -> None:
    """Give ``response`` what the next page shows."""
    now = await request.app.state.db.read(clock_now)
    PASSWORD.put(request, response, who, PLACE, astuple(what), now)


async def given(request: Request, who: Visit) -> Given | None:
    """It, within the minute; None for anybody else's, or later."""
    words = PASSWORD.given(request, who, await request.app.state.db.read(clock_now))
    return Given(*words) if words else None
