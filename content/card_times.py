"""The lines of a card that speak of time: how long it lasts, when one can begin, that one often waits.

No date is promised: an author writes how beginnings come, and what is not written is said to be unknown.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from content.directory import PREPARED_KEPT, Prepared
from content.parts import Duration
from content.phrases import phrase
from content.schema import Service
from content.scored import Scored
from locales.text import Text

LEARNING = frozenset({"training", "skills_check"})
WAITS = frozenset({"when_group_full", "after_each_course", "yearly", "on_demand", "calls"})
"""Beginnings that wait for others, or for a day of the year."""


def length_line(scored: Scored) -> Text:
    """How long it lasts, or that nobody wrote it."""
    lasts = lasts_of(scored)
    return phrase("card.lasts", lasts=duration_text(lasts)) if lasts else phrase("unknown.lasts")


def lasts_of(scored: Scored) -> Duration | None:
    """The length for the trade looked for, else of the whole service."""
    wishes = {scored.facts.get("trade"), scored.facts.get("skill")}
    wanted_trade = next((offer.lasts for offer in scored.service.trades if offer.id in wishes and offer.lasts), None)
    return wanted_trade or scored.service.lasts or _lasts_of_all(scored.prepared)


@lru_cache(maxsize=PREPARED_KEPT)
def _lasts_of_all(prepared: Prepared) -> Duration | None:
    """From the shortest to the longest of the trades, where each has its length; a part of them would mislead."""
    lengths = [offer.lasts for offer in prepared.service.trades]
    known = [one for one in lengths if one is not None]
    if not known or len(known) < len(lengths) or len({one.unit for one in known}) > 1:
        return None
    low, high = min(one.span[0] for one in known), max(one.span[1] for one in known)
    return known[0].model_copy(update={known[0].unit: (low, high)})


def duration_text(lasts: Duration) -> Text:
    """A length in words: « 3 à 6 mois »."""
    low, high = lasts.span
    return phrase(f"lasts.{lasts.unit}", span=low if low == high else phrase("lasts.span", low=low, high=high))


def start_line(scored: Scored) -> Text:
    """When one can begin; never a date."""
    return rhythm_of(scored.service) or phrase("unknown.start")


def rhythm_of(service: Service) -> Text | None:
    """The rhythm of beginnings in words, when one is written."""
    intake = service.intake
    return phrase(f"card.start.{intake.rhythm}") if intake is not None and intake.rhythm != "unknown" else None


def start_lines(scored: Scored) -> Iterator[Text]:
    """When one can begin, and that one often waits; a course of which nobody wrote it makes one wait too (R38)."""
    if scored.service.kind in LEARNING or scored.service.intake is not None:
        yield start_line(scored)
        yield from wait_lines(scored)


def wait_lines(scored: Scored) -> Iterator[Text]:
    """That one often waits, where the rhythm is not one's own."""
    service = scored.service
    rhythm = service.intake.rhythm if service.intake is not None else "unknown"
    if rhythm in WAITS or (rhythm == "unknown" and service.kind in LEARNING):
        yield phrase("card.wait")
