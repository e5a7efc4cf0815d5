"""The card speaks French: no code of ours stands on it."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from bot.desk.card import card
from bot.desk.end import OUTCOMES
from bot.engine.book import Book
from bot.engine.session import Session


def test_the_last_outcome_is_said_in_words(book: Book) -> None:
    for outcome in OUTCOMES:
        session = replace(Session(), notes=MappingProxyType({"last_outcome": outcome}))
        rows = dict(card(book, session, 0).rows)
        assert rows["Dernière issue"] != outcome
        assert " " in rows["Dernière issue"] or rows["Dernière issue"] == "Autre"
