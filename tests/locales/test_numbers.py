"""Numbers as people type them, in digits of five scripts and in the words of two languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locales.numbers import Ambiguous, amount_in, number_in
from tests.saying import in_bambara, in_french

UNDERSTOOD = {
    "25": 25,
    "25 ans": 25,
    "25ans": 25,
    "25.": 25,
    "+25": 25,
    "0": 0,
    "200": 200,
    "j'ai 25 ans": 25,
    "J’ai 25 ans.": 25,
    "environ 30": 30,
    "10 000": 10_000,
    "10\u202f000": 10_000,
    "10.000 F": 10_000,
    "1.250.000": 1_250_000,
    "٢٥": 25,
    "۲۵": 25,
    "߂߅": 25,
    "２５": 25,
    "2️⃣5️⃣": 25,
    "🔟": 10,
    "vingt-cinq": 25,
    "Vingt cinq ans": 25,
    "vingtcinq": 25,
    "ving cinq": 25,
    "vint-set": 27,
    "trente et un": 31,
    "dix-huit": 18,
    "dizuit": 18,
    "soixante et onze": 71,
    "septante et un": 71,
    "quatre-vingts": 80,
    "katre vin dis": 90,
    "quatre-vingt-dix-neuf": 99,
    "nonante-neuf": 99,
    "deux cents": 200,
    "mille": 1000,
    "mille neuf cent quatre-vingt-dix": 1990,
    "dix-neuf cent quatre-vingt-dix": 1990,
    "neuf mille neuf cent quatre-vingt-dix-neuf": 9999,
    "un": 1,
    "une": 1,
    "j'ai un enfant": 1,
    "kelen": 1,
    "fila": 2,
    "den saba": 3,
    "naani": 4,
    "nani": 4,
    "duru": 5,
    "wɔɔrɔ": 6,
    "wolonwula": 7,
    "wolonfila": 7,
    "seegin": 8,
    "kɔnɔntɔn": 9,
    "kononton": 9,
    "tan": 10,
    "tan ni kelen": 11,
    "mugan": 20,
    "muguan": 20,
    "san mugan ni duuru": 25,
    "san mugan ni duru": 25,
    "mougan ni dourou": 25,
    "mugan ni segin": 28,
    "mugan ni tan": 30,
    "mugan ni tan ni kelen": 31,
    "bi saba": 30,
    "bisaba ni kelen": 31,
    "n si ye san bi naani ye": 40,
    "bi kɔnɔntɔn ni kɔnɔntɔn": 99,
    "kɛmɛ": 100,
    "kɛmɛ ni fila": 102,
    "kɛmɛ fila ni mugan ni duuru": 225,
    "ba kelen": 1000,
    "waa fila ni kɛmɛ duuru": 2500,
    "ba naani kɛmɛ naani ani bi naani ani naani": 4444,
    "san 25": 25,
    "n bɛ san 25 la": 25,
    "san vingt-cinq": 25,
}

NOT_A_NUMBER = [
    "",
    "abc",
    "-3",
    "− 3",
    "moins 3",
    "2,5",
    "2.5",
    "½",
    "1/2",
    "12/05/2000",
    "ba",
    "tan fila",
    "1" * 16,
    "hun",
    "hun hun",
    "je suis un homme",
    "un téléphone neuf",
    "je ne sais pas",
    "ne sais pas",
    "n'i sera",
    "vingt mille",
    "fila mugan",
    "ba tan ni duuru",
]

TWO_READINGS = {
    "18-25": (18, 25),
    "25 ou 26": (25, 26),
    "20 ans et 6 mois": (20, 6),
    "j'ai un enfant et deux filles": (1, 2),
    "76 12 34 56": (76, 12, 34, 56),
    "segin": (8,),
    "Ségin": (8,),
}


@pytest.mark.parametrize(("typed", "number"), UNDERSTOOD.items())
def test_a_number_is_understood_as_people_type_it(typed: str, number: int | None) -> None:
    assert number_in(typed) == number


@pytest.mark.parametrize("typed", NOT_A_NUMBER)
def test_what_is_no_whole_number_is_none(typed: str) -> None:
    assert number_in(typed) is None


@pytest.mark.parametrize(("typed", "candidates"), TWO_READINGS.items())
def test_two_readings_are_handed_back_not_guessed(typed: str, candidates: tuple[int, ...]) -> None:
    assert number_in(typed) == Ambiguous(candidates)


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("5000", 5000),
        ("25 000 F", 25_000),
        ("cinq mille", 5000),
        ("kɛmɛ", Ambiguous((100, 500))),
        ("waa kelen", Ambiguous((1000, 5000))),
        ("rien", None),
    ],
)
def test_money_in_bambara_words_must_be_confirmed_in_digits(typed: str, amount: int | Ambiguous | None) -> None:
    assert amount_in(typed) == amount


@given(st.integers(1, 9999))
def test_every_number_to_9999_said_in_french_is_understood(n: int) -> None:
    assert number_in(in_french(n)) == n


@given(st.integers(1, 9999))
def test_every_number_to_9999_said_in_bambara_is_understood(n: int) -> None:
    assert number_in(in_bambara(n)) == n


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading_and_no_number_is_negative(text: str) -> None:
    found = number_in(text)
    assert found is None or isinstance(found, Ambiguous) or found >= 0
