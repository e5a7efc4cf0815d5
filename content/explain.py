"""Why a service fits or not: one reviewed sentence per fact and outcome, so that every service explains itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Any

from content.conditions import Condition, Reach, blamed, public_name
from content.facts import registry
from content.phrases import phrase, phrases
from content.rules import Clause, Leaf, Truth
from content.trades import Kinship
from content.view import view_of
from content.wish import is_landless
from locales.text import Text, Value, once

if TYPE_CHECKING:
    from content.scored import Scored

OUTCOMES = {Truth.TRUE: "passed", Truth.FALSE: "failed", Truth.ASK_PERSON: "ask", Truth.ASK_SOURCE: "source"}
_LIKE = {Kinship.SAME_CODE: "near", Kinship.SAME_GROUP: "near", Kinship.SAME_SECTOR: "family"}


def favour_of(scored: Scored) -> tuple[Text, ...]:
    """What speaks for a service: what suits the person beyond its conditions, then the conditions that hold."""
    fitting = _fitting(scored) if scored.truth is not Truth.FALSE else ()
    return once((*fitting, *_told(scored, Truth.TRUE)))


def reasons_for(scored: Scored) -> tuple[Text, ...]:
    """All reasons for one service, no sentence twice: a refusal first, then what speaks for it, then what is open."""
    told = (_told(scored, truth) for truth in (Truth.ASK_PERSON, Truth.ASK_SOURCE))
    return once((*_told(scored, Truth.FALSE), *scored.favour, *chain.from_iterable(told)))


def blocking_for(scored: Scored) -> tuple[Text, ...]:
    """Only why a service is refused: one sentence per failing fact."""
    return once(_told(scored, Truth.FALSE))


def _told(scored: Scored, wanted: Truth) -> Iterator[Text]:
    for condition, truth in scored.truths:
        if truth is wanted:
            yield from _condition(scored, condition, truth)


@cache
def fact_label(name: str) -> Text:
    """The name of a fact as people read it: « Votre âge »."""
    if f"label.{name}" in phrases():
        return phrase(f"label.{name}")
    return next(fact.label for fact in registry().values() if public_name(fact.name) == name)


@cache
def tell_label(name: str) -> Text:
    """A fact as the person is asked to tell it: « si vous pouvez changer de ville »."""
    return phrase(f"tell.{name}") if f"tell.{name}" in phrases() else fact_label(name)


@cache
def there_label(name: str) -> Text:
    """A fact as the organisation is asked about it: « l'âge demandé »."""
    return phrase(f"there.{name}") if f"there.{name}" in phrases() else fact_label(name)


def passed_keys(scored: Scored, names: Iterable[str]) -> frozenset[str]:
    """The keys of the sentences that say of these facts that they fit."""
    return frozenset(_passed(name, scored.facts) for name in names)


def _passed(name: str, facts: Mapping[str, Any]) -> str:
    """« Votre activité convient » is wrong for who has none: a value may have its own sentence."""
    own = f"match.{name}.passed_{facts.get(name)}"
    return own if own in phrases() else f"match.{name}.passed"


def _condition(scored: Scored, condition: Condition, truth: Truth) -> Iterator[Text]:
    """The sentences of one condition; a house rule or note has its own, the others go fact by fact."""
    if condition.says and truth is Truth.FALSE:
        yield phrase(condition.says)
        return
    if condition.origin == "house" and truth is not Truth.FALSE:
        if truth is not Truth.TRUE:
            yield from (_sentence(scored, name, condition, truth) for name in condition.names)
        return
    if condition.origin == "note":
        yield from (note.text for note in scored.confirms)
        return
    if isinstance(condition.test, Reach):
        yield _reach(scored, condition.test, truth)
        return
    plain = truth if condition.origin != "inferred" else condition.test.truth(scored.facts)
    names = condition.names if condition.origin == "inferred" else blamed(condition.test, scored.facts, plain)
    for name in names or condition.names:
        yield _sentence(scored, name, condition, truth)


def _sentence(scored: Scored, name: str, condition: Condition, truth: Truth) -> Text:
    outcome = OUTCOMES[truth]
    key = _passed(name, scored.facts) if truth is Truth.TRUE else f"match.{name}.{outcome}"
    if key not in phrases():
        return phrase(f"match.other.{outcome}", fact=fact_label(name))
    if "{wanted}" not in phrases()[key].fr:
        return phrase(key)
    asked = wanted(condition.test, name) if not isinstance(condition.test, Reach) else None
    if not asked:
        return phrase(f"match.other.{outcome}", fact=fact_label(name))
    return phrase(key, wanted=asked)


