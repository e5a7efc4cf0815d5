"""The outermost wall: a store that is down is said so, and a bug ends in one sentence, never in a trace.

A server that lets an exception through prints it whole, and what it prints may hold a person's words (protection B4).
"""

from __future__ import annotations

import structlog
from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.logs import place_of
from bot.records.down import DatabaseDown
from bot.records.seal import SealBroken
from webhook.plain import HEADERS, page

log = structlog.get_logger()

DOWN = "Le service ne répond pas en ce moment. Réessayez dans une minute."
BROKEN = "Quelque chose ne va pas de notre côté. Réessayez ; si cela continue, prévenez l'équipe technique."
SEALED = "Ce qui est gardé ici ne s'ouvre plus. Rien n'est effacé : prévenez l'équipe technique."
BACK = " Ce que vous avez écrit est encore là si vous revenez en arrière."


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
            answer = _said(scope, DOWN, 503)
        except SealBroken as error:
            log.error("seal_broken", what=str(error), where=place_of(error))
            answer = _said(scope, SEALED, 500)
        except ClientDisconnect:  # whoever asked has gone: nobody waits for an answer, and nothing of ours is broken
            return
        except Exception as error:  # noqa: BLE001 — whatever it was, its words stay here
            log.error("request_failed", error=type(error).__name__, where=place_of(error))
            answer = _said(scope, BROKEN, 500)
        else:
            return
        if not begun:
            await answer(scope, receive, send)


def _said(scope: Scope, words: str, status: int) -> Response:
    """A page for who looks at it, with the same address to try again; one line for programs."""
    if "text/html" not in Headers(scope=scope).get("accept", ""):
        return PlainTextResponse(words, status, HEADERS)
    wrote = BACK if scope["method"] == "POST" else ""
    return HTMLResponse(page(words + wrote, "", "Réessayer"), status, HEADERS)
