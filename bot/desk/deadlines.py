"""By when a human must have answered: wall clock for danger, working time for the rest (casework.md)."""

from __future__ import annotations

from collections.abc import Sequence

from bot.desk.shifts import DAY_SECONDS, EPOCH_WEEKDAY, WEEK_DAYS, Span

HOUR_SECONDS = 3600
P0_SECONDS = 30 * 60
P1_WORKING_SECONDS = 4 * HOUR_SECONDS
WORKING_DAYS = {"P2": 1, "P3": 3}
DAYS_LOOKED_AHEAD = 60


def due(level: str, now: int, spans: Sequence[Span]) -> int:
    """Unix seconds by which the first human words are due. ``spans`` are the team's shifts, never empty.

    P2 and P3 count whole working days: a request of Monday morning with one day is due at the end of Tuesday's shift.
    """
    if level == "P0" or not spans:
        return now + P0_SECONDS
    if level == "P1":
        return _after_working_seconds(now, P1_WORKING_SECONDS, spans)
    return _end_of_working_day(now, WORKING_DAYS[level], spans)


def _after_working_seconds(now: int, needed: int, spans: Sequence[Span]) -> int:
    midnight = now - now % DAY_SECONDS
    for day in range(DAYS_LOOKED_AHEAD):
        for start, end in _of_day(midnight + day * DAY_SECONDS, spans):
            begin = max(start, now)
            if begin >= end:
                continue
            if end - begin >= needed:
                return begin + needed
            needed -= end - begin
    return now + needed


def _end_of_working_day(now: int, days: int, spans: Sequence[Span]) -> int:
    midnight = now - now % DAY_SECONDS
    left = days
    for day in range(1, DAYS_LOOKED_AHEAD):
        hours = _of_day(midnight + day * DAY_SECONDS, spans)
        if hours:
            left -= 1
            if left == 0:
                return hours[-1][1]
    return now + days * DAY_SECONDS


def _of_day(midnight: int, spans: Sequence[Span]) -> list[tuple[int, int]]:
    weekday = (midnight // DAY_SECONDS + EPOCH_WEEKDAY) % WEEK_DAYS
    return sorted((midnight + s.start * 60, midnight + s.end * 60) for s in spans if s.weekday == weekday)
