"""How far a broadcast has come: numbers, and nobody's name."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping, func, select

from bot.records.tables import broadcast, broadcast_message, outbox, timer
from bot.timers import BROADCAST

LISTED_MAX = 50
GONE = ("sent", "delivered", "read")
ARRIVED = ("delivered", "read")


@dataclass(frozen=True, slots=True)
class Progress:
    """``waiting``: for their moment, or on the way; ``knocked``: on WhatsApp behind the neutral template; ``sent``: those
    that arrived included; ``failed``: the platform does not take it; ``left``: could or wished to hear it no more at
    their moment; ``stopped``: not sent, because it was stopped or its time was over.
    """

    people: int
    unreachable: int
    waiting: int
    knocked: int
    sent: int
    delivered: int
    failed: int
    stopped: int

    @property
    def left(self) -> int:
        """Everybody else: stopped, hidden, erased, in danger or beside a human since it set out."""
        return max(0, self.people - self.waiting - self.knocked - self.sent - self.failed - self.stopped)

    @property
    def done(self) -> int:
        """Of how many it is known how it ended."""
        return self.people - self.waiting


def progress(conn: Connection, row: RowMapping) -> Progress:
    """Of the broadcast ``row``, as it stands now."""
    fixed = {name: row[name] for name in ("people", "unreachable", "stopped")}
    if row["state"] == "over":
        return Progress(waiting=0, knocked=0, **{name: row[name] for name in ("sent", "delivered", "failed")}, **fixed)
    timed = select(func.count()).where(timer.c.kind == f"{BROADCAST}{row['id']}")
    of_it = (
        select(outbox.c.state, func.count().label("many"))
        .join(broadcast_message, broadcast_message.c.outbox_id == outbox.c.id)
        .where(broadcast_message.c.broadcast_id == row["id"])
        .group_by(outbox.c.state)
    )
    by_state = {found.state: found.many for found in conn.execute(of_it)}

    def many(*states: str) -> int:
        return sum(by_state.get(state, 0) for state in states)

    waiting = conn.execute(timed).scalar_one() + many("ready", "sending")
    return Progress(
        waiting=waiting, knocked=many("pending"), sent=many(*GONE), delivered=many(*ARRIVED), failed=many("failed"), **fixed
    )  # fmt: skip


def listed(conn: Connection) -> list[RowMapping]:
    """The newest broadcasts."""
    return list(conn.execute(select(broadcast).order_by(broadcast.c.id.desc()).limit(LISTED_MAX)).mappings())


def row_of(conn: Connection, broadcast_id: str) -> RowMapping:
    """One broadcast."""
    return conn.execute(select(broadcast).where(broadcast.c.id == broadcast_id)).mappings().one()
