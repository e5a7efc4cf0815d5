"""What the commands of ``sira voices`` work on: a language, open or in preparation, its shelf and all that is said in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

import typer

from bot.cli.failing import clearly, fail, settings
from bot.engine.book import Book
from bot.library import read_book
from bot.speakers.prepared import prepared, recordable
from bot.voices.repertoire import Item, repertoire
from bot.wiring import shelf_of
from locales.voices.shelf import Shelf

Lang = Annotated[str, typer.Option("--lang", help="La langue, par exemple bm ou fr ; aussi une qui se prépare encore.")]


def opened(language: str) -> tuple[Book, Shelf, Mapping[str, Item]]:
    """The book in which ``language`` can be recorded, its shelf, and its repertoire."""
    with clearly():
        book = prepared(read_book(), language)
        shelf = shelf_of(settings())
        if book is None:
            fail(f"« {language} » : cette langue n'a pas de catalogue. Choisissez : {', '.join(recordable())}.")
        return book, shelf, repertoire(book, language)


def known(flow: str, items: Mapping[str, Item]) -> None:
    """Refuse a room under which nothing is said."""
    rooms = dict.fromkeys(item.room for item in items.values())
    if flow and flow not in rooms:
        fail(f"« {flow} » : pas de phrase sous ce nom ; choisissez : {', '.join(rooms)}.")
