"""Why a service fits or not: one reviewed sentence per fact and outcome, so that every service explains itself."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Any

from content.conditions import Condition, Reach, blamed, public_name
from content.facts import registry
from content.phrases import phrase, phrases
from content.rules import UP_TO, Leaf, Truth
from content.suits import fitting
from locales.text import Text, Value, once

if TYPE_CHECKING:
    from content.scored import Scored

SENTENCES_KEPT = 4096
"""Sentences of conditions: those of a catalogue several times over."""
OUTCOMES = {Truth.TRUE: "passed", Truth.FALSE: "failed", Truth.ASK_PERSON: "ask", Truth.ASK_SOURCE: "source"}


def favour_of(scored: Scored) -> tuple[Text, ...]:
    """What speaks for a service: what suits the person beyond its conditions, then the conditions that hold."""
    suits = fitting(scored) if scored.truth is not Truth.FALSE else ()
    return once((*suits, *_told(scored, Truth.TRUE)))


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
    own = f"match.{name}.passed_{facts.get(name)}" if name in _told_apart() else ""
    return own if own in phrases() else f"match.{name}.passed"


@cache
def _told_apart() -> frozenset[str]:
    """The facts that have a sentence for some of their values."""
    return frozenset(key.split(".")[1] for key in phrases() if ".passed_" in key)


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
    whole = condition.origin == "inferred" or isinstance(condition.test, Leaf)
    names = condition.names if whole else blamed(condition.test, scored.facts, plain)
    for name in names or condition.names:
        yield _sentence(scored, name, condition, truth)


def _sentence(scored: Scored, name: str, condition: Condition, truth: Truth) -> Text:
    outcome = OUTCOMES[truth]
    key = _passed(name, scored.facts) if truth is Truth.TRUE else f"match.{name}.{outcome}"
    if truth is Truth.ASK_PERSON and UP_TO.get(name) in scored.facts:
        key = f"match.{name}.ask_them"
    return _worded(condition, name, key, outcome)


@lru_cache(maxsize=SENTENCES_KEPT)
def _worded(condition: Condition, name: str, key: str, outcome: str) -> Text:
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
    if leaf.values is not None and fact.ordered and _from_one_up(leaf.values, fact.values):
        yield phrase("range.at_least", low=fact.labels[fact.values[-len(leaf.values)]])
    elif leaf.values is not None:
        yield from (fact.labels[value] for value in fact.values if value in leaf.values and value in fact.labels)
    elif leaf.low is not None and leaf.high is not None:
        low, high = int(leaf.low), int(leaf.high)
        yield phrase("range.one", low=low) if low == high else phrase("range.both", low=low, high=high)
    elif leaf.low is not None:
        yield phrase("range.from", low=int(leaf.low))
    elif leaf.high is not None:
        yield phrase("range.to", high=int(leaf.high))


def _from_one_up(wanted: Collection[object], values: Sequence[object]) -> bool:
    """Whether a level and all above it are wanted: who has never seen these diplomas is told the lowest, not the list."""
    return len(wanted) > 1 and set(values[-len(wanted) :]) == set(wanted)


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
