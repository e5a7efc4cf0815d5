"""What many ask for at the same time is asked for once.

While one call is under way the next one gathers; nothing is ever held back to make a call larger. So somebody who is alone
waits for nobody, and a crowd shares its round trips.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

from bot.tasks import background

Asked = TypeVar("Asked")
Found = TypeVar("Found")


class Together(Generic[Asked, Found]):
    """``find`` gives one result for each of what it is asked, in order; what it raises is told to all who asked."""

    def __init__(self, find: Callable[[list[Asked]], Awaitable[Sequence[Found]]]) -> None:
        self._find = find
        self._gathered: list[tuple[Asked, asyncio.Future[Found]]] = []
        self._under_way = False

    async def ask(self, one: Asked) -> Found:
        """The result for ``one``."""
        told: asyncio.Future[Found] = asyncio.get_running_loop().create_future()
        self._gathered.append((one, told))
        if not self._under_way:
            self._under_way = True
            background(self._go())
        return await told

    async def _go(self) -> None:
        try:
            while self._gathered:
                batch, self._gathered = self._gathered, []
                try:
                    found = await self._find([one for one, _ in batch])
                except Exception as error:  # noqa: BLE001 — told to everybody who waits for it
                    for _, told in batch:
                        if not told.done():
                            told.set_exception(error)
                    continue
                for (_, told), result in zip(batch, found, strict=True):
                    if not told.done():
                        told.set_result(result)
        finally:
            self._under_way = False
