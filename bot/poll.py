"""Telegram for a machine without a public address: long polling, the same door behind it."""

from __future__ import annotations

import asyncio

import structlog

from bot.channels.telegram.client import TelegramChannel
from bot.channels.telegram.parse import parse
from bot.channels.wire import Retry
from bot.records.down import DatabaseDown
from bot.running import Running
from bot.tasks import background

log = structlog.get_logger()

PAUSE_SECONDS = 5.0  # after an answer that is none, before asking again


async def poll_forever(parts: Running) -> None:
    """Ask for updates and store each before the next is asked for: only then is it acknowledged to Telegram."""
    channel = parts.channels["telegram"]
    if not isinstance(channel, TelegramChannel):
        raise TypeError(type(channel).__name__)
    await channel.updates.delete_webhook()
    offset = 0
    while True:
        updates = await channel.updates.get_updates(offset)
        if not isinstance(updates, list):
            log.warning("poll_failed", reason=updates.reason if hasattr(updates, "reason") else "")
            wait = updates.after if isinstance(updates, Retry) and updates.after else PAUSE_SECONDS
            await asyncio.sleep(wait)
            continue
        for update in updates:
            item = parse(update, channel.account)
            if item.callback:
                background(channel.answer_callback(item.callback))
            try:
                if item.sender:
                    await parts.runner.accept(item)
                else:
                    await parts.runner.quarantine(item.channel, item.account, item.provider_id)
            except DatabaseDown:
                log.error("not_stored", channel="telegram")
                await asyncio.sleep(PAUSE_SECONDS)
                break
            offset = int(item.provider_id) + 1
