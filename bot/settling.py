"""How a message ended, written down.

What was delivered is written many at once, since a provider's answer waits for nobody: while one batch is being written
the next one gathers, and nothing is ever held back to make a batch larger.
"""

from __future__ import annotations

import asyncio
import math
import random

import structlog
from sqlalchemy import ARRAY, BigInteger, Connection, String, bindparam, func, literal, select, update

from bot.channels.wire import JOINED, Delivered, Gone, Rejected, Retry, Sent, Uncertain
from bot.copies import CHANNEL, remember_one
from bot.house import House
from bot.outbox import TEMPLATE_SENT, Claimed, claim_head
from bot.outgoing import SENDING_LEASE_SECONDS
from bot.records.clock import DatabaseNow
from bot.records.database import Database, DatabaseDown
from bot.records.prepared import Prepared
from bot.records.tables import address, conversation, is_one_of, outbox
from bot.tasks import background

log = structlog.get_logger()

TRIES_MAX = 5
BACKOFF_FIRST_SECONDS = 5.0
BACKOFF_MAX_SECONDS = 3600.0
AGAIN_SECONDS = 0.5  # below the pause of a sweep, so that it is settled before anybody claims it again
Ended = tuple[Claimed, str, int]
"""A message that was delivered, the provider's ids of its calls, and how many of its parts are done."""

_EPOCH = select(conversation.c.epoch).where(conversation.c.id == outbox.c.conversation_id).scalar_subquery()


def _sent(row: object, part: object, provider: object, earlier: object) -> Prepared:
    statement = (
        update(outbox)
        .where(outbox.c.id == row)
        .values(state="sent", lease_until=literal(0), parts_done=part, provider_id=provider, earlier_ids=earlier)
        .returning(outbox.c.id, _EPOCH.label("epoch"))
    )
    return Prepared(statement)


_many = select(
    func.unnest(bindparam("rows", type_=ARRAY(String))).label("row"),
    func.unnest(bindparam("parts", type_=ARRAY(BigInteger))).label("part"),
    func.unnest(bindparam("providers", type_=ARRAY(String))).label("provider"),
    func.unnest(bindparam("earliers", type_=ARRAY(String))).label("earlier"),
).subquery("ended")
MANY_SENT = _sent(_many.c.row, _many.c.part, _many.c.provider, _many.c.earlier)
ONE_SENT = _sent(bindparam("row"), bindparam("part"), bindparam("provider"), bindparam("earlier"))


def settle_sent(conn: Connection, ended: list[Ended]) -> dict[str, int]:
    """Write down what was delivered, in one statement. Returns the claim's number of each conversation now, by outbox
    row; a row that is not there belonged to somebody who was forgotten meanwhile.
    """
    rows = []
    for claimed, provider_id, parts in ended:
        earlier, _, last = provider_id.rpartition(JOINED)
        rows.append({"row": claimed.outbox, "part": parts, "provider": last, "earlier": earlier})
    if conn.dialect.name == "postgresql":
        found = MANY_SENT.all(conn, {f"{name}s": [row[name] for row in rows] for name in rows[0]})
    else:
        found = [one for row in rows for one in ONE_SENT.all(conn, row)]
    return {one["id"]: one["epoch"] for one in found}


class Settling:
    """Gathers what was delivered, of all conversations of this process."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._gathered: list[tuple[Ended, asyncio.Future[int | None]]] = []
        self._writing = False

    async def sent(self, claimed: Claimed, sent: Delivered, parts: int) -> int | None:
        """Returns after the commit: the claim's number of the conversation now, None when the person was forgotten."""
        told: asyncio.Future[int | None] = asyncio.get_running_loop().create_future()
        self._gathered.append(((claimed, sent.provider_id, parts), told))
        if not self._writing:
            self._writing = True
            background(self._write())
        epoch = await told
        if epoch is None:
            await self._database.write(settle, claimed, sent, parts)
        return epoch

    async def _ended(self, ended: list[Ended]) -> dict[str, int]:
        """What was delivered is known here alone until it is written: wait for the store, or it would go out twice."""
        until = asyncio.get_running_loop().time() + SENDING_LEASE_SECONDS
        while True:
            try:
                return await self._database.write_one(settle_sent, ended)
            except DatabaseDown:
                if asyncio.get_running_loop().time() > until:
                    raise
                log.warning("not_settled_yet", messages=len(ended))
                await asyncio.sleep(AGAIN_SECONDS)

    async def _write(self) -> None:
        try:
            while self._gathered:
                batch, self._gathered = self._gathered, []
                try:
                    epochs = await self._ended([ended for ended, _ in batch])
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


