"""Telegram, as a ``Channel``: python-telegram-bot as the typed client, nothing else of it."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, cast

from telegram import Bot, InputFile
from telegram import Message as Posted
from telegram.error import BadRequest, TelegramError
from telegram.request import RequestData

from bot.channels.call import Caller, NoAnswerError, NotReachedError
from bot.channels.capabilities import TELEGRAM, Capabilities
from bot.channels.media import MEDIA_BYTES_MAX, MediaRefusedError, MediaUnreachableError, checked
from bot.channels.message import Choice, MediaOut
from bot.channels.telegram.errors import verdict
from bot.channels.telegram.request import Fields, PooledRequest
from bot.channels.telegram.updates import Updates
from bot.channels.untrusted import UNREADABLE
from bot.channels.wire import Delivered, Rejected, Sent, Uncertain, Wire
from bot.settings import Settings
from bot.voices.at_telegram import VoiceNotes

FILE_PATH = re.compile(r"[A-Za-z0-9_-]+(?:/[A-Za-z0-9_-][A-Za-z0-9_.-]*)+")  # relative, without ".." or "//"
FILE_NAMES = {
    "audio/ogg": "message.ogg",
    "audio/mpeg": "message.mp3",
    "audio/mp4": "message.m4a",
    "image/jpeg": "image.jpg",
    "image/png": "image.png",
    "image/webp": "image.webp",
    "application/pdf": "document.pdf",
}  # neutral on a shared screen (protection A3)
NO_PREVIEW = {"is_disabled": True}

LoadMedia = Callable[[str], Awaitable[bytes | None]]
VOICE_FILE = "message.ogg"


class TelegramChannel:
    """Sends wires, answers taps, fetches files; ``updates``: what people write.

    ``load_media`` gives the bytes of a file of ours by its id, or None; ``voices_of`` the recorded voices, for the bot
    with this id.
    """

    capabilities: Capabilities = TELEGRAM

    def __init__(
        self, settings: Settings, load_media: LoadMedia, voices_of: Callable[[str], VoiceNotes] | None = None
    ) -> None:
        """Raises ``telegram.error.InvalidToken`` when the token is empty."""
        # The library logs every parameter at DEBUG, and its parameters are people's words (protection B4).
        logging.getLogger("telegram").setLevel(logging.WARNING)
        token, server = settings.telegram_token.get_secret_value(), settings.telegram_api_url.rstrip("/")
        self.account = token.partition(":")[0]
        self._files = f"{server}/file/bot{token}"
        self._load_media = load_media
        self._voices = voices_of(self.account) if voices_of else None
        self._caller = Caller()
        self._request = PooledRequest(self._caller)
        self._bot = Bot(
            token,
            base_url=f"{server}/bot",
            base_file_url=f"{server}/file/bot",
            request=self._request,
            get_updates_request=self._request,
        )
        self.updates = Updates(self._bot, self._request)

    async def send(self, address: str, wire: Wire) -> Sent:
        """One call to the Bot API for the chat ``address``; see ``Channel``."""
        try:
            if wire.kind == "delete":
                if not wire.delete_ref.isdecimal():
                    return Rejected("the message to take back has no Telegram id")
                await self._bot.delete_message(address, int(wire.delete_ref))
                return Delivered("")
            if wire.kind == "media" and wire.media is not None:
                return await self._send_media(address, wire.media)
            if wire.kind == "voice":
                return await self._send_voice(address, wire.voice)
            return await self._send_text(address, wire)
        except TelegramError as error:
            return verdict(error)
        except UNREADABLE:
            return Uncertain("Telegram's answer could not be read")

    async def _send_text(self, address: str, wire: Wire) -> Sent:
        """Not by ``Bot.send_message``, which builds the whole answer into objects: half of a turn's CPU, for one number."""
        fields: dict[str, object] = {"chat_id": address, "text": wire.text, "link_preview_options": NO_PREVIEW}
        if wire.choices:
            fields["reply_markup"] = _keyboard(wire.choices)
        posted = await self._request.post(f"{self._bot.base_url}/sendMessage", cast("RequestData", Fields(fields)))
        return Delivered(str(cast("dict[str, Any]", posted)["message_id"]))

    async def _send_media(self, address: str, media: MediaOut) -> Sent:
        data = await self._load_media(media.media_id)
        if not data:
            return Rejected(f"the file {media.media_id} is not in the store any more")
        file = InputFile(data, filename=FILE_NAMES.get(media.content_type, "document"))
        posted: Posted
        if media.kind == "voice":
            posted = await self._bot.send_voice(address, file)
        elif media.kind == "image":
            posted = await self._bot.send_photo(address, file)
        else:
            posted = await self._bot.send_document(address, file)
        return Delivered(str(posted.message_id))

    async def _send_voice(self, address: str, name: str) -> Sent:
        """By the id that Telegram gave it at an earlier time; as a file the first time, or when the id is dead."""
        voices = self._voices
        sound = await asyncio.to_thread(voices.sound, name) if voices else None  # to draw a voice out takes a while
        if voices is None or sound is None:
            return Rejected("this voice cannot be made here")
        known = await voices.file_id(name)
        if known:
            fields = Fields({"chat_id": address, "voice": known})
            try:
                again = await self._request.post(f"{self._bot.base_url}/sendVoice", cast("RequestData", fields))
                return Delivered(str(cast("dict[str, Any]", again)["message_id"]))
            except BadRequest:
                await voices.refused(name)
        posted: Posted = await self._bot.send_voice(address, InputFile(sound, filename=VOICE_FILE))
        if posted.voice is not None:
            await voices.sent(name, posted.voice.file_id)
        return Delivered(str(posted.message_id))

    async def answer_callback(self, callback: str) -> Sent:
        """Stops the little clock on a tapped button; after 150 s Telegram refuses, which harms nobody."""
        try:
            await self._bot.answer_callback_query(callback)
        except TelegramError as error:
            return verdict(error)
        except UNREADABLE:
            return Uncertain("Telegram's answer could not be read")
        return Delivered("")

    async def fetch_media(self, reference: str) -> bytes:
        """The file by its ``file_id``: at most 16 MB and of a known kind by its first bytes.

        Raises ``MediaRefusedError`` for good, ``MediaUnreachableError`` when a later try may work. The address is built
        from the relative path that Telegram names, on the server of the settings and nowhere else (protection C4).
        """
        try:
            named = (await self._bot.get_file(reference)).file_path or ""
        except TelegramError as error:
            said = verdict(error)
            if isinstance(said, Rejected):
                raise MediaRefusedError(said.reason) from None
            raise MediaUnreachableError(f"Telegram gave no file ({type(said).__name__})") from None
        except UNREADABLE:
            named = ""
        path = named.removeprefix(f"{self._files}/")
        if path == named or not FILE_PATH.fullmatch(path):
            raise MediaRefusedError("Telegram named no file that can be fetched")
        try:
            got = await self._caller.call("GET", f"{self._files}/{path}", bytes_max=MEDIA_BYTES_MAX)
        except (NotReachedError, NoAnswerError) as error:
            raise MediaUnreachableError(str(error)) from None
        if got.status != 200:  # noqa: PLR2004
            raise MediaUnreachableError(f"Telegram answered {got.status} for a file")
        return checked(got.body)

    async def close(self) -> None:
        """Close connections."""
        await self._caller.close()


def _keyboard(choices: Sequence[Choice]) -> dict[str, object]:
    """One button a row: large enough for a thumb, and the label stays whole on a small phone."""
    return {"inline_keyboard": [[{"text": choice.label, "callback_data": choice.payload}] for choice in choices]}
