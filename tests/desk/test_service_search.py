"""A worker finds a service by what it is for, not only by its name."""

from __future__ import annotations

import pytest

from bot.desk.service_search import searched
from bot.engine.book import Book


@pytest.mark.parametrize("wanted", ["électricité", "ÉLECTRICIEN", "électricité à Bamako", "l'électricité"])
def test_a_trade_finds_who_teaches_it_whatever_the_house_is_called(book: Book, wanted: str) -> None:
    teaching = {
        one.id
        for one in book.directory.services.values()
        if any("lectric" in book.directory.trades[offer.id].text.fr for offer in one.trades)
    }
    found = {one.id for one in searched(book.directory, wanted)}
    assert teaching & found
    if wanted.endswith("électricité"):
        assert teaching <= found


def test_a_place_narrows_a_trade(book: Book) -> None:
    everywhere = {one.id for one in searched(book.directory, "couture")}
    there = {one.id for one in searched(book.directory, "couture Ségou")}
    assert there < everywhere
    assert there == {
        one.id
        for one in book.directory.services.values()
        if one.id in everywhere & {place.id for place in searched(book.directory, "Ségou")}
    }


def test_a_name_stands_before_what_is_only_described(book: Book) -> None:
    first = next(searched(book.directory, "ANPE"))
    assert "anpe" in f"{first.org} {first.name.text.fr}".lower()


@pytest.mark.parametrize("wanted", ["zzzz", "xqxqxq", "électricité zzz"])
def test_what_says_nothing_finds_nothing(book: Book, wanted: str) -> None:
    assert list(searched(book.directory, wanted)) == []
