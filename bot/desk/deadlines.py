"""By when a human must have answered: wall clock for danger, working time for the rest (casework.md)."""

from __future__ import annotations

from bot.desk.calendar import HOUR_SECONDS, Calendar

P0_SECONDS = 30 * 60
P1_WORKING_SECONDS = 4 * HOUR_SECONDS
WORKING_DAYS = {"P2": 1, "P3": 3}


def due(level: str, now: int, calendar: Calendar) -> int:
    """Unix seconds by which the first human words are due.

    P2 and P3 count whole working days: a request of Monday morning with one day is due at the end of Tuesday's shift.
    """
    if level == "P0":
        return now + P0_SECONDS
    if level == "P1":
        return calendar.after(now, P1_WORKING_SECONDS)
    return calendar.end_of_working_day(now, WORKING_DAYS[level])


def half(now: int, due_at: int, calendar: Calendar) -> int:
    """When half of the working time until a deadline has gone by."""
    return calendar.after(now, calendar.between(now, due_at) // 2)
