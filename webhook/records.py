"""How the web reads and writes: once a worker's session is known, every page works behind the second lock (D4).

A page needs not ask for it, so that none can forget it. What the talk writes goes its own way (`bot/runner.py`) and is
bound to nobody's organisation.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, TypeVar

from sqlalchemy import Connection
from starlette.types import ASGIApp, Receive, Send
from starlette.types import Scope as RequestScope

from bot.records.database import Database
from bot.records.row_security import Scope, take_on

T = TypeVar("T")

_for_whom: ContextVar[Scope | None] = ContextVar("sira_for_whom", default=None)


def work_for(scope: Scope) -> None:
    """From here to the end of the request, for this worker of this organisation."""
    _for_whom.set(scope)


class ForNobody:
    """Wraps the application: each request begins and ends for nobody."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: RequestScope, receive: Receive, send: Send) -> None:
        """Serve, and forget for whom."""
        before = _for_whom.set(None)
        try:
            await self._app(scope, receive, send)
        finally:
            _for_whom.reset(before)


class Records:
    """The database as pages see it. ``second_lock``: the role and its policies are there (`sira doctor` says so)."""

    def __init__(self, database: Database, *, second_lock: bool) -> None:
        self._database, self._second_lock = database, second_lock and not database.sqlite

    async def write(self, work: Callable[..., T], *args: Any) -> T:
        """``work(connection, *args)`` in one transaction. Raises ``DatabaseDown`` when the store fails."""
        scope = self._scope()
        if scope is None:
            return await self._database.write(work, *args)
        return await self._database.write(_behind, scope, work, args)

    async def read(self, work: Callable[..., T], *args: Any) -> T:
        """``work(connection, *args)`` for reading. Behind the lock it is a transaction too: the role lasts as long."""
        scope = self._scope()
        if scope is None:
            return await self._database.read(work, *args)
        return await self._database.write(_behind, scope, work, args)

    async def write_one(self, work: Callable[..., T], *args: Any) -> T:
        """As ``write``, for a ``work`` of one statement."""
        return await (self.write(work, *args) if self._scope() else self._database.write_one(work, *args))

    def _scope(self) -> Scope | None:
        return _for_whom.get() if self._second_lock else None


def _behind(conn: Connection, scope: Scope, work: Callable[..., T], args: tuple[Any, ...]) -> T:
    take_on(conn, scope)
    return work(conn, *args)
