"""How a month and an hour are said in each language: the words on the recording sheet and those that make its voice stale."""

from __future__ import annotations

from typing import Final

from babel.core import Locale, UnknownLocaleError

from locales.counts import counts_of

MONTHS: Final = 12


def month_name(month: int, language: str) -> str:
    """The month from 1; its number in a language that CLDR does not know."""
    try:
        return str(Locale.parse(language).months["format"]["wide"][month])
    except (UnknownLocaleError, ValueError):
        return str(month)


def hours_word(language: str) -> str:
    """The word between hours and minutes; « h » in a language that did not say its own."""
    counts = counts_of(language)
    return (counts.hours if counts else "") or "h"
