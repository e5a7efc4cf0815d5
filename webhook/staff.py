"""The staff bot's webhook, with a secret of its own: who knows the public bot's cannot take a request."""

from __future__ import annotations

import structlog
from fastapi import APIRouter, Request, Response

from bot.records.down import DatabaseDown
from bot.tasks import background
from webhook.from_telegram import update_of

router = APIRouter()
log = structlog.get_logger()


@router.post("/webhook/telegram-staff", include_in_schema=False)
async def telegram_staff(request: Request) -> Response:
    """403 without the secret; 400 or 413 for what cannot be read; 503 when nothing can be stored; else 200."""
    state = request.app.state
    update = await update_of(request, state.settings.telegram_staff_secret)
    if isinstance(update, Response):
        return update
    reception = state.alerts.reception
    try:
        left = await reception.hear(update.said) if reception else None
    except DatabaseDown as error:
        log.error("not_stored", channel="telegram-staff", reason=type(error.__cause__).__name__)
        return Response(status_code=503)
    if left is not None:
        background(left)
    return Response(status_code=200)
