"""A question is asked in the person's language or not at all in it: so every label that may stand under one is translated."""

from __future__ import annotations

from bot.engine.book import Book
from bot.engine.moment import Moment
from bot.engine.options import OPTIONS
from bot.engine.session import Session
from bot.engine.turn import Turn


def test_every_label_that_comes_from_the_directory_is_said_in_bambara(book: Book) -> None:
    session = Session(
        facts={"in": "mali", "region": "kayes", "age": 18, "age_to": 24}, shown=tuple(book.directory.services)
    )
    turn = Turn(book, session, Moment(at=1_790_000_000))
    for name, options in OPTIONS.items():
        labels = [option.label for option in options(turn)]
        assert labels or name in {"requests", "complaints", "shared", "services_asked"}, name
        assert [label.key for label in labels if label.key and not book.catalogues.has(label, "bm")] == [], name
