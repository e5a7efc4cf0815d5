"""When an organisation's people work: their shifts, by the clock and without the holidays of their country.

Mali keeps UTC and Niger UTC+1 the year round, so an offset is the whole of their clocks. Holidays come from the `holidays`
library; those that follow the moon are estimates, a day early or late at most, which a deadline bears.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

import holidays

DAY_SECONDS = 86_400
HOUR_SECONDS = 3600
WEEK_DAYS = 7
EPOCH_WEEKDAY = 3  # 1 January 1970 was a Thursday
AHEAD_UTC: Mapping[str, int] = {"ML": 0, "NE": HOUR_SECONDS}
"""Seconds by which a country's clock is ahead of UTC (IANA: Africa/Bamako, Africa/Niamey; no summer time)."""
DAYS_LOOKED_AHEAD = 60


@dataclass(frozen=True, slots=True)
class Span:
    """One shift: ``weekday`` 0 Monday, minutes of the day, the end not included."""

    weekday: int
    start: int
    end: int


OFFICE_HOURS: tuple[Span, ...] = tuple(Span(day, 8 * 60, 16 * 60) for day in range(5))
"""Monday to Friday, 8 to 16 h, until an organisation sets its own."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """All times that come in and go out are Unix seconds."""

    spans: Sequence[Span] = OFFICE_HOURS
    country: str = "ML"

    def on_shift(self, at: int) -> bool:
        """Whether somebody is on shift."""
        return any(start <= at < end for start, end in self._of_day(self._midnight(at)))

    def next_start(self, at: int) -> int:
        """When the next shift begins after ``at``; 0 when none does."""
        return next((start for start, _ in self._from(at) if start > at), 0)

    def after(self, at: int, seconds: int) -> int:
        """The moment at which ``seconds`` of working time have gone by since ``at``; without shifts, by the clock."""
        left = seconds
        for start, end in self._from(at):
            begin = max(start, at)
            if end - begin >= left:
                return begin + left
            left -= max(0, end - begin)
        return at + left

    def between(self, since: int, until: int) -> int:
        """Seconds of working time between two moments."""
        worked = 0
        for start, end in self._from(since):
            if start >= until:
                break
            worked += max(0, min(end, until) - max(start, since))
        return worked

    def end_of_working_day(self, at: int, days: int) -> int:
        """The end of the last shift of the ``days``-th working day after that of ``at``."""
        midnight, left = self._midnight(at), days
        for day in range(1, DAYS_LOOKED_AHEAD):
            hours = self._of_day(midnight + day * DAY_SECONDS)
            left -= bool(hours)
            if hours and left == 0:
                return hours[-1][1]
        return at + days * DAY_SECONDS

    def _from(self, at: int) -> Iterator[tuple[int, int]]:
        midnight = self._midnight(at)
        for day in range(DAYS_LOOKED_AHEAD):
            yield from self._of_day(midnight + day * DAY_SECONDS)

    def _midnight(self, at: int) -> int:
        ahead = AHEAD_UTC[self.country]
        return at - (at + ahead) % DAY_SECONDS

    def _of_day(self, midnight: int) -> list[tuple[int, int]]:
        """Shifts of the day that begins at ``midnight`` of this country's clock; none on a holiday."""
        local = midnight + AHEAD_UTC[self.country]
        weekday = (local // DAY_SECONDS + EPOCH_WEEKDAY) % WEEK_DAYS
        mine = _joined(
            sorted((midnight + s.start * 60, midnight + s.end * 60) for s in self.spans if s.weekday == weekday)
        )
        return [] if mine and is_holiday(self.country, local) else mine


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """An hour in which two are there, by the team's week and by one's own, is one working hour."""
    found: list[tuple[int, int]] = []
    for start, end in spans:
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found


def is_holiday(country: str, local: int) -> bool:
    """Whether the day of ``local`` (Unix seconds by the country's own clock) is a public holiday there."""
    return datetime.fromtimestamp(local, UTC).date() in _holidays(country)


@lru_cache(maxsize=len(AHEAD_UTC))
def _holidays(country: str) -> holidays.HolidayBase:
    return holidays.country_holidays(country)
