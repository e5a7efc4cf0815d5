"""What is made once and may be read for some minutes more, by the session that made it: a reload, a slip of the finger or a
phone that went dark lose nothing.

It lies with the browser, sealed for this session and this thing, in a cookie that no script reads and no address bears;
where only a hash belongs in the database, nothing else is kept there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import orjson
from fastapi import Request, Response

from bot.desk.sessions import digest_of
from bot.records.seal import PersonKey, SealBroken
from webhook.console.door import Visit


@dataclass(frozen=True, slots=True)
class ShownAgain:
    """One kind of such things. ``seconds``: how long it may be read; ``purpose``: the name of the key that seals it."""

    cookie: str
    purpose: str
    seconds: int

    def put(
        self,
        request: Request,
        response: Response,
        who: Visit,
        path: str,
        words: tuple[Any, ...],
        now: int,
        *,
        of: str = "",
    ) -> None:
        """Give ``words`` to the browser for pages under ``path``; ``of``: the thing that they belong to."""
        sealed = (
            self._key(request).seal(_owner(who, of), self.purpose, orjson.dumps([now + self.seconds, *words])).hex()
        )
        response.set_cookie(
            self.cookie, sealed, max_age=self.seconds, path=path, httponly=True, samesite="strict",
            secure=request.app.state.settings.public_url.startswith("https://"),
        )  # fmt: skip

    def given(self, request: Request, who: Visit, now: int, *, of: str = "") -> list[Any] | None:
        """The words, in their time; None later, for another session, and for another thing."""
        try:
            sealed = bytes.fromhex(request.cookies.get(self.cookie, ""))
            until, *words = orjson.loads(self._key(request).open(_owner(who, of), self.purpose, sealed))
        except (SealBroken, ValueError):
            return None
        return words if now < until else None

    def _key(self, request: Request) -> PersonKey:
        key: PersonKey = request.app.state.house.vault.inbox_key(self.purpose)
        return key


def _owner(who: Visit, of: str) -> str:
    return f"{digest_of(who.token)}|{of}"
