"""What the staff bot answers: written down first, said afterwards."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any

from bot.alerts.group import StaffBot
from bot.alerts.taking import Taken, join, take
from bot.alerts.updates import Tapped, understand
from bot.desk.words import said
from bot.house import House
from bot.records.database import Database


class Reception:
    """Hears updates of the staff bot, whichever way they come."""

    def __init__(self, database: Database, house: House, bot: StaffBot, desk: str) -> None:
        """``desk``: the public address, without a slash at the end."""
        self._database = database
        self._house = house
        self._bot = bot
        self._desk = desk

    async def hear(self, update: object) -> Coroutine[Any, Any, None] | None:
        """Carry it out; what is left to say is given back, so that Telegram's own answer need not wait for it.

        Raises ``DatabaseDown``: then nothing was done, and Telegram comes again.
        """
        heard = understand(update, self._bot.chat)
        if heard is None:
            return None
        if isinstance(heard, Tapped):
            taken = await self._database.write(take, self._house.vault, self._bot.account, heard)
            return self._answer(heard, taken)
        joined = await self._database.write(join, self._house.vault, self._bot.account, heard)
        if joined is None:
            return None
        return self._tell(heard.user, self._say(joined.outcome).format(login=joined.login))

    async def _answer(self, tapped: Tapped, taken: Taken) -> None:
        await self._bot.answer(tapped.callback, self._say(taken.outcome))
        if taken.link:
            words = self._say("link").format(code=taken.code)
            await self._tell(tapped.user, f"{words}\n{self._desk}/desk/go/{taken.link}")

    async def _tell(self, user: int, words: str) -> None:
        await self._bot.tell(user, words)

    def _say(self, name: str) -> str:
        return said(self._house.book.catalogues, "staff_bot", name)