def settle_and_next(conn: Connection, house: House, claimed: Claimed, sent: Sent, parts: int) -> Claimed | None:
    """Write down how ``claimed`` ended and lease the next row of its conversation, in one transaction."""
    settle(conn, claimed, sent, parts)
    return claim_head(conn, house, claimed.conversation)


def release(conn: Connection, rows: list[str]) -> None:
    """Rows that this process held and will not send now: anybody's again, not tried yet."""
    conn.execute(
        update(outbox)
        .where(outbox.c.id.in_(rows), is_one_of(outbox.c.state, "sending"))
        .values(state="ready", lease_until=0, tries=0)
    )


def put_off(conn: Connection, claimed: Claimed, parts: int, seconds: float) -> None:
    """What may not go yet, by our own measure: that was no try."""
    conn.execute(
        update(outbox)
        .where(outbox.c.id == claimed.outbox)
        .values(
            state="ready",
            lease_until=0,
            parts_done=parts,
            tries=claimed.tries - 1,
            next_at=DatabaseNow() + math.ceil(seconds),
        )
    )


def settle(conn: Connection, claimed: Claimed, sent: Sent, parts: int) -> None:
    """Write down how a message ended."""
    values: dict[str, object] = {"parts_done": parts, "lease_until": 0}
    match sent:
        case Delivered() if claimed.knock:
            values |= {"state": "pending", "error": TEMPLATE_SENT}
        case Delivered(provider_id=provider_id):
            if not settle_sent(conn, [(claimed, provider_id, parts)]) and claimed.channel == CHANNEL:
                for one in filter(None, provider_id.split(JOINED)):
                    remember_one(conn, one)  # the person was forgotten while this was on its way
            return
        case Retry(after=after, reason=reason) if claimed.tries < TRIES_MAX or after is not None:
            values |= {"state": "ready", "next_at": DatabaseNow() + delay(claimed.tries, after), "error": reason}
        case Uncertain(reason=reason) if claimed.tries < TRIES_MAX:
            values |= {"state": "ready", "next_at": DatabaseNow() + delay(claimed.tries, None), "error": reason}
        case Gone(reason=reason):
            values |= {"state": "failed", "error": reason}
            conn.execute(
                update(address)
                .where(
                    address.c.id == select(outbox.c.address_id).where(outbox.c.id == claimed.outbox).scalar_subquery()
                )
                .values(gone=1)
            )
        case Retry(reason=reason) | Uncertain(reason=reason) | Rejected(reason=reason):
            values |= {"state": "failed", "error": reason}
            log.error("message_failed", outbox=claimed.outbox, channel=claimed.channel, reason=reason)
    conn.execute(update(outbox).where(outbox.c.id == claimed.outbox).values(**values))


def reopen(conn: Connection, conversation_id: str) -> None:
    """The person wrote: what waited behind the template may go."""
    conn.execute(
        update(outbox)
        .where(outbox.c.conversation_id == conversation_id, outbox.c.state == "pending")
        .values(state="ready", error="", tries=0)
    )


def delay(tries: int, after: float | None) -> int:
    """Seconds until the next try: what the provider asks, or 5 s to 1 h doubling four-fold, with jitter."""
    if after is not None:
        return int(after) + 1
    base = min(BACKOFF_FIRST_SECONDS * 4 ** (tries - 1), BACKOFF_MAX_SECONDS)
    return int(base * random.uniform(0.8, 1.2))  # noqa: S311 — jitter, not a secret
