"""Telephone numbers as people of Mali and Niger write them, and what is none."""

from __future__ import annotations

import pytest

from locales.phone import NIGER, phone_in


@pytest.mark.parametrize(
    "typed",
    [
        "76123456", "76 12 34 56", "76.12.34.56", "76-12-34-56", "761 23 456", "+223 76 12 34 56", "+22376123456",
        "0022376123456", "00 223 76 12 34 56", "223 76 12 34 56", "22376123456", "mon numero cest 76 12 34 56 svp", "٧٦١٢٣٤٥٦",
    ],
)  # fmt: skip
def test_a_malian_number_is_understood_in_every_way_of_writing_it(typed: str) -> None:
    assert phone_in(typed) == "+223 76 12 34 56"


@pytest.mark.parametrize("typed", ["96 12 34 56", "+227 96 12 34 56", "00227 96 12 34 56", "227 96 12 34 56"])
def test_somebody_in_niger_writes_a_number_of_niger(typed: str) -> None:
    assert phone_in(typed, NIGER) == "+227 96 12 34 56"


def test_a_number_of_another_country_keeps_its_own_code() -> None:
    assert phone_in("+33 6 12 34 56 78") == "+33 6 12 34 56 78"
    assert phone_in("+223 76 12 34 56", NIGER) == "+223 76 12 34 56"


@pytest.mark.parametrize("typed", ["", "25", "1", "2004", "oui", "10 000 F", "12345", "le matin", "+1"])
def test_an_age_a_choice_or_a_sum_is_no_number_to_call(typed: str) -> None:
    assert phone_in(typed) is None
