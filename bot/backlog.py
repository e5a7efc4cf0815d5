"""Telegram keeps what it could not post for 24 hours: whether it piles up there is looked at every minute.

Telegram itself comes again, up to a minute apart, so nothing is to be fetched; but an operator must know before a day is over.
"""

from __future__ import annotations

import structlog
from prometheus_client import Gauge

from bot.channels.telegram.client import TelegramChannel
from bot.channels.telegram.updates import Backlog
from bot.patrol import Round, begin
from bot.records.database import Database

log = structlog.get_logger()

ROUND = "telegram_backlog"
PENDING_NOTABLE = 50  # more than a webhook that works leaves standing: it takes 40 at once
ERROR_RECENT_SECONDS = 300
PENDING = Gauge("sira_telegram_pending", "Messages that wait at Telegram for our webhook")


class BacklogWatch:
    """Says when messages pile up at Telegram, or when it could not post them just now."""

    def __init__(self, database: Database, channel: TelegramChannel) -> None:
        self._database = database
        self._channel = channel

    async def sweep(self) -> None:
        """One look, when one is due."""
        due = await self._database.write(begin, ROUND)
        if due is None:
            return
        found = await self._channel.updates.backlog()
        if not isinstance(found, Backlog):
            log.warning("backlog_not_read", channel="telegram", ended=type(found).__name__)
            return
        PENDING.set(found.pending)
        if piles_up(found, due):
            log.warning("backlog", channel="telegram", pending=found.pending, failed_ago=due.now - found.failed_at)


def piles_up(found: Backlog, due: Round) -> bool:
    """Whether somebody has to look."""
    recently = bool(found.failed_at) and due.now - found.failed_at <= ERROR_RECENT_SECONDS
    return found.pending >= PENDING_NOTABLE or (recently and found.pending > 0)
