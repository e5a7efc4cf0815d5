"""Who has answered little is shown ideas that a paper or a level of school may close: the card says which."""

from __future__ import annotations

from datetime import date

import pytest

from bot.engine.book import Book
from content.card import card
from content.facts import registry
from content.match import match

TODAY = date(2026, 11, 22)
REGIONS = ("bamako", "kayes", "gao", "segou")
SAYS_PAPERS = {"card.bring", "match.document.ask"}


@pytest.mark.parametrize("need", sorted(registry()["need"].values))
@pytest.mark.parametrize("region", REGIONS)
def test_a_card_names_what_may_close_the_service(book: Book, need: str, region: str) -> None:
    facts = {"in": "mali", "region": region, "need": [need], "age": 22}
    for one in match(book.directory, facts, TODAY).services:
        keys = {line.key for line in card(one, TODAY)}
        if "schooling" in one.ask:
            assert "match.schooling.ask" in keys, one.id
        if "document" in one.ask:
            assert keys & SAYS_PAPERS, one.id


def test_some_are_closed_by_school_and_some_by_papers(book: Book) -> None:
    asked = [
        set(one.ask)
        for need in registry()["need"].values
        for one in match(book.directory, {"in": "mali", "region": "kayes", "need": [need], "age": 22}, TODAY).services
    ]
    assert any("schooling" in names for names in asked)
    assert any("document" in names for names in asked)
