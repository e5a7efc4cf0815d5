"""How old what a card tells is: by the facts it tells, not by the last word of the record.

One call about a telephone number would make a price of three years ago look like today's. So the oldest of the facts told
gives the date, and « à confirmer » goes only when opening, beginning and price are all within their shelf lives.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from content.directory import PREPARED_KEPT, Prepared
from content.facts import shelf_life
from content.phrases import phrase
from content.schema import Service
from content.scored import Scored
from locales.text import Text

FRESH = "card.fresh"
HELD = "card.fresh_held"
DATED = frozenset({FRESH, HELD})
"""The lines that bear the date: the last of a card, and said once beneath several of one age."""
DAYS_KEPT = 1024
"""Distinct dates of sources, with what they say today: records are read in campaigns."""


def first_day(written: str) -> date:
    """``2022-11`` as a day: the first, so that nothing seems fresher than it is."""
    year, month, day = (*map(int, written.split("-")), 1, 1)[:3]
    return date(year, month, day)


def fresh_line(scored: Scored, today: date) -> Text:
    """From when what is told is, as month and year, and whether it must be confirmed."""
    ages, day = _ages(scored.prepared)
    return _dated(HELD if ages and all(_holds(kind, day, today) for kind, day in ages if kind) else FRESH, day)


class Told(NamedTuple):
    """A fact that a card tells: its kind where it has a shelf life, else nothing; where it stands in its record; and the
    date of its source.
    """

    kind: str
    where: tuple[str | int, ...]
    read_on: str


def stale(service: Service, today: date) -> Iterator[Told]:
    """What must be asked again before it is told without « à confirmer », as it stands in the record."""
    return (one for one in _told(service) if one.kind and not _holds(one.kind, one.read_on, today))


@lru_cache(maxsize=PREPARED_KEPT)
def _ages(prepared: Prepared) -> tuple[frozenset[tuple[str, str]], str]:
    """Of each fact told its kind and the date of its source. With them the date of the card."""
    service = prepared.service
    ages = frozenset((one.kind, one.read_on) for one in _told(service))
    return ages, min((day for _, day in ages), default="") or max(one.read_on for one in service.sources.values())


def _told(service: Service) -> Iterator[Told]:
    """A condition has no shelf life (A13)."""
    cited: list[tuple[str, tuple[str | int, ...], str | None]]
    cited = [("opening", ("sites", place), site.src) for place, site in enumerate(service.sites)]
    cited += [("opening", ("trades", place), trade.src) for place, trade in enumerate(service.trades)]
    cited += [("price", ("costs", place), fee.src) for place, fee in enumerate(service.costs)]
    cited += [("", ("must", place), rule.src) for place, rule in enumerate(service.must)]
    cited += [("intake", ("intake",), service.intake.src)] if service.intake is not None else []
    return (Told(kind, where, service.sources[src].read_on) for kind, where, src in cited if src is not None)


@lru_cache(maxsize=DAYS_KEPT)
def _holds(kind: str, day: str, today: date) -> bool:
    return 0 <= (today - first_day(day)).days <= shelf_life()[kind]


@lru_cache(maxsize=DAYS_KEPT)
def _dated(key: str, day: str) -> Text:
    return phrase(key, date="/".join(reversed(day.split("-")[:2])))
