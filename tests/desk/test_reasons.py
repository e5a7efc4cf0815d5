"""The reasons of a case, as a worker reads them."""

from __future__ import annotations

import pytest

from bot.desk.reasons import a_team, a_worker, once, read_by, signed
from tests.desk.conftest import AWA, BOU, Desk


def test_a_reason_found_twice_is_read_once_with_its_latest_time() -> None:
    found = [("child_alone", "P0", 10), ("alone,no_food", "P0", 20), ("child_alone", "P0", 30)]
    assert once(found) == (("child_alone", "P0", 30), ("alone,no_food", "P0", 20))


def test_the_same_words_at_another_level_stand_for_themselves() -> None:
    assert len(once([("awa : vue hier", "P1", 10), ("awa : vue hier", "P0", 20)])) == 2


@pytest.mark.parametrize(
    ("to", "by_awa", "by_bou"),
    [
        ("", "vous : vue hier, à Kayes : loin", "superviseur : vue hier, à Kayes : loin"),
        (a_worker(BOU.id, BOU.roles), "vous → agent : vue", "superviseur → vous : vue"),
        (a_team("kayes"), "vous → équipe Kayes : vue", "superviseur → équipe Kayes : vue"),
        (a_team("no-such-place"), "vous → équipe no-such-place : vue", "superviseur → équipe no-such-place : vue"),
    ],
)
async def test_who_gave_a_reason_is_said_by_role_and_never_by_name(
    desk: Desk, to: str, by_awa: str, by_bou: str
) -> None:
    words = "vue hier, à Kayes : loin" if not to else "vue"
    written = signed(AWA, words, to)
    assert "awa" not in written
    assert read_by(desk.phone.house, AWA, written) == by_awa
    assert read_by(desk.phone.house, BOU, written) == by_bou


async def test_what_the_talk_found_is_said_in_words_and_older_reasons_as_they_stand(desk: Desk) -> None:
    assert read_by(desk.phone.house, AWA, "alone,no_food") == "sans personne, pas à manger"
    assert read_by(desk.phone.house, AWA, "awa : vue hier") == "awa : vue hier"
