"""A number that somebody says not to be is never taken for theirs."""

from __future__ import annotations

import pytest

from locales.bounds import is_bound
from locales.told import age_told, told_in


@pytest.mark.parametrize(
    "text",
    [
        "j'ai pas 18 ans", "je n'ai pas encore 18 ans", "pas encore dix-huit ans", "plus de 30 ans", "moins de ٢٥ ans", "presque 18",
        "bientôt 18ans", "j'aurai 18 ans", "je suis maçon, j'ai pas 18 ans", "n si tɛ san 18 bɔ", "n ma se san 18 ma",
        "n si tɛ san tan ni seegin bɔ",
    ],
)  # fmt: skip
def test_a_number_that_is_not_reached_or_is_passed_is_a_bound(text: str) -> None:
    assert is_bound(text)


@pytest.mark.parametrize(
    "text",
    [
        "18", "j'ai 18 ans", "je n'ai que 17 ans", "je sais pas, 22", "j'ai pas un diplôme, 22 ans", "22 ans et plus rien", "maçon",
        "n si ye san 18 ye", "n bɛ san 18 la", "ma femme a 22 ans", "",
    ],
)  # fmt: skip
def test_a_number_that_is_said_is_none(text: str) -> None:
    assert not is_bound(text)


def test_a_child_who_has_not_reached_eighteen_is_not_heard_as_eighteen() -> None:
    assert "age" not in told_in("n si tɛ san 18 bɔ")
    assert age_told("n si tɛ san 18 bɔ") is None
    assert age_told("n si ye san 18 ye") == 18
