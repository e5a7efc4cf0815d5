"""Working time of two countries: their clocks, their holidays, and no hour counted twice."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.calendar import DAY_SECONDS, OFFICE_HOURS, Calendar, Span
from bot.desk.deadlines import half

MALI, NIGER = Calendar(OFFICE_HOURS, "ML"), Calendar(OFFICE_HOURS, "NE")
MOMENTS = st.integers(1_790_000_000, 1_900_000_000)


def at(moment: str) -> int:
    return int(datetime.fromisoformat(moment).replace(tzinfo=UTC).timestamp())


@pytest.mark.parametrize(
    ("calendar", "moment", "works"),
    [
        (MALI, "2026-09-22 10:00", False),  # Mali's national day
        (NIGER, "2026-09-22 10:00", True),
        (NIGER, "2026-12-18 10:00", False),  # Niger's
        (MALI, "2026-12-18 10:00", True),
        (NIGER, "2026-11-17 07:00", True),  # eight o'clock in Niamey
        (MALI, "2026-11-17 07:00", False),
        (NIGER, "2026-11-17 15:00", False),
    ],
)
def test_each_country_has_its_own_days_and_clock(calendar: Calendar, moment: str, works: bool) -> None:
    assert calendar.on_shift(at(moment)) is works


def test_a_night_shift_before_midnight_ends_with_the_day() -> None:
    evening = Calendar((Span(0, 22 * 60, 24 * 60),))
    assert evening.after(at("2026-11-16 23:00"), 2 * 3600) == at("2026-11-23 23:00")


@given(MOMENTS, st.integers(0, 5 * DAY_SECONDS))
def test_what_is_worked_until_a_moment_leads_back_to_it(now: int, until: int) -> None:
    worked = NIGER.between(now, now + until)
    assert 0 <= worked <= until
    if worked:
        assert NIGER.after(now, worked) <= now + until
        assert NIGER.between(now, NIGER.after(now, worked)) == worked


@given(MOMENTS, st.integers(1, 10 * DAY_SECONDS))
def test_half_of_a_deadline_lies_before_it(now: int, seconds: int) -> None:
    middle = half(now, now + seconds, MALI)
    assert middle <= max(now + seconds, MALI.next_start(now))


def test_without_any_shift_time_is_the_clocks() -> None:
    assert Calendar(()).after(1000, 60) == 1060
    assert Calendar(()).between(0, 1_000_000) == 0


def test_an_hour_in_which_two_are_there_counts_once() -> None:
    both = Calendar((Span(0, 8 * 60, 16 * 60), Span(0, 10 * 60, 12 * 60), Span(0, 16 * 60, 18 * 60)))
    monday = at("2026-11-16 08:00")
    assert both.after(monday, 9 * 3600) == at("2026-11-16 17:00")
    assert both.between(monday, at("2026-11-16 20:00")) == 10 * 3600
