"""By when a human must have answered: wall clock for danger, working time for the rest (casework.md)."""

from __future__ import annotations

from bot.desk.calendar import DAY_SECONDS, HOUR_SECONDS, Calendar

P0_SECONDS = 30 * 60
P1_WORKING_SECONDS = 4 * HOUR_SECONDS
WORKING_DAYS = {"P2": 1, "P3": 3}
DAYS_OFF_MAX = 4
"""Between working days of a usual week: its end with two holidays."""


def due(level: str, now: int, calendar: Calendar) -> int:
    """Unix seconds by which the first human words are due.

    P2 and P3 count whole working days: a request of Monday morning with one day is due at the end of Tuesday's shift.
    """
    if level == "P0":
        return now + P0_SECONDS
    if level == "P1":
        return calendar.after(now, P1_WORKING_SECONDS)
    return calendar.end_of_working_day(now, WORKING_DAYS[level])


def takes_weeks(level: str, now: int, calendar: Calendar) -> bool:
    """Whether the working days of a level are so far apart that « trois jours de travail » would be heard as this week."""
    days = WORKING_DAYS.get(level, 0)
    return bool(days) and due(level, now, calendar) - now > (days + DAYS_OFF_MAX) * DAY_SECONDS


def half(now: int, due_at: int, calendar: Calendar) -> int:
    """When half of the working time until a deadline has gone by."""
    return calendar.after(now, calendar.between(now, due_at) // 2)
