"""The numbers of hand-overs: how long until first human words, how old what is open is, from where they come.

A case that a worker took up again is no new request: nobody asked anew and nobody waited for first words. It counts only
among what is open, since somebody is to see to it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, func, literal_column, select

from bot.desk.filters import DAY_SECONDS, Filters, at_place, counted
from bot.desk.staff import Worker
from bot.records.tables import conversation, handover, is_open
from content.levels import LEVELS

MINUTE_SECONDS, HOUR_SECONDS = 60, 3600
UNANSWERED = -1
AGES = (1, 3, 7, 30)
"""Open requests by age: within a day, three days, a week, a month, longer."""
_ASKED = handover.c.resumes == ""
"""Opened by the person's asking."""
_FIRST_DUE = case((handover.c.first_due_at > 0, handover.c.first_due_at), else_=handover.c.due_at)
"""Until when the first words were owed: what was asked after them has a deadline of its own (`bot/desk/owed.py`)."""


@dataclass(frozen=True, slots=True)
class FirstWords:
    """Of one level: how many were opened and answered, how many in time, the median wait and the mean time allowed."""

    opened: int = 0
    answered: int = 0
    in_time: int = 0
    median: int = 0
    allowed: int = 0


def first_words(conn: Connection, who: Worker, filters: Filters, since: int) -> dict[str, FirstWords]:
    """The median comes from counts by length of wait: sorting every wait costs many times as much."""
    said = handover.c.first_words_at > 0
    rows = conn.execute(
        _cases(
            who, filters, handover.c.level, case((said, _length()), else_=UNANSWERED).label("wait"), func.count().label("times"),
            counted(and_(said, handover.c.first_words_at <= _FIRST_DUE)).label("in_time"),
            func.sum(_FIRST_DUE - handover.c.opened_at).label("allowed"),
        ).where(handover.c.opened_at > since, _ASKED).group_by(handover.c.level, "wait")
    ).all()  # fmt: skip
    return {level: _of_level([row for row in rows if row.level == level]) for level in reversed(LEVELS)}


def _length() -> ColumnElement[int]:
    """How long somebody waited, as exactly as it is told: in minutes, beyond an hour in tens of them, beyond a day in hours."""
    wait = handover.c.first_words_at - handover.c.opened_at
    steps = (wait < HOUR_SECONDS, MINUTE_SECONDS), (wait < DAY_SECONDS, 10 * MINUTE_SECONDS)
    exact = [(short, wait - wait % literal_column(str(step))) for short, step in steps]
    return case(*exact, else_=wait - wait % literal_column(str(HOUR_SECONDS)))


def _of_level(rows: Sequence[Any]) -> FirstWords:
    waits = Counter({int(row.wait): int(row.times) for row in rows if row.wait != UNANSWERED})
    opened = sum(int(row.times) for row in rows)
    if not opened:
        return FirstWords()
    return FirstWords(
        opened=opened,
        answered=waits.total(),
        in_time=sum(int(row.in_time) for row in rows),
        median=_median(waits),
        allowed=sum(int(row.allowed) for row in rows) // opened,
    )


def _median(waits: Counter[int]) -> int:
    """The lower one of two in the middle; 0 for nothing."""
    passed, half = 0, (waits.total() + 1) // 2
    for wait in sorted(waits):
        passed += waits[wait]
        if passed >= half:
            return wait
    return 0


def ages(conn: Connection, who: Worker, filters: Filters, now: int) -> tuple[int, ...]:
    limits = [now - days * DAY_SECONDS for days in AGES]
    opened = handover.c.opened_at
    bins = [opened > limits[0]]
    bins += [and_(opened <= newer, opened > older) for newer, older in pairwise(limits)]
    bins.append(opened <= limits[-1])
    row = conn.execute(_cases(who, filters, *map(counted, bins)).where(is_open(handover))).one()
    return tuple(int(count) for count in row)


def asked(conn: Connection, who: Worker, filters: Filters, since: int) -> dict[str, int]:
    rows = conn.execute(
        select(conversation.c.region, func.count())
        .select_from(handover)
        .join(conversation, conversation.c.id == handover.c.conversation_id)
        .where(handover.c.organisation == who.organisation, handover.c.opened_at > since, _ASKED, *at_place(filters))
        .group_by(conversation.c.region)
    )
    return {region: int(count) for region, count in rows}


def _cases(who: Worker, filters: Filters, *columns: Any) -> Select[Any]:
    """Hand-overs of the organisation; the conversation is joined only when a place is asked for."""
    found = select(*columns).select_from(handover).where(handover.c.organisation == who.organisation)
    if filters.place:
        found = found.join(conversation, conversation.c.id == handover.c.conversation_id).where(*at_place(filters))
    return found
