"""An age told by the year of birth: « né en 2004 », « jsui né 2004 », « 2004 »."""

from __future__ import annotations

import re
from typing import Final

from locales.numbers import plain_digits

YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_OTHER_DIGITS: Final = re.compile(r"\d")
COMES_OF_AGE: Final = 18


def age_by_birth(text: str, year: int) -> int | None:
    """The age reached in ``year`` by who was born in the one year that ``text`` names; None when it names none, or more.

    Also None for the year in which one comes of age: whether somebody is a minor is not guessed.

    >>> age_by_birth("jsui né en 2004", 2026), age_by_birth("2008", 2026), age_by_birth("22", 2026)
    (22, None, None)
    """
    plain = plain_digits(text)
    found = YEAR.findall(plain)
    if len(found) != 1 or _OTHER_DIGITS.search(re.sub(r"(?<!\d)\d{1,2}(?!\d)", "", YEAR.sub("", plain))):
        return None
    age = year - int(found[0])
    return None if age == COMES_OF_AGE else age