def wanted(clause: object, name: str) -> Value | None:
    """What a clause asks of one fact, in words: a range, or the names of the values."""
    labels: list[Text] = []
    leaves = clause.leaves() if hasattr(clause, "leaves") else ()
    for leaf in leaves:
        if public_name(leaf.fact) == name:
            labels.extend(_wanted(leaf))
    return tuple(labels) or None


def _wanted(leaf: Leaf) -> Iterator[Text]:
    fact = registry()[leaf.fact]
    if leaf.values is not None:
        yield from (fact.labels[value] for value in fact.values if value in leaf.values and value in fact.labels)
    elif leaf.low is not None and leaf.high is not None:
        low, high = int(leaf.low), int(leaf.high)
        yield phrase("range.one", low=low) if low == high else phrase("range.both", low=low, high=high)
    elif leaf.low is not None:
        yield phrase("range.from", low=int(leaf.low))
    elif leaf.high is not None:
        yield phrase("range.to", high=int(leaf.high))


def _reach(scored: Scored, reach: Reach, truth: Truth) -> Text:
    home = scored.facts.get("region")
    if truth is Truth.TRUE and reach.everywhere:
        return everywhere_note(scored)
    if truth is Truth.TRUE and home not in reach.served:
        return phrase("match.region.moved", wanted=places_of(scored))
    if truth is Truth.FALSE:
        return phrase("match.region.failed", wanted=places_of(scored))
    if truth is Truth.ASK_PERSON and home is not None:
        return phrase("match.can_move.ask", wanted=places_of(scored))
    return phrase(f"match.region.{OUTCOMES[truth]}")


def places_of(scored: Scored) -> tuple[Text, ...]:
    """Where the service is: its towns, or its regions when no town is written."""
    atlas = scored.directory.places
    found = {}
    for site in scored.service.sites:
        if site.place:
            found[site.place] = atlas.level("place")[site.place].text
        elif site.region:
            found[site.region] = atlas.level("region")[site.region].text
    return tuple(found.values())


def everywhere_note(scored: Scored) -> Text:
    """How a service without frontiers is reached, in its record's words: online, by its members, or in a far place."""
    return next(site.note.text for site in scored.service.sites if site.serves == "all" and site.note is not None)


def _fitting(scored: Scored) -> Iterator[Text]:
    """What makes the service suit this person beyond the conditions."""
    facts, service = scored.facts, scored.service
    yield from _trade(scored)
    if facts.get("reads") in {"no", "little"} and service.offers.get("literacy") is True:
        yield phrase("match.literacy.passed")
    if facts.get("french") == "no" and "bm" in service.taught_in:
        labels = registry()["languages"].labels
        yield phrase("match.language.passed", languages=tuple(labels[code] for code in service.taught_in))
    if facts.get("sex") == "f" and any(_for_women(rule.clause) for rule in service.prefer):
        yield phrase("match.women.passed")
    if service.returnees_only is False and "return_kind" not in scored.unsaid:
        yield phrase("match.open_to_all.passed")


def _trade(scored: Scored) -> Iterator[Text]:
    if scored.service.kind not in {"training", "skills_check"}:
        return
    crafts = scored.directory.trades
    planned = scored.service.state == "planned"
    for fact, same in (("trade", "passed"), ("skill", "checked")):
        wish = scored.facts.get(fact)
        if wish is None:
            continue
        known = crafts.doable(scored.prepared.trades, is_landless(scored.facts))
        near = ((crafts.kinship(taught, wish), taught) for taught in known)
        kin, nearest = min(near, default=(Kinship.NONE, ""))
        if kin is not Kinship.NONE:
            said = "planned" if planned and kin is Kinship.SAME else same if kin is Kinship.SAME else _LIKE[kin]
            yield phrase(f"match.{fact}.{said}", trade=crafts[nearest].text)


def wished(scored: Scored) -> Iterator[Text]:
    """That it is what they asked for: work, for who must earn, or else the first need of theirs that it serves."""
    wish = view_of(scored.directory, scored.facts).wish
    if wish.must_earn and scored.service.kind == "job":
        yield phrase("match.earning.passed")
        return
    said = scored.facts.get("need") or ()
    for need in (said,) if isinstance(said, str) else said:
        if need in scored.prepared.needs:
            yield phrase("match.asked.passed", wanted=registry()["need"].labels[need])
            return


def _for_women(clause: Clause) -> bool:
    return any(leaf.fact == "sex" and leaf.values == frozenset({"f"}) for leaf in clause.leaves())
