"""The question of the language, with every language that is open: adding one is no change of a flow."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from flows.flow import Option
from locales.languages import languages
from locales.text import Text

LANGUAGE: Final = "language"
"""The note of a talk in which the answer is kept; whatever question keeps it offers all languages."""
_PICTURE: Final = "🗣️"


def offered(keep: str, given: Iterable[Option]) -> tuple[Option, ...]:
    """``given``; for the question of the language without those that are closed, and with the open ones it does not name."""
    options = tuple(given)
    if keep != LANGUAGE:
        return options
    known = languages()
    kept = tuple(option for option in options if option.id not in known or known[option.id].open)
    named = {option.id for option in options}
    added = (
        Option(one.code, Text("", one.name), _PICTURE, one.code, synonyms=(one.code,))
        for one in known.values()
        if one.open and one.code not in named
    )
    return (*kept, *added)
