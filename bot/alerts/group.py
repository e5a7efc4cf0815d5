"""The staff bot: it writes into the team's Telegram group and, to who took something, in private. Nothing else.

python-telegram-bot is the client; what Telegram says of a group is read from its plain answer, since the library's own
type of it fails whole on a field that it does not know.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.error import BadRequest, ChatMigrated, InvalidToken, TelegramError
from telegram.request import RequestData

from bot.channels.call import Caller
from bot.channels.telegram.errors import verdict
from bot.channels.telegram.request import Fields, PooledRequest
from bot.channels.untrusted import UNREADABLE, mapping, text
from bot.channels.wire import Delivered, Rejected, Retry, Sent, Uncertain
from bot.settings import Settings

TOPIC_AWAY = ("message thread not found", "topic_deleted", "topic_closed")
NO_TOPICS = ("not a forum", "not enough rights", "forum_disabled")
SAID_ALREADY = ("message is not modified",)
PLAIN = LinkPreviewOptions(is_disabled=True)
"""A preview would open a link that opens once, and show it to Telegram's servers."""
MANAGERS = ("creator", "administrator")


class TopicAway:
    """The topic is deleted or closed: the message belongs into the group itself, and a new topic is to be made."""


@dataclass(frozen=True, slots=True)
class Group:
    """What the staff bot finds. ``why``: the first thing to mend, empty when it may write into topics of its own."""

    bot: str
    why: str = ""


class StaffBot:
    """One bot, one group."""

    def __init__(self, settings: Settings) -> None:
        logging.getLogger("telegram").setLevel(logging.WARNING)  # it logs every parameter at DEBUG (protection B4)
        token = settings.telegram_staff_token.get_secret_value()
        self.account = token.partition(":")[0]
        self.chat = int(settings.telegram_staff_chat or 0)
        self._caller = Caller()
        self._request = PooledRequest(self._caller)
        self._bot = Bot(
            token,
            base_url=f"{settings.telegram_api_url.rstrip('/')}/bot",
            request=self._request,
            get_updates_request=self._request,
        )
        self._name = ""

    async def post(self, words: str, button: tuple[str, str], thread: int) -> Sent | TopicAway:
        """Write into the group, or into its topic ``thread``. ``button``: label and what a tap brings back."""
        label, data = button
        keyboard = InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=data)]])
        try:
            posted = await self._bot.send_message(
                self.chat, words, message_thread_id=thread or None, reply_markup=keyboard, link_preview_options=PLAIN
            )
        except BadRequest as error:
            return TopicAway() if thread and _says(error, TOPIC_AWAY) else _verdict(error)
        except TelegramError as error:
            return _verdict(error)
        except UNREADABLE:
            return Uncertain("Telegram's answer could not be read")
        return Delivered(str(posted.message_id))

    async def edit(self, message: str, words: str) -> Sent:
        """Other words in place of a message of ours; its button goes."""
        try:
            await self._bot.edit_message_text(words, self.chat, int(message), link_preview_options=PLAIN)
        except TelegramError as error:
            return Delivered(message) if _says(error, SAID_ALREADY) else _verdict(error)
        except UNREADABLE:
            return Uncertain("Telegram's answer could not be read")
        return Delivered(message)

    async def topic(self, name: str) -> int | Sent:
        """Make a topic; its number. ``Rejected``: this group takes none from us."""
        try:
            made = await self._bot.create_forum_topic(self.chat, name)
        except TelegramError as error:
            return Rejected(error.message) if _says(error, NO_TOPICS) else _verdict(error)
        except UNREADABLE:
            return Uncertain("Telegram's answer could not be read")
        return made.message_thread_id

    async def answer(self, callback: str, words: str) -> Sent:
        """What who tapped reads, at once and alone."""
        try:
            await self._bot.answer_callback_query(callback, words, show_alert=True)
        except TelegramError as error:
            return _verdict(error)
        return Delivered("")

    async def tell(self, user: int, words: str) -> Sent:
        """In private; refused by Telegram to who never wrote to this bot."""
        try:
            await self._bot.send_message(user, words, link_preview_options=PLAIN)
        except TelegramError as error:
            return _verdict(error)
        except UNREADABLE:
            return Uncertain("Telegram's answer could not be read")
        return Delivered("")

    async def name(self) -> str:
        """Its user name, for a link; empty while Telegram cannot be reached."""
        if not self._name:
            me = await self._ask("getMe", {})
            self._name = text(me, "username") if isinstance(me, dict) else ""
        return self._name

    async def look(self) -> Group | Sent:
        """What there is to mend, for `sira doctor`."""
        me = await self._ask("getMe", {})
        if not isinstance(me, dict):
            return me
        bot = text(me, "username")
        chat = await self._ask("getChat", {"chat_id": str(self.chat)})
        if not isinstance(chat, dict):
            return Group(bot, "no_chat")
        mine = await self._ask("getChatMember", {"chat_id": str(self.chat), "user_id": self.account})
        if not isinstance(mine, dict) or text(mine, "status") not in MANAGERS:
            return Group(bot, "no_admin")
        if not chat.get("is_forum"):
            return Group(bot, "no_forum")
        may = text(mine, "status") == "creator" or mine.get("can_manage_topics")
        return Group(bot, "" if may else "no_right")

    async def close(self) -> None:
        """Close connections."""
        await self._caller.close()

    async def _ask(self, method: str, fields: dict[str, str]) -> dict[str, Any] | Sent:
        asked: Any = Fields(fields)  # `PooledRequest` takes it in place of a ``RequestData``
        wanted: RequestData = asked
        try:
            found: Any = await self._request.post(f"{self._bot.base_url}/{method}", wanted)
        except TelegramError as error:
            return _verdict(error)
        return dict(mapping({"found": found}, "found"))


def _says(error: TelegramError, words: tuple[str, ...]) -> bool:
    return any(one in error.message.lower() for one in words)


def _verdict(error: TelegramError) -> Sent:
    """As for people's chats, with what is different of a group: an operator can bring it back."""
    if isinstance(error, ChatMigrated):
        return Retry(None, f"the group has a new number: SIRA_TELEGRAM_STAFF_CHAT={error.new_chat_id}")
    if isinstance(error, InvalidToken):
        return Retry(None, "Telegram does not know the staff bot's token: check SIRA_TELEGRAM_STAFF_TOKEN")
    return verdict(error)
