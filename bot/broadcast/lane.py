"""The lane of what is said to many: a short stretch of the outbox that is filled up again as it empties.

So a broadcast goes at the pace of the platforms, whatever they take; who speaks to one person waits behind a few hundred rows
at most, and passes those (`bot/outbox.py`); and stopping leaves next to nothing on its way. What could not leave the lane for
a while, the provider or the house being still, goes back to its timer, to be looked at again: it may be night by then.
"""

from __future__ import annotations

from collections.abc import Sequence

import structlog
from sqlalchemy import Connection, delete, exists, func, insert, select, update

from bot.broadcast.planning import call_off
from bot.broadcast.progress import progress
from bot.broadcast.saying import say
from bot.house import House
from bot.logs import place_of
from bot.outgoing import BULK, unsent
from bot.patrol import begin
from bot.records.clock import now as clock_now
from bot.records.database import Database
from bot.records.down import DatabaseDown
from bot.records.ids import new_id
from bot.records.tables import broadcast, broadcast_message, is_one_of, message, outbox, timer
from bot.timers import BROADCAST
from bot.waiting import put_off

log = structlog.get_logger()

ROUND = "broadcast"
EVERY_SECONDS = 2
LANE_MAX = 200
"""More than the platforms take in one round (30 a second for 2 s), and so few that stopping is soon done."""
LANE_SECONDS = 600
"""What has not left by then waits for something else than its place."""


class Broadcasting:
    """Fills the lane, every two seconds by one process of all; nothing is asked while no broadcast is under way."""

    def __init__(self, database: Database, house: House) -> None:
        self._database = database
        self._house = house

    async def sweep(self) -> None:
        """One round."""
        if not await self._database.read(is_under_way) or not await self._database.write(begin, ROUND, EVERY_SECONDS):
            return
        await self._database.write(tidy)
        if self._house.standstill.since:
            return
        for due in await self._database.read(next_people):
            await self._say(due)

    async def _say(self, due: str) -> None:
        """One person's trouble is their own. Raises ``DatabaseDown``."""
        try:
            await self._database.write(say, self._house, due)
        except DatabaseDown:
            raise
        except Exception as error:  # noqa: BLE001 — the others' turn comes
            log.error("not_said", timer=due, error=type(error).__name__, where=place_of(error))
            await self._database.write(put_off, due)


def is_under_way(conn: Connection) -> bool:
    """Whether there is anything to do."""
    return bool(conn.execute(select(exists().where(is_one_of(broadcast.c.state, "running", "stopped")))).scalar_one())


def next_people(conn: Connection) -> Sequence[str]:
    """Timers of those for whom there is room, those that wait longest first."""
    here = conn.execute(select(func.count()).where(unsent(), is_one_of(outbox.c.kind, BULK))).scalar_one()
    due = (timer.c.due_at <= clock_now(conn), timer.c.kind.startswith(BROADCAST, autoescape=True))
    people = select(timer.c.id).where(*due).order_by(timer.c.due_at, timer.c.id).limit(max(0, LANE_MAX - here))
    return list(conn.execute(people).scalars())


def tidy(conn: Connection) -> None:
    """Give back what stays in the lane too long, go on stopping what was stopped, end what is over."""
    now = clock_now(conn)
    _give_back(conn, now)
    under_way = select(broadcast).where(is_one_of(broadcast.c.state, "running", "stopped")).with_for_update()
    for row in conn.execute(under_way).mappings().all():
        if row["state"] == "stopped" or row["until"] <= now:
            call_off(conn, row["id"])
        if row["until"] <= now:
            _end(conn, row["id"])


def _give_back(conn: Connection, now: int) -> None:
    """To its timer, if no call was ever made for it: nobody hears it twice."""
    untried = (outbox.c.parts_done == 0, outbox.c.error == "", outbox.c.tries == 0)
    late = select(outbox.c.id, outbox.c.conversation_id, broadcast_message.c.broadcast_id).join(
        broadcast_message, broadcast_message.c.outbox_id == outbox.c.id
    )
    waiting = (is_one_of(outbox.c.state, "ready"), is_one_of(outbox.c.kind, BULK), outbox.c.at <= now - LANE_SECONDS)
    rows = conn.execute(late.where(*waiting, *untried).with_for_update(of=outbox, skip_locked=True)).all()
    if not rows:
        return
    ids = [row.id for row in rows]
    conn.execute(delete(message).where(message.c.id.in_(ids)))
    conn.execute(delete(outbox).where(outbox.c.id.in_(ids)))
    again = [
        {
            "id": new_id(),
            "conversation_id": row.conversation_id,
            "kind": f"{BROADCAST}{row.broadcast_id}",
            "due_at": now,
        }
        for row in rows
    ]
    conn.execute(insert(timer), again)


def _end(conn: Connection, broadcast_id: str) -> None:
    """Its numbers stay; its messages are not kept as long."""
    row = conn.execute(select(broadcast).where(broadcast.c.id == broadcast_id)).mappings().one()
    now = progress(conn, row)
    numbers = {"sent": now.sent, "delivered": now.delivered, "failed": now.failed}
    conn.execute(update(broadcast).where(broadcast.c.id == broadcast_id).values(state="over", **numbers))
