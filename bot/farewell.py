"""The last word to who wanted to be forgotten: said after the commit, when nothing of them is left to say it from.

Best effort: after a crash in between nobody knows any more whom to tell, which is what was asked for.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

import structlog

from bot.channels.render import render
from bot.channels.wire import Channel, Delivered, Retry
from bot.copies import CHANNEL, remember_one
from bot.desk.erase import LastWord
from bot.done import TurnDone
from bot.engine.book import Book
from bot.engine.effects import Send
from bot.house import House
from bot.records.database import Database
from bot.tasks import background
from bot.wording import worded

log = structlog.get_logger()

PHRASE, PHRASE_STUB = "forgotten", "forgotten_but_urgent"
TRIES = 3
PAUSE_SECONDS = 5.0


def goodbye(book: Book, *, stub: bool) -> Send:
    """That everything is erased, or with ``stub`` all but what an urgent case keeps."""
    return Send((book.phrase(PHRASE_STUB if stub else PHRASE),), kind="command")


class Farewell:
    """Listens for turns that erased somebody."""

    def __init__(self, database: Database, channels: Mapping[str, Channel], house: House) -> None:
        self._database = database
        self._channels = channels
        self._house = house

    def hear(self, done: TurnDone) -> None:
        """Take note of a committed turn; never waits."""
        word = done.carried.last_word
        if word is not None and word.channel in self._channels and not self._house.standstill.since:
            background(self._say(self._channels[word.channel], word))

    async def _say(self, channel: Channel, word: LastWord) -> None:
        book = self._house.book
        message = worded(book, goodbye(book, stub=word.stub), word.language, 0, voice=word.voice)
        for wire in render(message, channel.capabilities):
            for _ in range(TRIES):
                sent = await channel.send(word.address, wire)
                if not isinstance(sent, Retry):
                    break
                await asyncio.sleep(min(sent.after or PAUSE_SECONDS, PAUSE_SECONDS))
            if not isinstance(sent, Delivered):
                log.warning("farewell_not_said", channel=word.channel, how=type(sent).__name__)
                return
            if word.channel == CHANNEL and sent.provider_id:
                await self._database.write(remember_one, sent.provider_id)
