"""By when a human must have answered, and what « somebody is there » means."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import insert, update

from bot.desk.calendar import OFFICE_HOURS, Calendar, Span
from bot.desk.deadlines import due, takes_weeks
from bot.desk.shifts import PRESENT_SECONDS, availability, calendar_of
from bot.desk.staff import add_worker
from bot.engine.moment import Availability
from bot.records.clock import now as clock_now
from bot.records.database import Database
from bot.records.ids import new_id
from bot.records.tables import shift, worker

# 2026-11-16 is a Monday; times are Mali's, which is UTC.
EVENINGS = (Span(0, 18 * 60, 22 * 60), Span(5, 8 * 60, 12 * 60))
TWO_A_DAY = tuple(Span(day, start * 60, end * 60) for day in range(5) for start, end in ((8, 12), (14, 18)))
CASES = [
    ("P0 in the night", "P0", "2026-11-18 03:00", OFFICE_HOURS, "2026-11-18 03:30"),
    ("P0 on Sunday", "P0", "2026-11-22 12:00", OFFICE_HOURS, "2026-11-22 12:30"),
    ("P1 in the morning", "P1", "2026-11-16 09:00", OFFICE_HOURS, "2026-11-16 13:00"),
    ("P1 late in the day goes on the next morning", "P1", "2026-11-16 14:00", OFFICE_HOURS, "2026-11-17 10:00"),
    ("P1 in the evening starts in the morning", "P1", "2026-11-16 20:00", OFFICE_HOURS, "2026-11-17 12:00"),
    ("P1 on Friday evening waits for Monday", "P1", "2026-11-20 20:00", OFFICE_HOURS, "2026-11-23 12:00"),
    ("P1 over the weekend", "P1", "2026-11-20 15:00", OFFICE_HOURS, "2026-11-23 11:00"),
    ("P1 across a lunch break", "P1", "2026-11-16 10:00", TWO_A_DAY, "2026-11-16 16:00"),
    ("P1 with evening shifts only", "P1", "2026-11-16 09:00", EVENINGS, "2026-11-16 22:00"),
    ("P2 of Monday is due at the end of Tuesday", "P2", "2026-11-16 09:00", OFFICE_HOURS, "2026-11-17 16:00"),
    ("P2 of Friday is due at the end of Monday", "P2", "2026-11-20 09:00", OFFICE_HOURS, "2026-11-23 16:00"),
    ("P2 of Saturday is due at the end of Monday", "P2", "2026-11-21 09:00", OFFICE_HOURS, "2026-11-23 16:00"),
    ("P3 of Monday is due at the end of Thursday", "P3", "2026-11-16 09:00", OFFICE_HOURS, "2026-11-19 16:00"),
    ("P3 of Thursday is due at the end of Tuesday", "P3", "2026-11-19 09:00", OFFICE_HOURS, "2026-11-24 16:00"),
    ("P2 before a holiday", "P2", "2026-09-21 09:00", OFFICE_HOURS, "2026-09-23 16:00"),
    ("P1 on the evening before a holiday", "P1", "2026-12-24 15:00", OFFICE_HOURS, "2026-12-28 11:00"),
    ("P3 with two shifts a day ends with the second", "P3", "2026-11-16 09:00", TWO_A_DAY, "2026-11-19 18:00"),
]
SHIFT = [
    ("2026-11-16 08:00", True),
    ("2026-11-16 15:59", True),
    ("2026-11-16 16:00", False),
    ("2026-11-16 07:59", False),
    ("2026-11-21 10:00", False),
]
NEXT = [
    ("2026-11-16 07:00", "2026-11-16 08:00"),
    ("2026-11-16 08:00", "2026-11-17 08:00"),
    ("2026-11-20 17:00", "2026-11-23 08:00"),
    ("2026-11-22 23:59", "2026-11-23 08:00"),
]

TALK = {"id": "", "organisation": "sira", "claimed_by": ""}


def at(moment: str) -> int:
    return int(datetime.fromisoformat(moment).replace(tzinfo=UTC).timestamp())


@pytest.mark.parametrize(("level", "asked", "spans", "expected"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_the_deadline(level: str, asked: str, spans: tuple[Span, ...], expected: str) -> None:
    assert due(level, at(asked), Calendar(spans)) == at(expected)


@pytest.mark.parametrize(("moment", "there"), SHIFT)
def test_a_shift_begins_and_ends_to_the_minute(moment: str, there: bool) -> None:
    assert Calendar().on_shift(at(moment)) is there


@pytest.mark.parametrize(("moment", "expected"), NEXT)
def test_the_next_shift(moment: str, expected: str) -> None:
    assert Calendar().next_start(at(moment)) == at(expected)


def test_a_team_without_shifts_has_no_next_one() -> None:
    assert Calendar(()).next_start(at("2026-11-16 07:00")) == 0


async def _worker(database: Database, organisation: str = "sira") -> str:
    return await database.write(add_worker, f"w-{organisation}", "case_worker", organisation, "a-good-password")


async def _seen(database: Database, worker_id: str, when: int, active: int = 1) -> None:
    statement = update(worker).where(worker.c.id == worker_id).values(seen_at=when, active=active)
    await database.write(lambda conn: conn.execute(statement))


async def test_somebody_is_there_only_if_seen_at_the_desk_lately(database: Database) -> None:
    monday, sunday = at("2026-11-16 10:00"), at("2026-11-15 10:00")
    someone = await _worker(database)
    nobody = Availability(present=False)
    """A desk left alone for ten minutes of a shift is back on no other day."""
    await _seen(database, someone, monday - PRESENT_SECONDS + 1)
    assert await database.read(availability, TALK, monday, "P3") == Availability(present=True)
    await _seen(database, someone, monday - PRESENT_SECONDS - 1)
    assert await database.read(availability, TALK, monday, "P3") == nobody
    await _seen(database, someone, monday, active=0)
    assert await database.read(availability, TALK, monday, "P3") == nobody
    assert await database.read(availability, TALK, sunday, "P3") == Availability(False, at("2026-11-16 08:00"))


@pytest.mark.parametrize(("role", "levels"), [
    ("protection", ["P0", "P1", "P2", "P3"]),
    ("supervisor", ["P0", "P1", "P2", "P3"]),
    ("case_worker", ["P1", "P2", "P3"]),
    ("auditor", []),
    ("editor", []),
])  # fmt: skip
@pytest.mark.parametrize("hour", ["2026-11-15 23:30", "2026-11-16 10:00"])
async def test_whoever_may_answer_it_is_there_at_any_hour_and_nobody_else(
    database: Database, role: str, levels: list[str], hour: str
) -> None:
    someone = await database.write(add_worker, "mariam", role, "sira", "a-good-password")
    await _seen(database, someone, at(hour))
    told = {level: await database.read(availability, TALK, at(hour), level) for level in ("P0", "P1", "P2", "P3")}
    assert [level for level, one in told.items() if one.present] == levels
    away = {bool(one.next_at) for one in told.values()}
    on_shift = Calendar().on_shift(at(hour))
    assert away == {not levels and not on_shift}, "who is there for one question is not away for the next"


async def test_somebody_of_another_organisation_is_nobody(database: Database) -> None:
    monday = at("2026-11-16 10:00")
    await _seen(database, await _worker(database), monday)
    assert not (await database.read(availability, {**TALK, "organisation": "another"}, monday, "P3")).present


async def test_an_organisation_sets_its_own_shifts(database: Database) -> None:
    row = insert(shift).values(id=new_id(), organisation_id="sira", weekday=5, from_minute=480, to_minute=720)
    await database.write(lambda conn: conn.execute(row))
    assert await database.read(calendar_of, "sira") == Calendar((Span(5, 480, 720),))
    assert await database.read(calendar_of, "another") == Calendar(OFFICE_HOURS)


async def test_the_clock_of_deadlines_is_the_databases(database: Database) -> None:
    assert abs(await database.read(clock_now) - datetime.now(UTC).timestamp()) < 5


@pytest.mark.parametrize(("level", "spans", "weeks"), [
    ("P3", OFFICE_HOURS, False),
    ("P2", OFFICE_HOURS, False),
    ("P3", EVENINGS, True),
    ("P3", (Span(6, 8 * 60, 16 * 60),), True),
    ("P1", (Span(6, 8 * 60, 16 * 60),), False),
])  # fmt: skip
def test_days_so_far_apart_that_their_number_would_mislead(level: str, spans: tuple[Span, ...], weeks: bool) -> None:
    for asked in ("2026-11-16 09:00", "2026-11-20 15:00", "2026-11-22 16:46"):
        assert takes_weeks(level, at(asked), Calendar(spans)) is weeks, asked


def test_who_asks_two_days_before_the_teams_one_day_waits_no_weeks() -> None:
    sundays = Calendar((Span(6, 8 * 60, 16 * 60),))
    assert takes_weeks("P2", at("2026-11-16 09:00"), sundays)
    assert not takes_weeks("P2", at("2026-11-20 15:00"), sundays)
