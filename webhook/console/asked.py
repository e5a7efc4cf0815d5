"""What a request for a second person's word is about, in words: of which days, of which place, and what the file holds.

Whoever allows something answers for it; a name like « un tableau de chiffres » says neither how far it reaches nor whose
work is in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from babel.dates import format_date

from bot.desk.asked import Asked
from bot.desk.audit_export import period_of
from bot.desk.filters import Filters
from bot.desk.flow_words import flow_title
from bot.desk.words import said
from bot.engine.book import Book
from webhook.console.numbers import chosen

BETWEEN = "/"
"""Between the filters, as the request keeps them: no slug has it."""
HELD = ("first_words", "ages", "stages", "answers", "complaints", "news_started", "map", "drop_out")
"""The sheets of the workbook, by their titles; the other news are of the same kind."""


def thing_of(filters: Filters) -> str:
    """The numbers that are looked at, as a request keeps them."""
    return BETWEEN.join((str(filters.days), filters.place, filters.flow))


def filters_in(book: Book, thing: str) -> Filters:
    """The same, read back."""
    return chosen(book, *thing.split(BETWEEN))


def about(book: Book, one: Asked, now: int) -> tuple[tuple[str, str], ...]:
    """Pairs of what and which; empty for a person's information, which stands on a page of its own."""
    if one.kind == "export":
        return tuple(_figures(book, filters_in(book, one.thing)))
    return tuple(_audit(book, one.thing, now)) if one.kind == "audit" else ()


def _figures(book: Book, filters: Filters) -> Iterator[tuple[str, str]]:
    def word(name: str) -> str:
        return said(book.catalogues, "figures", name)

    yield word("period"), word("until_opened").format(days=filters.days)
    yield word("place"), book.directory.places[filters.place].text.fr if filters.place else word("everywhere")
    yield word("flow"), flow_title(book.catalogues, filters.flow)
    yield word("holds"), f"{' · '.join(word(name) for name in HELD)}. {word('no_person')}"


def _date(one: date) -> str:
    return format_date(one, "d MMMM y", locale="fr")


def _audit(book: Book, thing: str, now: int) -> Iterator[tuple[str, str]]:
    period = period_of(thing, now)
    if period is not None:
        yield said(book.catalogues, "figures", "period"), " – ".join(_date(one) for one in (period.first, period.last))
    yield said(book.catalogues, "figures", "holds"), said(book.catalogues, "audit", "holds")
