"""Choosing the nth of a list."""

from __future__ import annotations

import pytest

from locales.ordinals import ordinal_in

FIRST = [
    "1",
    "1.",
    "1)",
    "1️⃣",
    "①",
    "١",
    "߁",
    "１",
    "un",
    "une",
    "le 1",
    "n°1",
    "n° 1",
    "no 1",
    "choix 1",
    "option1",
    "👉 1",
    "1er",
    "1ère",
    "premier",
    "Le premier",
    "la première svp",
    "je choisis le 1",
    "c'est le premier",
    "kelen",
    "fɔlɔ",
    "folo",
    "a fɔlɔ",
    "fɔlɔ in",
    "nimɔrɔ 1",
]
THIRD = [
    "3",
    "3️⃣",
    "3e",
    "3ème",
    "3eme",
    "troisième",
    "le troisieme",
    "trois",
    "saba",
    "sabanan",
    "numéro trois",
    "3nan",
]
NONE = [
    "",
    "0",
    "-1",
    "- 1",
    "1,2",
    "1 2",
    "1️⃣ 2️⃣",
    "25 ans",
    "9",
    "vingt",
    "segin",
    "et",
    "oui",
    "premier et dernier",
    "un homme",
]


@pytest.mark.parametrize("typed", FIRST)
def test_the_first_is_named_in_many_ways(typed: str) -> None:
    assert ordinal_in(typed, 6) == 1


@pytest.mark.parametrize("typed", THIRD)
def test_the_third_is_named_in_many_ways(typed: str) -> None:
    assert ordinal_in(typed, 6) == 3


@pytest.mark.parametrize("typed", NONE)
def test_what_names_no_place_of_six_is_none(typed: str) -> None:
    assert ordinal_in(typed, 6) is None


@pytest.mark.parametrize("typed", ["le dernier", "dernière", "laban"])
def test_the_last_depends_on_the_list(typed: str) -> None:
    assert (ordinal_in(typed, 3), ordinal_in(typed, 7)) == (3, 7)


def test_eight_needs_its_long_vowel_since_segin_means_come_back() -> None:
    assert (ordinal_in("seegin", 10), ordinal_in("segin", 10), ordinal_in("huit", 10)) == (8, None, 8)
