"""The reasons of a case, as a worker reads them."""

from __future__ import annotations

from bot.desk.reasons import once


def test_a_reason_found_twice_is_read_once_with_its_latest_time() -> None:
    found = [("child_alone", "P0", 10), ("alone,no_food", "P0", 20), ("child_alone", "P0", 30)]
    assert once(found) == (("child_alone", "P0", 30), ("alone,no_food", "P0", 20))


def test_the_same_words_at_another_level_stand_for_themselves() -> None:
    assert len(once([("awa : vue hier", "P1", 10), ("awa : vue hier", "P0", 20)])) == 2
