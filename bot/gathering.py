"""What was delivered is written many at once, since a provider's answer waits for nobody."""

from __future__ import annotations

from bot import posted
from bot.channels.wire import Delivered
from bot.insistence import insist
from bot.outbox import Claimed
from bot.posted import Ended, Settled
from bot.records.database import Database
from bot.together import Together


class Gathering:
    """Gathers what was delivered, of all conversations of this process."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._together = Together(self._write)

    async def sent(self, claimed: Claimed, sent: Delivered, parts: int) -> Settled | None:
        """Returns after the commit: how the conversation stands now, None when the person was forgotten or another process
        has the row.
        """
        settled = await self._together.ask((claimed, sent.provider_id, parts))
        if settled is None:
            await self._database.write(posted.keep_ids, claimed, sent.provider_id)
        return settled

    async def _write(self, batch: list[Ended]) -> list[Settled | None]:
        found = await insist(self._database.write_one, posted.settle_sent, batch)
        return [found.get(claimed.outbox) for claimed, _, _ in batch]
