"""The outermost wall: a store that is down is said so, and a bug ends in one sentence, never in a trace.

A server that lets an exception through prints it whole, and what it prints may hold a person's words (protection B4).
"""

from __future__ import annotations

import structlog
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.logs import place_of
from bot.records.down import DatabaseDown

log = structlog.get_logger()

DOWN = "Le service ne répond pas en ce moment. Réessayez dans une minute."
BROKEN = "Quelque chose ne va pas de notre côté. Réessayez ; si cela continue, prévenez l'équipe technique."
HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}


class Mishaps:
    """Wraps the application; changes nothing of an answer that has begun."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve, and answer for what nobody caught."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = False

        async def watched(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except DatabaseDown:
            log.error("database_down")
            answer = PlainTextResponse(DOWN, 503, HEADERS)
        except Exception as error:  # noqa: BLE001 — whatever it was, its words stay here
            log.error("request_failed", error=type(error).__name__, where=place_of(error))
            answer = PlainTextResponse(BROKEN, 500, HEADERS)
        else:
            return
        if not begun:
            await answer(scope, receive, send)
