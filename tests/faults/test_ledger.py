"""The ledger tells what was lost, what was said too often, and what overtook something else."""

from __future__ import annotations

import pytest

from tests.faults.ledger import Ledger, differences


@pytest.mark.parametrize(
    ("heard", "says"),
    [
        (["a", "b", "c"], ""),
        (["a", "c"], "lost: 'b'"),
        (["a", "b", "c", "d"], "not to be said: 'd'"),
        (["a", "b", "a", "c"], "came 2 times: 'a'"),
        (["b", "a", "c"], "overtaken"),
    ],
)
def test_each_way_to_differ_has_its_word(heard: list[str], says: str) -> None:
    found = differences(["a", "b", "c"], heard)
    assert found == [] if not says else found[0].startswith(says)


def test_a_copy_in_a_row_is_read_once_and_counted_where_its_call_was_answered() -> None:
    ledger = Ledger()
    ledger.came(1, "a")
    for text in ("a", "b", "b"):
        ledger.came(1, text).answered = True
    assert ledger.heard(1) == ["a", "b"]
    assert ledger.answered(1) == {"a": 1, "b": 2}


def test_an_update_waits_until_it_has_its_2xx() -> None:
    ledger = Ledger()
    ledger.posted(1, 700)
    ledger.posted(1, 700)
    assert ledger.waiting() == [700]
    ledger.acknowledged(700)
    assert ledger.waiting() == []
    assert ledger.sent[700].tries == 2


def test_what_differs_between_two_undisturbed_lives_is_not_read() -> None:
    ledger = Ledger()
    ledger.came(1, "Code K7M2QX\nfrançais · attend depuis 2 min\nVoilà")
    assert ledger.heard(1) == ["Code …\nfrançais · …\nVoilà"]
