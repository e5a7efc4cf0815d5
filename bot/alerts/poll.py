"""The staff bot for a machine without a public address: long polling, the same reception behind it."""

from __future__ import annotations

import asyncio

import structlog

from bot.alerts.reception import Reception
from bot.channels.telegram.client import TelegramChannel
from bot.channels.wire import Retry
from bot.poll import PAUSE_SECONDS
from bot.records.down import DatabaseDown
from bot.settings import Settings
from bot.tasks import background

log = structlog.get_logger()


async def poll_staff(settings: Settings, reception: Reception) -> None:
    """Ask for updates and carry out each before the next is asked for; a failing database is waited for."""
    channel = TelegramChannel(settings.model_copy(update={"telegram_token": settings.telegram_staff_token}), _no_files)
    try:
        await channel.updates.delete_webhook()
        offset = 0
        while True:
            updates = await channel.updates.get_updates(offset)
            if not isinstance(updates, list):
                wait = updates.after if isinstance(updates, Retry) and updates.after else PAUSE_SECONDS
                log.warning("staff_poll_failed", ended=type(updates).__name__)
                await asyncio.sleep(wait)
                continue
            for update in updates:
                try:
                    left = await reception.hear(update)
                except DatabaseDown:
                    log.error("not_stored", channel="telegram-staff")
                    await asyncio.sleep(PAUSE_SECONDS)
                    break
                if left is not None:
                    background(left)
                number = update.get("update_id")
                offset = number + 1 if isinstance(number, int) else offset
    finally:
        await channel.close()


async def _no_files(_media: str) -> bytes | None:
    return None
