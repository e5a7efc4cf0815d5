"""Numbers are said so that the bot's own ear understands them."""

from __future__ import annotations

import pytest

from locales import numberwords
from locales.fold import fold, words
from locales.voices.counting import HIGHEST, all_words, said


@pytest.mark.parametrize("language", ["fr", "bm"])
def test_every_number_is_said_as_it_is_understood(language: str) -> None:
    heard = {"fr": numberwords.french, "bm": numberwords.bambara}[language]
    for number in range(1, HIGHEST + 1, 7):
        spoken = [fold(piece) for word in said(number, language) or () for piece in words(word)]
        assert heard(spoken) == number


@pytest.mark.parametrize("language", ["fr", "bm"])
def test_a_few_dozen_words_say_every_number(language: str) -> None:
    known = set(all_words(language))
    assert len(known) < 30
    assert all(set(said(number, language) or ()) <= known for number in range(HIGHEST + 1))


def test_what_nobody_says_is_not_said() -> None:
    assert said(-1, "fr") is None
    assert said(HIGHEST + 1, "bm") is None
    assert said(42, "snk") == ("4", "2")
