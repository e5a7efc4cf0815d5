"""How long and how old, in the words of both languages; months are never taken for years."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locales.durations import Duration, age_in, durations_in
from locales.numbers import Ambiguous
from tests.saying import in_bambara, in_french

YEAR = 2026
SAID = {
    "deux semaines": [(2, "week")],
    "2 semaines": [(2, "week")],
    "une semaine": [(1, "week")],
    "depuis trois mois": [(3, "month")],
    "6mois": [(6, "month")],
    "il y a dix jours": [(10, "day")],
    "vingt-cinq ans": [(25, "year")],
    "deux ans et trois mois": [(2, "year"), (3, "month")],
    "kalo saba": [(3, "month")],
    "kalo kelen": [(1, "month")],
    "dɔgɔkun fila": [(2, "week")],
    "dogokoun fila": [(2, "week")],
    "tile wolonwula": [(7, "day")],
    "san mugan ni duuru": [(25, "year")],
    "san fila ni kalo saba": [(2, "year"), (3, "month")],
    "kalo 3": [(3, "month")],
    "3 kalo": [(3, "month")],
    "٣ mois": [(3, "month")],
    "san ߂߅": [(25, "year")],
    "25": [],
    "un moment": [],
    "moi 25": [],
    "": [],
}


@pytest.mark.parametrize(("typed", "meant"), SAID.items())
def test_a_duration_is_read_in_both_languages(typed: str, meant: list[tuple[int, str]]) -> None:
    assert [(one.number, one.unit) for one in durations_in(typed)] == meant


@pytest.mark.parametrize(
    ("typed", "age"),
    [("25 ans et 3 mois", 25), ("né en 2001", 25), ("25", 25), ("6 mois", None), ("kalo tan", None), ("un an et demi", None),
     ("20 ou 25 ans", Ambiguous((20, 25))), ("san segin", Ambiguous((8,))), ("san segin ni kalo saba", Ambiguous((8, 3)))],
)  # fmt: skip
def test_an_age_is_in_years(typed: str, age: object) -> None:
    assert age_in(typed, YEAR) == age


@given(st.integers(1, 9999))
def test_every_number_of_years_is_read_back_from_words_of_both_languages(number: int) -> None:
    assert durations_in(f"{in_french(number)} ans") == (Duration(number, "year"),)
    assert durations_in(f"san {in_bambara(number)}") == (Duration(number, "year"),)


@given(st.text(max_size=60))
def test_any_text_can_be_read(text: str) -> None:
    assert all(one.number >= 0 for one in durations_in(text))
    assert age_in(text, YEAR) is None or isinstance(age_in(text, YEAR), int | Ambiguous)
