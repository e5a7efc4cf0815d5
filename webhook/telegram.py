"""Telegram's webhook: verified, parsed, stored; then 200."""

from __future__ import annotations

import structlog
from fastapi import APIRouter, Request, Response

from bot.channels.telegram.client import TelegramChannel
from bot.channels.telegram.parse import parse
from bot.records.down import DatabaseDown
from bot.tasks import background
from webhook.body import name_of
from webhook.from_telegram import update_of

router = APIRouter()
log = structlog.get_logger()


async def telegram(request: Request) -> Response:
    """403 without the secret; 400 or 413 for what cannot be read; 503 when nothing can be stored; else 200."""
    state = request.app.state
    update = await update_of(request, state.settings.telegram_secret)
    if isinstance(update, Response):
        return update
    account = state.settings.telegram_token.get_secret_value().partition(":")[0]
    item = parse(update.said, account)
    channel = state.channels.get("telegram")
    if item.callback and isinstance(channel, TelegramChannel):
        background(channel.answer_callback(item.callback))  # before anything slow: the button shows a clock until then
    try:
        if not item.sender or not item.provider_id:
            await state.runner.quarantine(item.channel, item.account, item.provider_id or name_of(update.body))
        else:
            await state.runner.accept(item)
    except DatabaseDown as error:
        log.error("not_stored", channel="telegram", reason=type(error.__cause__).__name__)
        return Response(status_code=503)
    return Response(status_code=200)


# A plain route: FastAPI's own reads the signature anew at each call.
router.add_route("/webhook/telegram", telegram, methods=["POST"])
