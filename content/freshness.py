"""How old what a card tells is: by the facts it tells, not by the last word of the record.

One call about a telephone number would make a price of three years ago look like today's. So the oldest of the facts told
gives the date, and « à confirmer » goes only when opening, beginning and price are all within their shelf lives.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from content.directory import PREPARED_KEPT, Prepared
from content.facts import shelf_life
from content.phrases import phrase
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


@lru_cache(maxsize=PREPARED_KEPT)
def _ages(prepared: Prepared) -> tuple[frozenset[tuple[str, str]], str]:
    """Of each fact told its kind, where it has a shelf life, and the date of its source; a condition has none (A13). With
    them the date of the card.
    """
    service = prepared.service
    cited = {("opening", site.src) for site in service.sites} | {("opening", trade.src) for trade in service.trades}
    cited |= {("price", fee.src) for fee in service.costs} | {("", rule.src) for rule in service.must}
    if service.intake is not None:
        cited.add(("intake", service.intake.src))
    sources = service.sources
    ages = frozenset((kind, sources[src].read_on) for kind, src in cited if src is not None)
    return ages, min((day for _, day in ages), default="") or max(source.read_on for source in sources.values())


@lru_cache(maxsize=DAYS_KEPT)
def _holds(kind: str, day: str, today: date) -> bool:
    return 0 <= (today - first_day(day)).days <= shelf_life()[kind]


@lru_cache(maxsize=DAYS_KEPT)
def _dated(key: str, day: str) -> Text:
    return phrase(key, date="/".join(reversed(day.split("-")[:2])))
