"""The short way in: what a provider posts all day goes straight to its door, past the rooms that only pages need.

Finding a route and what FastAPI lays around each one cost a tenth of a turn. The door stands in the ordinary list of routes
too, which answers everything else that comes to its address.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Receive, Scope, Send


class Straight:
    """Wraps the application. ``doors``: plain routes of Starlette, by the whole path."""

    def __init__(self, app: ASGIApp, doors: Iterable[BaseRoute]) -> None:
        self._app = app
        self._doors: Mapping[str, Callable[[Request], Awaitable[Response]]] = {
            door.path: door.endpoint for door in doors if isinstance(door, Route)
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a POST at a door; let the application answer the rest."""
        if scope["type"] == "http" and scope["method"] == "POST":
            endpoint = self._doors.get(scope["path"])
            if endpoint is not None:
                answer = await endpoint(Request(scope, receive))
                await answer(scope, receive, send)
                return
        await self._app(scope, receive, send)
