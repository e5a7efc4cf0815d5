"""The week of a team, or of one of its people, as it is written down: two spans a day by the clock of the organisation's country.

Somebody's own hours count beside those of their team (`bot/desk/shifts.py`); whose they are stands behind ``OWN``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from sqlalchemy import ColumnElement, Connection, delete, exists, insert, select, update

from bot.desk.audit import note
from bot.desk.calendar import AHEAD_UTC, OFFICE_HOURS, WEEK_DAYS, Span
from bot.desk.staff import Worker
from bot.records.clock import now as clock_now
from bot.records.ids import new_id
from bot.records.tables import organisation, shift

OWN = "worker:"
SPANS_A_DAY = 2
HOUR_MINUTES = 60
DAY_MINUTES = 24 * HOUR_MINUTES
COUNTRIES = tuple(AHEAD_UTC)
Why = Literal["time", "order", "overlap", "half", "country", "changed"]


@dataclass(frozen=True, slots=True)
class Week:
    """``days``: for each day from Monday the spans, as many as are written; ``version`` changes when anything does."""

    days: tuple[tuple[Span, ...], ...]
    country: str
    version: str


def week_of(conn: Connection, who: Worker, team: str) -> Week:
    """What is written for a team of ``who``'s organisation, or for somebody; ``team`` empty: for everybody."""
    rows = conn.execute(select(shift).where(*_of(who, team)).order_by(shift.c.weekday, shift.c.from_minute)).all()
    country = conn.execute(select(organisation.c.country).where(organisation.c.id == who.organisation)).scalar_one()
    days = tuple(
        tuple(Span(day, row.from_minute, row.to_minute) for row in rows if row.weekday == day)
        for day in range(WEEK_DAYS)
    )
    return Week(days, country, mark_of([span for spans in days for span in spans], country))


def _of(who: Worker, team: str) -> tuple[ColumnElement[bool], ...]:
    """Of a row ``shift``: whether it is of that week."""
    ours = shift.c.organisation_id == who.organisation
    if team.startswith(OWN):
        return ours, shift.c.worker_id == team.removeprefix(OWN)
    return ours, shift.c.team == team, shift.c.worker_id == ""


def mark_of(spans: Sequence[Span], country: str) -> str:
    """A week in one word: the same for the same hours."""
    return f"{country}:{'-'.join(f'{one.weekday}.{one.start}.{one.end}' for one in sorted(spans, key=_order))}"


def _order(span: Span) -> tuple[int, int]:
    return span.weekday, span.start


def counted(conn: Connection, who: Worker, team: str, week: Week) -> Week:
    """The week as Sira counts with it: where nothing is written, for everybody or for the team, these are office hours.

    The first presence that is written puts an end to them: who wrote one Sunday took Monday to Friday away unasked.
    """
    everybody = _of(who, "")
    if (
        team.startswith(OWN)
        or any(week.days)
        or (team and conn.execute(select(exists().where(*everybody))).scalar_one())
    ):
        return week
    days = tuple(tuple(span for span in OFFICE_HOURS if span.weekday == day) for day in range(WEEK_DAYS))
    return replace(week, days=days)


def to_count(conn: Connection, who: Worker, team: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """By which hours Sira goes once ``spans`` are written for the team: with everybody's, or office hours where nothing is
    left (`bot/desk/shifts.py`, ``calendar_of``).
    """
    if team.startswith(OWN):
        return tuple(spans)
    everybodys = [span for day in week_of(conn, who, "").days for span in day] if team else []
    return tuple(dict.fromkeys((*spans, *everybodys))) or OFFICE_HOURS


@dataclass(frozen=True, slots=True)
class Replaced:
    """One day whose hours give way to others, or to none."""

    day: int
    before: tuple[Span, ...]
    after: tuple[Span, ...]


def replaced(week: Week, spans: Sequence[Span]) -> tuple[Replaced, ...]:
    """Days of which something goes when ``spans`` count: what is only added needs no second word."""
    new = [tuple(sorted((one for one in spans if one.weekday == day), key=_order)) for day in range(WEEK_DAYS)]
    return tuple(
        Replaced(day, before, after)
        for day, (before, after) in enumerate(zip(week.days, new, strict=True))
        if set(before) - set(after)
    )


def write_week(conn: Connection, who: Worker, team: str, spans: list[Span], country: str, version: str) -> Why | None:
    """Put these spans in the place of what was written. None when it was done; ``changed``: by somebody else meanwhile."""
    if country not in COUNTRIES:
        return "country"
    conn.execute(select(organisation.c.id).where(organisation.c.id == who.organisation).with_for_update())
    if week_of(conn, who, team).version != version:
        return "changed"
    conn.execute(delete(shift).where(*_of(who, team)))
    own = team.removeprefix(OWN) if team.startswith(OWN) else ""
    for span in spans:
        conn.execute(
            insert(shift).values(
                id=new_id(), organisation_id=who.organisation, weekday=span.weekday, from_minute=span.start,
                to_minute=span.end, team="" if own else team, worker_id=own,
            )
        )  # fmt: skip
    conn.execute(update(organisation).where(organisation.c.id == who.organisation).values(country=country))
    note(conn, who.id, "write_shifts", own or team, clock_now(conn))
    return None


def spans_of(given: list[tuple[int, str, str]]) -> list[Span] | Why:
    """Spans from what was typed, (weekday, from, to) each; both empty: none. Says what is wrong with the first bad one."""
    found: list[Span] = []
    for weekday, start, end in given:
        if not start and not end:
            continue
        if not start or not end:
            return "half"
        first, last = minute_of(start), minute_of(end)
        if first is None or last is None:
            return "time"
        if first >= last:
            return "order"
        if any(one.weekday == weekday and one.start < last and first < one.end for one in found):
            return "overlap"
        found.append(Span(weekday, first, last))
    return found


def minute_of(typed: str) -> int | None:
    """Minutes since midnight of ``8:30``, ``08h30`` or ``8``; 24:00 is the end of the day."""
    hours, _, minutes = typed.strip().lower().replace("h", ":").replace(" ", "").partition(":")
    if not (hours.isascii() and hours.isdigit() and len(hours) <= len("24")):
        return None
    if minutes and not (minutes.isascii() and minutes.isdigit() and len(minutes) == len("30")):
        return None
    whole = int(hours) * HOUR_MINUTES + int(minutes or 0)
    return whole if whole <= DAY_MINUTES and int(minutes or 0) < HOUR_MINUTES else None
