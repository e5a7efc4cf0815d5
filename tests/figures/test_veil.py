"""No count under five is shown, and none can be worked out from what is shown."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from bot.figures.veil import FEW, quarter, veil, veil_stages

COUNTS = st.lists(st.integers(0, 40), min_size=1, max_size=12)


@given(COUNTS)
def test_what_is_shown_is_true_and_never_few(counts: list[int]) -> None:
    shown = veil(counts)
    for count, cell in zip(counts, shown.cells, strict=True):
        assert cell is None or (cell == count and cell >= FEW)
    assert shown.total is None or (shown.total == sum(counts) and shown.total >= FEW)


@given(COUNTS)
def test_the_hidden_ones_cannot_be_told_from_the_total(counts: list[int]) -> None:
    shown = veil(counts)
    hidden = [count for count, cell in zip(counts, shown.cells, strict=True) if cell is None]
    if shown.total is None or not hidden:
        return
    rest = shown.total - sum(cell for cell in shown.cells if cell is not None)
    assert rest == sum(hidden)
    assert rest >= FEW, "together they are no small count"
    assert len(hidden) > 1, "a single one would be the rest itself"


@given(COUNTS)
def test_no_more_is_hidden_than_must_be(counts: list[int]) -> None:
    shown = veil(counts)
    hidden = sorted(count for count, cell in zip(counts, shown.cells, strict=True) if cell is None)
    beyond = [count for count in hidden if count >= FEW]
    if min(counts) >= FEW:
        assert not hidden
    few = [count for count in hidden if count < FEW]
    assert len(beyond) <= 1 or sum(few + beyond[:-1]) < FEW or len(few + beyond[:-1]) < 2


@given(st.lists(st.integers(0, 60), min_size=1, max_size=6))
def test_no_two_stages_tell_how_few_were_lost_between_them(counts: list[int]) -> None:
    stages = sorted(counts, reverse=True)
    shown = [count for count in veil_stages(stages) if count is not None]
    assert all(count >= FEW for count in shown)
    assert all(before - after >= FEW for before, after in itertools.pairwise(shown))


@given(st.integers(0, 200), st.integers(0, 200))
def test_a_quarter_tells_a_share_of_many_only(part: int, more: int) -> None:
    place = quarter(part, part + more)
    if part + more < 2 * FEW:
        assert place is None
    else:
        assert place is not None
        assert place / 4 <= part / (part + more) <= (place + 1) / 4
