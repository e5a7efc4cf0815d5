"""Where the present sitting begins."""

from __future__ import annotations

import pytest

from flows.limits import QUIET_SECONDS
from webhook.chat.present import Mark, came_meanwhile, is_quiet, sitting_start

LATER = QUIET_SECONDS + 1


def _marks(*lines: tuple[str, int] | tuple[str, int, bool]) -> list[Mark]:
    return [
        Mark(str(place), author, "text", at, bool(hidden and hidden[0]))
        for place, (author, at, *hidden) in enumerate(lines)
    ]


@pytest.mark.parametrize(
    ("why", "marks", "start"),
    [
        ("nothing was said", _marks(), 0),
        ("one sitting", _marks(("person", 0), ("bot", 0), ("person", QUIET_SECONDS), ("bot", QUIET_SECONDS)), 0),
        ("a silence", _marks(("person", 0), ("bot", 0), ("person", LATER), ("bot", LATER)), 2),
        ("two silences", _marks(("person", 0), ("person", LATER), ("bot", LATER), ("person", 2 * LATER)), 3),
        ("an answer of the team meanwhile", _marks(("person", 0), ("bot", 0), ("w1", 60), ("person", LATER)), 2),
        ("hidden", _marks(("person", 0, True), ("bot", 0), ("person", 5), ("bot", 5)), 2),
        ("hidden, then news", _marks(("person", 0, True), ("bot", 0), ("bot", 3), ("person", 5)), 2),
        ("only a greeting", _marks(("bot", 0), ("person", 2 * LATER)), 0),
    ],
)
def test_the_present_sitting_begins(why: str, marks: list[Mark], start: int) -> None:
    assert sitting_start(marks) == start, why


def test_silence_is_counted_from_the_persons_last_sign_of_life() -> None:
    marks = _marks(("person", 0), ("w1", QUIET_SECONDS))
    assert not is_quiet(marks, 0, QUIET_SECONDS)
    assert is_quiet(marks, 0, LATER)


def test_hide_is_quiet_at_once() -> None:
    assert is_quiet(_marks(("person", 0), ("person", 5, True), ("bot", 5)), 5, 5)
    assert not is_quiet(_marks(("person", 5, True), ("bot", 5), ("person", 6)), 6, 6)


def test_only_what_came_later_than_the_answer_came_meanwhile() -> None:
    assert not came_meanwhile(_marks(("person", 0), ("bot", 0)))
    assert came_meanwhile(_marks(("person", 0), ("bot", 0), ("w1", 4)))
    assert not came_meanwhile(_marks(("bot", 4)))
