"""What the database says at the moment of asking: the same from every process, however many there are.

No label says a place, a language, an organisation or anything else by which one person could be told from another: who
watches the machine sees that somebody in danger waits, not who. What would grow with the table is counted over a window,
found by the time that ids begin with.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy import ColumnElement, Connection, and_, case, func, select

from bot.outgoing import UNSURE, unsent
from bot.records.clock import MICRO, reading
from bot.records.clock import now as clock_now
from bot.records.tables import address, alert, freeze, handover, inbound, is_one_of, is_open, outbox, patrol, stub
from content.levels import URGENT_LEVELS

RECENT_SECONDS = 300
DAY_SECONDS = 86_400
LATE_SECONDS = 300  # as `bot/alerts/examined.py`: a call that is due for so long is made by nobody
PROBE = "probe"
"""The round of the synthetic urgent message (`bot/upkeep/probe.py`)."""

Family = GaugeMetricFamily


def measured(conn: Connection) -> list[Family]:
    """Every figure, read in one go."""
    now, day = clock_now(conn), _since(conn, DAY_SECONDS)
    return [
        _one("sira_database_up", "Whether the database answers", 1),
        _one("sira_frozen", "Whether nothing may go out to people (sira freeze)", _frozen(conn)),
        *_recent(conn, _since(conn, RECENT_SECONDS)),
        *_waiting(conn, now),
        *_troubles(conn, day),
        *_urgent(conn, now),
        *_calls(conn, now, day),
        _one(
            "sira_probe_last_success_timestamp_seconds",
            "When the synthetic urgent message last reached the queue, or was begun with; 0: never",
            conn.execute(select(patrol.c.reached_at).where(patrol.c.name == PROBE)).scalar() or 0,
        ),
    ]


def away() -> list[Family]:
    """What can be said while the database does not answer."""
    return [_one("sira_database_up", "Whether the database answers", 0)]


def printed(families: list[Family]) -> bytes:
    """In Prometheus' text."""
    registry = CollectorRegistry()
    registry.register(_Given(families))
    return generate_latest(registry)


class _Given(Collector):
    def __init__(self, families: list[Family]) -> None:
        self._families = families

    def collect(self) -> Iterable[Family]:
        return self._families


def _since(conn: Connection, seconds: int) -> str:
    """Ids of the last ``seconds`` sort after this: they begin with their milliseconds (`bot/records/ids.py`)."""
    return f"{(reading(conn) // MICRO - seconds) * 1000:012x}"


def _frozen(conn: Connection) -> int:
    return int(conn.execute(select(func.count()).select_from(freeze)).scalar_one())


def _recent(conn: Connection, since: str) -> Iterator[Family]:
    came = select(inbound.c.channel, inbound.c.state, func.count()).where(inbound.c.id >= since)
    went = (
        select(address.c.channel, outbox.c.state, func.count())
        .join(address, address.c.id == outbox.c.address_id)
        .where(outbox.c.id >= since)
    )
    labels = ["channel", "state"]
    yield _many(
        "sira_inbound_recent",
        "Messages of the last five minutes",
        labels,
        conn,
        came.group_by("channel", inbound.c.state),
    )
    yield _many(
        "sira_outbound_recent",
        "Ours of the last five minutes",
        labels,
        conn,
        went.group_by(address.c.channel, outbox.c.state),
    )


def _waiting(conn: Connection, now: int) -> Iterator[Family]:
    for name, table, where in (
        ("inbound", inbound, is_one_of(inbound.c.state, "pending")),
        ("outbox", outbox, unsent()),
    ):
        count, oldest = conn.execute(select(func.count(), func.min(table.c.at)).where(where)).one()
        yield _one(f"sira_{name}_waiting", f"Rows of the {name} that wait", count)
        age = max(0, now - oldest) if oldest else 0
        yield _one(f"sira_{name}_waiting_oldest_seconds", f"How long the oldest of the {name} has waited", age)


def _troubles(conn: Connection, day: str) -> Iterator[Family]:
    poison = select(func.count()).where(inbound.c.id >= day, is_one_of(inbound.c.state, "poison"))
    yield _one("sira_poison_day", "Messages of the last day that broke their turn", conn.execute(poison).scalar_one())
    uncertain = outbox.c.error.startswith(UNSURE)
    last = and_(outbox.c.id >= day, outbox.c.error != "")
    kinds: tuple[tuple[str, ColumnElement[bool]], ...] = (
        ("uncertain", uncertain),
        ("dead", and_(is_one_of(outbox.c.state, "failed"), ~uncertain)),
    )
    family = Family("sira_sends_troubled_day", "Ours of the last day: no answer, or given up", labels=["why"])
    for why, where in kinds:
        family.add_metric([why], conn.execute(select(func.count()).where(last, where)).scalar_one())
    yield family


def _urgent(conn: Connection, now: int) -> Iterator[Family]:
    """Requests, and what is left of those whose person erased themselves: these wait until a human closes them."""
    unseen = case((handover.c.claimed_at == 0, 1), else_=0)
    first = func.min(case((handover.c.claimed_at == 0, handover.c.opened_at), else_=None))
    asked = select(handover.c.level, func.count(), func.sum(unseen), first).where(is_open(handover))
    erased = select(stub.c.level, func.count(), func.count(), func.min(stub.c.at)).where(is_open(stub))
    found = [*conn.execute(asked.group_by(handover.c.level)), *conn.execute(erased.group_by(stub.c.level))]
    opened = Family("sira_urgent_open", "Open requests of people in danger", labels=["level"])
    alone = Family("sira_urgent_unseen", "Those that nobody has taken", labels=["level"])
    oldest_of = Family("sira_urgent_unseen_oldest_seconds", "How long the oldest of those waits", labels=["level"])
    for level in URGENT_LEVELS:
        mine = [row for row in found if row[0] == level]
        since = [row[3] for row in mine if row[3]]
        opened.add_metric([level], sum(row[1] for row in mine))
        alone.add_metric([level], sum(row[2] for row in mine))
        oldest_of.add_metric([level], max(0, now - min(since)) if since else 0)
    yield from (opened, alone, oldest_of)


def _calls(conn: Connection, now: int, day: str) -> Iterator[Family]:
    failed = select(func.count()).where(alert.c.id >= day, is_one_of(alert.c.state, "failed"))
    late = select(func.count()).where(is_one_of(alert.c.state, "ready"), alert.c.next_at <= now - LATE_SECONDS)
    yield _one(
        "sira_calls_failed_day", "Calls to the team that failed in the last day", conn.execute(failed).scalar_one()
    )
    yield _one("sira_calls_late", "Calls to the team that nobody makes", conn.execute(late).scalar_one())


def _one(name: str, what: str, value: float) -> Family:
    return Family(name, what, value=value)


def _many(name: str, what: str, labels: list[str], conn: Connection, rows: object) -> Family:
    family = Family(name, what, labels=labels)
    for *values, count in conn.execute(rows):  # type: ignore[call-overload]
        family.add_metric([str(value) for value in values], count)
    return family
