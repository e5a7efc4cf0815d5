"""Sending what the outbox holds: in order within a conversation, at once across them, at least once each.

Policy lives here, in `bot/outbox.py` and in `bot/settling.py`; a channel only makes one call and says how it ended.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

import structlog
from sqlalchemy import Connection

from bot.channels.wire import Channel, Delivered, Retry, Uncertain
from bot.done import TurnDone
from bot.due import due_heads
from bot.gathering import Gathering
from bot.house import House
from bot.inorder import InOrder
from bot.insistence import insist
from bot.outbox import Claimed, claim_head, claim_heads
from bot.rates import NotYet, Rates
from bot.records.database import Database
from bot.settling import put_off, release, settle, settle_and_next
from bot.together import Together
from bot.trying import Tried, Trying, ends

log = structlog.get_logger()

STOP_SECONDS = 36.0  # the longest call to a provider ends before (35 s, `bot/channels/call.py`)
Held = tuple[tuple[Claimed, ...], float]
"""Rows that this process leased in a turn, and until when calls may be begun under their lease."""


class Sender:
    """One task a conversation that has something to send; nobody waits for somebody else's provider call."""

    def __init__(self, database: Database, house: House, channels: Mapping[str, Channel], rates: Rates) -> None:
        self.database = database
        self.house = house
        self.channels = channels
        self.order = InOrder()
        self.trying = Trying(database, channels, rates, self.order)
        self._busy: dict[str, asyncio.Task[None]] = {}
        self._again: dict[str, list[Held]] = {}
        self._gathering = Gathering(database)
        self._heads = Together(self._claim)
        self._stopping = False

    def offer(self, done: TurnDone) -> None:
        """Look at ``done``'s conversation soon. Cheap; called after every commit."""
        if done.channel == "web" or not done.conversation:
            return
        if done.ours and done.conversation not in self._busy:
            self._start(done.conversation, [(done.ours, ends())], rest=done.rest)
        elif done.ours or done.rest or done.channel == "":
            self._look(done.conversation, done.ours)

    def called(self, conversation: str) -> None:
        """Another process has something for ``conversation``."""
        self.offer(TurnDone(conversation, ""))

    def heard(self, provider_id: str) -> None:
        """The provider says that a message is on its way: the next one of its conversation may follow."""
        self.order.heard(provider_id)

    async def sweep(self) -> None:
        """Conversations whose oldest row is due: first tries that lost their wake-up, retries, dead leases."""
        if self.house.standstill.since:
            return
        for conversation in await self.database.read(due_heads):
            self._look(conversation)

    async def close(self) -> None:
        """Let the calls under way end, begin no others and give back what is held; what cannot be written down by then, the
        store being away, is left to its lease.
        """
        self._stopping = True
        if self._busy:
            _, left = await asyncio.wait(self._busy.values(), timeout=STOP_SECONDS)
            for task in left:
                task.cancel()
            await asyncio.gather(*left, return_exceptions=True)
        for channel in self.channels.values():
            await channel.close()

    @property
    def _resting(self) -> bool:
        """Whether no call may be begun: this process stops, or everything that goes out does (`sira freeze`)."""
        return self._stopping or self.house.standstill.since > 0

    def _look(self, conversation: str, ours: tuple[Claimed, ...] = ()) -> None:
        if conversation in self._busy:
            self._again.setdefault(conversation, []).append((ours, ends()))
        elif ours or not self._resting:
            self._start(conversation, [(ours, ends())], rest=True)

    def _start(self, conversation: str, held: list[Held], *, rest: bool) -> None:
        task = asyncio.get_running_loop().create_task(self._drain(conversation, held, rest=rest))
        self._busy[conversation] = task
        task.add_done_callback(lambda ended: self._ended(conversation, ended))

    def _ended(self, conversation: str, task: asyncio.Task[None]) -> None:
        self._busy.pop(conversation, None)
        if not task.cancelled() and task.exception() is not None:
            log.error("sending_failed", conversation=conversation, error=type(task.exception()).__name__)
        if conversation in self._again:
            self._start(conversation, self._again.pop(conversation), rest=True)

    async def _drain(self, conversation: str, held: list[Held], *, rest: bool) -> None:
        """Send until nothing is due. ``held``: rows that this process holds already; ``rest``: others may wait behind."""
        if self.house.standstill.since:
            await self.database.write(release, [claimed for ours, _ in held for claimed in ours])
            return
        for ours, until in held:
            go_on = await self._send_ours(ours, until, rest=rest)
            if go_on is None:
                return
            rest = go_on or rest
        if rest and not self._resting:
            await self._send_rest(conversation)

    async def _send_ours(self, ours: tuple[Claimed, ...], until: float, *, rest: bool) -> bool | None:
        """Whether others wait behind for sure; None when they must go on waiting."""
        for place, claimed in enumerate(ours):
            tried, left = await self._send(claimed, until), list(ours[place + 1 :])
            if not isinstance(tried.sent, Delivered):
                await insist(self.database.write, _stopped, tried, left)
                return None if isinstance(tried.sent, Retry | Uncertain | NotYet) else True
            settled = await self._gathering.sent(tried.claimed, tried.sent, tried.parts)
            late = asyncio.get_running_loop().time() > until
            if left and (
                late or self._resting or settled is None or settled.epoch != claimed.epoch
            ):  # or a human came, or nobody is there any more
                await self.database.write(release, left)
                return True
            if left or rest:
                await self.order.wait(claimed, tried.sent)
        return False

    async def _send_rest(self, conversation: str) -> None:
        following = await self._next(conversation)
        while following is not None:
            if self.house.standstill.since:
                await self.database.write(release, [following])
                return
            tried = await self._send(following, ends())
            sent = tried.sent
            if isinstance(sent, Retry | Uncertain | NotYet):
                await insist(self.database.write, _stopped, tried, [])
                return
            if isinstance(sent, Delivered) and not following.knock:
                settled = await self._gathering.sent(tried.claimed, sent, tried.parts)
                if self._resting or not (settled is None or settled.more):
                    return
                await self.order.wait(following, sent)
                following = await self._next(conversation)
            else:
                following = await insist(
                    self.database.write, settle_and_next, self.house, tried.claimed, sent, tried.parts, tried.ids
                )

    async def _next(self, conversation: str) -> Claimed | None:
        """The oldest row that may go: asked for together with whoever asks now, and alone when something stands in its way."""
        return await self._heads.ask(conversation) or await self.database.write(claim_head, self.house, conversation)

    async def _claim(self, conversations: list[str]) -> list[Claimed | None]:
        found = await self.database.write_one(claim_heads, self.house, conversations)
        return [found.get(one) for one in conversations]

    async def _send(self, claimed: Claimed, until: float) -> Tried:
        return await self.trying.send(claimed, until)


def _stopped(conn: Connection, tried: Tried, left: list[Claimed]) -> None:
    """Write down how it ended and let go of those behind it, which must not overtake it."""
    if isinstance(tried.sent, NotYet):
        put_off(conn, tried.claimed, tried.parts, tried.sent.seconds, tried.ids)
    else:
        settle(conn, tried.claimed, tried.sent, tried.parts, tried.ids)
    release(conn, left)
