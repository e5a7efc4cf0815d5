"""The telephone number in what a person typed: Malian, Nigerien or international, with spaces, dots or nothing between.

Numbers of Mali and Niger have eight digits each, and many are valid in both: one typed without its country is read
where the person is now, and where only the other country has it, there.
"""

from __future__ import annotations

from typing import Final

import phonenumbers
from phonenumbers import Leniency, NumberParseException, PhoneNumber, PhoneNumberFormat, PhoneNumberMatcher

from locales.numbers import plain_digits

MALI: Final = "ML"
NIGER: Final = "NE"
FEWEST_DIGITS: Final = 8  # national numbers of Mali and Niger; shorter ones are ages, choices, hours
CODES: Final = ("223", "227")  # of Mali and Niger, which many write without a plus


def phone_in(text: str, country: str = MALI) -> str | None:
    """The first number in ``text``, as it is dialled from anywhere, or None. ``country``: where the person is.

    >>> phone_in("76.12.34.56"), phone_in("c'est le 00223 76 12 34 56"), phone_in("96123456", "NE"), phone_in("25 ans")
    ('+223 76 12 34 56', '+223 76 12 34 56', '+227 96 12 34 56', None)
    """
    plain = plain_digits(text)
    digits = "".join(sign for sign in plain if sign.isdigit())
    if len(digits) < FEWEST_DIGITS:
        return None
    if digits.startswith("00"):
        plain = plain.replace("00", "+", 1)
    elif digits.startswith(CODES) and len(digits) == len(CODES[0]) + FEWEST_DIGITS and "+" not in plain:
        plain = f"+{digits}"
    for region in (country, *({MALI, NIGER} - {country})):
        for found in PhoneNumberMatcher(plain, region, leniency=Leniency.VALID):
            return phonenumbers.format_number(found.number, PhoneNumberFormat.INTERNATIONAL)
        number = _parsed(digits, region) if len(digits) == FEWEST_DIGITS else None
        if number is not None:
            return phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)
    return None


def _parsed(digits: str, region: str) -> PhoneNumber | None:
    """Digits with whatever stood between them left out: « 76-12/34 56 »."""
    try:
        number = phonenumbers.parse(digits, region)
    except NumberParseException:
        return None
    return number if phonenumbers.is_valid_number(number) else None
