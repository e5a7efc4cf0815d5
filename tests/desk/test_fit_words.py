"""At the desk the reasons are said about the person: whoever reads them is not the one they fit."""

from __future__ import annotations

import re
from typing import Final

import pytest

from bot.desk.card import card
from bot.desk.fit_words import SAID_TO_THEM, fit_words
from bot.desk.words import words
from bot.engine.book import Book
from bot.engine.session import Session
from content.phrases import phrases
from locales.text import Text

TO_THEM: Final = re.compile(r"\b(vous|votre|vos|dites)\b", re.IGNORECASE)
FILLED: Final = re.compile(r"\{\w+\}")
KEYS: Final = sorted(key for key in phrases() if key.startswith(SAID_TO_THEM))


@pytest.mark.parametrize("key", KEYS)
def test_every_reason_of_the_directory_speaks_about_the_person(book: Book, key: str) -> None:
    fr = phrases()[key].fr
    reason = Text(key, fr, {name[1:-1]: "x" for name in FILLED.findall(fr)})
    assert not TO_THEM.search(fit_words(book.catalogues, reason))


def test_a_reason_said_about_them_says_the_same_and_of_one_that_exists() -> None:
    for name, own in words("fit").items():
        theirs = phrases()[f"{SAID_TO_THEM}{name}"]
        assert sorted(FILLED.findall(own.fr)) == sorted(FILLED.findall(theirs.fr)), name
        assert TO_THEM.search(theirs.fr), f"{name}: speaks to nobody, needs no other words"


def test_the_card_says_his_or_her_age(book: Book) -> None:
    facts = {"in": "mali", "region": "kayes", "age": 22, "need": ["training"], "trade": "masonry"}
    shown = card(book, Session(facts=facts, consent="yes", shown=tuple(book.directory.services)), 1_790_000_000)
    said = " ".join(reason for _, reasons in shown.ideas for reason in reasons)
    assert "Son âge convient." in said
    assert not TO_THEM.search(re.sub("On lui dit : «[^»]*»", "", said)), "what they are told stands as that"
