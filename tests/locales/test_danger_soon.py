"""A threat for tonight, or of who is at the door, is danger now; one without an hour waits as a threat."""

from __future__ import annotations

import pytest

from locales.words import safety_signs


@pytest.mark.parametrize("typed", [
    "attendez, mon oncle veut me frapper ce soir",
    "il va me taper cette nuit",
    "ils viennent me battre tout à l'heure",
    "il me menace, il arrive",
    "il m'a menacé et il est devant la porte",
    "on me menace maintenant",
    "u bɛ n bagabaga sisan",
])  # fmt: skip
def test_a_threat_for_now_is_danger(typed: str) -> None:
    assert safety_signs(typed) >= {"threatened", "danger"}


@pytest.mark.parametrize("typed", [
    "mon oncle veut me frapper",
    "on m'a menacé la semaine passée",
    "ceux à qui je dois de l'argent viennent chez moi",
    "u bɛ n bagabaga",
])  # fmt: skip
def test_a_threat_without_an_hour_is_a_threat(typed: str) -> None:
    assert safety_signs(typed) == {"threatened"}


@pytest.mark.parametrize(
    "typed", ["je veux manger ce soir", "je cherche du travail maintenant", "le bus arrive ce soir"]
)
def test_an_hour_without_a_threat_is_none(typed: str) -> None:
    assert "danger" not in safety_signs(typed)
