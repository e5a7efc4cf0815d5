"""The lines of a card, one thought each: name, place, papers, allowance, the paper at the end, numbers.

What a sheet does not say is said to be unknown; nothing is guessed, no date, place or sum is promised.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from content.directory import PREPARED_KEPT, Prepared, trades_of
from content.explain import everywhere_note, places_of, wanted
from content.facts import shelf_life
from content.freshness import first_day
from content.kinds import KINDS
from content.phrases import phrase
from content.places import Nearness
from content.rules import Clause, Leaf
from content.schema import Service
from content.scored import Scored
from content.trades import Crafts
from locales.text import Text, Value

TOWNS_KEPT = 4
"""Towns that a line of kept ideas names; more would hide the name of the service."""
TRADES_NAMED = 4
"""Trades that a card names; all of them stand in the details."""


def title_line(scored: Scored) -> Text:
    """The name, with the picture of the trade looked for or of the kind."""
    picture = _picture(scored.service, scored.prepared.trades, scored.facts, scored.directory.trades)
    return phrase("card.title", picture=picture, name=scored.service.name.text)


def picture_of(service: Service, facts: Mapping[str, Any], crafts: Crafts) -> str:
    """The picture of a service for somebody: that of the trade looked for where it is taught, else that of its kind."""
    return _picture(service, trades_of(service), facts, crafts)


def _picture(service: Service, trades: Collection[str], facts: Mapping[str, Any], crafts: Crafts) -> str:
    wish = facts.get("trade") or facts.get("skill")
    if wish in trades:
        return crafts[str(wish)].picture
    return KINDS[service.kind].picture


def place_line(scored: Scored) -> Text:
    """The nearest office, and what it means for somebody who lives elsewhere; a service that reaches everywhere says in its
    own words what is where.
    """
    if scored.prepared.reach.everywhere:
        return everywhere_note(scored)
    atlas = scored.directory.places
    spots = scored.prepared.spots
    near = [atlas.between(scored.facts, *spot) for spot in spots]
    best = min(near, default=Nearness.UNKNOWN)
    if best > Nearness.NEIGHBOUR:
        return phrase(_elsewhere(scored, best), place=places_of(scored))
    region, town = spots[near.index(best)]
    return phrase(_elsewhere(scored, best), place=atlas[town or region].text)


def _elsewhere(scored: Scored, near: int) -> str:
    """« Lieu : Bamako » alone leaves who lives in Gao to guess whether it is for them, and how far."""
    home = scored.facts.get("region")
    if near < Nearness.NEIGHBOUR or near == Nearness.UNKNOWN:
        return "card.place"
    if home in scored.prepared.reach.served:
        return "card.place_serves"
    return "card.place_next" if near == Nearness.NEIGHBOUR else "card.place_far"


def some_trades(scored: Scored) -> Iterator[Text]:
    """What a course teaches, for who named no trade: « métiers du bâtiment » says none that one could want."""
    taught = scored.prepared.trades
    if scored.service.kind != "training" or not taught or not {"trade", "skill"}.isdisjoint(scored.facts):
        return
    crafts = scored.directory.trades
    named = tuple(crafts[trade].text for trade in taught[:TRADES_NAMED])
    yield phrase("card.trades" if len(taught) <= TRADES_NAMED else "card.trades_some", trades=named)


def first_check_lines(scored: Scored) -> Iterator[Text]:
    """Whether it is open at all, when nobody is sure: said before what it offers, so that nobody walks there for nothing."""
    return (note.text for note in scored.confirms if note.of_opening)


def kept_places(scored: Scored) -> Value:
    """Where it is, to be kept or sent on: every town, or the nearest and how many more; « everywhere » in its own words."""
    if scored.prepared.reach.everywhere:
        return everywhere_note(scored)
    towns = places_of(scored)
    if len(towns) <= TOWNS_KEPT:
        return towns
    near = place_line(scored).values["place"]
    return phrase("card.and_others", place=towns[0] if isinstance(near, tuple) else near, count=len(towns) - 1)


def moving_line(scored: Scored) -> Text | None:
    """The place of a service that one must move for, said as such."""
    return next((text for text in scored.favour if text.key == "match.region.moved"), None)


def bed_lines(scored: Scored) -> Iterator[Text]:
    """Who looks for a place to sleep hears that no bed is written, before they walk there for one."""
    service = scored.service
    if "shelter" in (scored.facts.get("need") or ()) and service.offers.get("lodging") is None:
        yield phrase("card.bed_unknown")


def paper_lines(scored: Scored) -> tuple[Text, ...]:
    """The papers to bring, or that the source is silent on them."""
    return _to_bring(scored.prepared)


@lru_cache(maxsize=PREPARED_KEPT)
def _to_bring(prepared: Prepared) -> tuple[Text, ...]:
    service = prepared.service
    if any(fee.what == "papers" and fee.amount is None for fee in service.costs):
        return ()  # to be asked with their price, on its line
    papers = [label for rule in service.must for label in _papers(rule.clause)]
    if papers:
        return (phrase("card.bring", things=tuple(papers)),)
    return (phrase("unknown.papers"),) if "document" in service.not_stated else ()


def _papers(clause: Clause) -> list[Text]:
    named = wanted(clause, "document")
    return list(named) if isinstance(named, tuple) and all(isinstance(leaf, Leaf) for leaf in clause.leaves()) else []


def stipend_line(scored: Scored) -> Text:
    """Whether an allowance is written, absent or unknown: a course is weeks without earning (R35, R47)."""
    offered = scored.service.offers.get("stipend")
    if offered is None:
        return phrase("unknown.stipend")
    return phrase("card.stipend_yes" if offered else "card.stipend_no")


def certificate_lines(scored: Scored) -> Iterator[Text]:
    """The paper at the end, as written: they differ (R41)."""
    service = scored.service
    wishes = {scored.facts.get("trade"), scored.facts.get("skill")}
    kind = next((offer.certificate for offer in service.trades if offer.id in wishes), None) or service.certificate
    note = service.certificate_note
    if kind is None or kind == "unknown":
        if note is None and service.kind != "skills_check":
            yield phrase("unknown.certificate")
    elif note is None or not _names(note.fr, phrase(f"certificate.{kind}").fr):
        yield phrase("card.certificate", certificate=phrase(f"certificate.{kind}"))
    if note is not None:
        yield note.text


def _names(note: str, label: str) -> bool:
    """Whether a note says itself what the paper is: « Attestation du centre » after « une attestation » says it twice."""
    noun = label.partition(" ")[2].partition(" (")[0]
    return noun.casefold() in note.casefold()


def phone_lines(scored: Scored, today: date) -> Iterator[Text]:
    """Only a number that may be shown and was checked within its shelf life."""
    for contact in scored.service.contact:
        if contact.visibility == "public" and contact.verified_on and _fresh_enough(contact.verified_on, today):
            yield from (phrase("card.number", phone=number) for number in contact.phone)


def _fresh_enough(day: str, today: date) -> bool:
    return (today - first_day(day)).days <= shelf_life()["phone"]
