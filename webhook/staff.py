"""The staff bot's webhook, with a secret of its own: who knows the public bot's cannot take a request."""

from __future__ import annotations

import hmac

import orjson
import structlog
from fastapi import APIRouter, Request, Response

from bot.records.database import DatabaseDown
from bot.tasks import background
from webhook.body import TooLargeError, UnreadableError, bounded
from webhook.telegram import SECRET_HEADER

router = APIRouter()
log = structlog.get_logger()


@router.post("/webhook/telegram-staff", include_in_schema=False)
async def telegram_staff(request: Request) -> Response:
    """403 without the secret; 400 or 413 for what cannot be read; 503 when nothing can be stored; else 200."""
    state = request.app.state
    secret = state.settings.telegram_staff_secret.get_secret_value()
    given = request.headers.get(SECRET_HEADER, "")
    if not secret or not hmac.compare_digest(secret.encode(), given.encode("utf-8", "replace")):
        return Response(status_code=403)
    try:
        update = orjson.loads(await bounded(request))
    except TooLargeError:
        return Response(status_code=413)
    except (UnreadableError, orjson.JSONDecodeError):
        return Response(status_code=400)
    reception = state.alerts.reception
    try:
        left = await reception.hear(update) if reception else None
    except DatabaseDown as error:
        log.error("not_stored", channel="telegram-staff", reason=type(error.__cause__).__name__)
        return Response(status_code=503)
    if left is not None:
        background(left)
    return Response(status_code=200)
