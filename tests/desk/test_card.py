"""The card speaks French: no code of ours stands on it."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import pytest

from bot.desk.card import card
from bot.desk.endings import OUTCOMES
from bot.engine.book import Book
from bot.engine.session import Session


def test_the_last_outcome_is_said_in_words(book: Book) -> None:
    for outcome in OUTCOMES:
        session = replace(Session(), notes=MappingProxyType({"last_outcome": outcome}))
        rows = dict(card(book, session, 0).rows)
        assert rows["Dernière issue"] != outcome
        assert " " in rows["Dernière issue"] or rows["Dernière issue"] == "Autre"


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"age": 5, "age_to": 14}, "moins de 15 ans"),
        ({"age": 12}, "moins de 15 ans"),
        ({"age": 5, "age_to": 17}, "moins de 18 ans"),
        ({"age": 15, "age_to": 17}, "moins de 18 ans"),
        ({"age": 20}, "de 18 à 24 ans"),
    ],
)
def test_who_helps_a_child_knows_that_it_is_one(book: Book, facts: dict[str, int], told: str) -> None:
    session = replace(Session(), consent="yes", facts=MappingProxyType(facts))
    assert dict(card(book, session, 0).rows)["Âge"] == told
