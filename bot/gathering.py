"""What was delivered is written many at once, since a provider's answer waits for nobody: while one batch is being written
the next one gathers, and nothing is ever held back to make a batch larger.
"""

from __future__ import annotations

import asyncio

from bot import posted
from bot.channels.wire import Delivered
from bot.insistence import insist
from bot.outbox import Claimed
from bot.posted import Ended
from bot.records.database import Database
from bot.tasks import background


class Gathering:
    """Gathers what was delivered, of all conversations of this process."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._gathered: list[tuple[Ended, asyncio.Future[int | None]]] = []
        self._writing = False

    async def sent(self, claimed: Claimed, sent: Delivered, parts: int) -> int | None:
        """Returns after the commit: the claim's number of the conversation now, None when the person was forgotten or
        another process has the row.
        """
        told: asyncio.Future[int | None] = asyncio.get_running_loop().create_future()
        self._gathered.append(((claimed, sent.provider_id, parts), told))
        if not self._writing:
            self._writing = True
            background(self._write())
        epoch = await told
        if epoch is None:
            await self._database.write(posted.keep_ids, claimed, sent.provider_id)
        return epoch

    async def _write(self) -> None:
        try:
            while self._gathered:
                batch, self._gathered = self._gathered, []
                try:
                    epochs = await insist(self._database.write_one, posted.settle_sent, [ended for ended, _ in batch])
                except Exception as error:  # noqa: BLE001 — told to every sender that waits for it
                    for _, told in batch:
                        if not told.done():
                            told.set_exception(error)
                    continue
                for (claimed, _, _), told in batch:
                    if not told.done():
                        told.set_result(epochs.get(claimed.outbox))
        finally:
            self._writing = False
