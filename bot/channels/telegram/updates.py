"""What people write to the bot, waiting at Telegram: how much, and fetching it where nobody can post it to us.

Where Telegram posts to is told to it once, by who sets Sira up (README).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import orjson
from telegram import Bot
from telegram.error import TelegramError

from bot.channels.telegram.errors import verdict
from bot.channels.telegram.request import PooledRequest
from bot.channels.untrusted import count
from bot.channels.wire import Delivered, Sent, Uncertain

UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")  # all that ``parse`` reads
POLL_SECONDS = 50  # longest getUpdates wait (Telegram's server source)
POLL_GRACE_SECONDS = 10.0  # for the answer to travel


@dataclass(frozen=True, slots=True)
class Backlog:
    """``pending``: updates that wait. ``failed_at``: when Telegram last could not post one, UTC seconds; 0: never."""

    pending: int
    failed_at: int


class Updates:
    """Of one bot, over its channel's connections."""

    def __init__(self, bot: Bot, request: PooledRequest) -> None:
        self._bot = bot
        self._request = request

    async def delete_webhook(self) -> Sent:
        """Before polling: while a webhook is set, ``get_updates`` is refused. Waiting updates are kept."""
        try:
            await self._bot.delete_webhook(drop_pending_updates=False)
        except TelegramError as error:
            return verdict(error)
        return Delivered("")

    async def backlog(self) -> Backlog | Sent:
        """What waits at Telegram for our webhook, or why that cannot be said."""
        try:
            got: object = await self._request.post(f"{self._bot.base_url}/getWebhookInfo")
        except TelegramError as error:
            return verdict(error)
        if not isinstance(got, dict):
            return Uncertain("Telegram's answer could not be read")
        return Backlog(count(got, "pending_update_count"), count(got, "last_error_date"))

    async def get_updates(self, offset: int = 0, seconds: int = POLL_SECONDS) -> list[dict[str, Any]] | Sent:
        """Updates from ``offset`` on as Telegram's JSON, after at most ``seconds``; or why there are none.

        Asking with the last ``update_id`` + 1 forgets those before it at Telegram: only ask once they are committed.
        """
        wanted = urlencode({"offset": offset, "timeout": seconds, "allowed_updates": orjson.dumps(UPDATES).decode()})
        try:  # not by Bot.get_updates, which fails whole when it cannot read one update
            got: object = await self._request.post(
                f"{self._bot.base_url}/getUpdates?{wanted}", read_timeout=seconds + POLL_GRACE_SECONDS
            )
        except TelegramError as error:
            return verdict(error)
        return [update for update in got if isinstance(update, dict)] if isinstance(got, list) else []
