"""A suggestion as it stands on a small screen: what and where, why, what to check, cost, papers, start, freshness.

What a sheet does not say is said to be unknown; nothing is guessed, no date, place or sum is promised.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from datetime import date
from itertools import islice

from content.card_fit import fitted, gathered
from content.card_lines import (
    bed_lines,
    first_check_lines,
    moving_line,
    paper_lines,
    phone_lines,
    place_line,
    some_trades,
    title_line,
)
from content.card_times import LEARNING, length_line, start_lines
from content.costs import notes_to_confirm, price
from content.explain import passed_keys, tell_label, there_label
from content.freshness import DATED, fresh_line
from content.phrases import phrase
from content.scored import Scored
from content.suits import wished
from locales.text import Text, once

LINES_MAX = 10
"""Lines of a card that a small phone shows without much scrolling. Lines join to fit; the reason always stays."""
REASONS_SHOWN = 2
NOTES_SHOWN = 1
ASKED_THERE = 2
"""Things that a card says to ask the organisation for, in one breath; all of them stand in the details."""
OF_ANYBODY = frozenset({"match.age.passed", "match.sex.passed", "match.return_kind.passed"})
"""What is true of most people: by itself no reason why this one is shown it."""
DEMANDED = {"schooling": "match.schooling.ask", "document": "match.document.ask", "age": "match.age.ask_them"}
"""Open facts of which the card says what is asked for: a level of school, papers that have no line of their own, an age
within the span that was told.
"""
GOOD = ("passed", "near", "family", "planned", "checked", "unknown")
"""How the names of sentences begin that speak for a service."""


def card(
    scored: Scored, today: date, beneath: tuple[Text, ...] = (), passed: AbstractSet[str] = frozenset()
) -> tuple[Text, ...]:
    """The short card, one line a thought. No number stands on it, so nothing on it expires without its date.

    ``beneath``: lines that are said once under all the cards, and so left out of each. ``passed``: facts that the person was
    asked for and does not know: nobody is told to say them still.
    """
    return once(_card(scored, today, beneath, passed))


def care_lines(scored: Scored, today: date) -> tuple[Text, ...]:
    """A place of help: what it is, where, what to ask first. No cost talk, no ranking reasons."""
    return once(_care(scored, today))


def _card(scored: Scored, today: date, beneath: tuple[Text, ...], passed: AbstractSet[str]) -> Iterator[Text]:
    head = (
        title_line(scored),
        moving_line(scored) or place_line(scored),
        *islice(first_check_lines(scored), NOTES_SHOWN),
    )
    reasons, taught = tuple(_why(scored)), tuple(some_trades(scored))
    why = (*taught, *reasons) if "trade" in (scored.facts.get("need") or ()) else (*reasons[:1], *taught, *reasons[1:])
    kept = len(reasons[:1]) + len(taught)
    apart = sum(line.key in DATED for line in beneath)
    told = (line for line in _terms(scored, today, passed) if line not in beneath)
    terms = fitted(gathered(told, closing=1 - apart), LINES_MAX - len(head) - kept)
    yield from head
    yield from why[: max(1, LINES_MAX - len(head) - len(terms))]
    yield from terms


def _terms(scored: Scored, today: date, passed: AbstractSet[str]) -> Iterator[Text]:
    """What to check, length, price, papers, start and date."""
    learning = scored.service.kind in LEARNING
    papers = paper_lines(scored)
    yield from _to_check(scored, papers, passed)
    if learning:
        yield length_line(scored)
    yield from price(scored)
    yield from papers
    yield from start_lines(scored)
    yield fresh_line(scored, today)


def _care(scored: Scored, today: date) -> Iterator[Text]:
    service = scored.service
    checks = tuple(first_check_lines(scored))
    yield title_line(scored)
    yield from checks
    if checks:
        yield phrase("card.ask_first")
    if service.about:
        yield service.about.text
    yield place_line(scored)
    yield from bed_lines(scored)
    yield from (note.text for note in scored.confirms)
    yield from phone_lines(scored, today)
    yield fresh_line(scored, today)


def _why(scored: Scored) -> Iterator[Text]:
    """What speaks for it, at most two sentences; the place has its own line.

    A fact that is half known would read « Votre niveau d'école convient » above « À vérifier : l'école »: it is only
    asked. « Ouvert à tous » above « À vérifier : votre âge » too: it stands where nothing else speaks. Where only
    what holds for anybody speaks, what they asked for does first.
    """
    unsure = passed_keys(scored, scored.open)
    good = (text for text in scored.favour if text.key.rpartition(".")[2].startswith(GOOD))
    own = [text for text in good if text.key not in unsure | {"match.region.passed", "match.open_to_all.passed"}]
    if all(text.key in OF_ANYBODY for text in own):
        own = [*wished(scored), *own]
    if own:
        yield from own[:REASONS_SHOWN]
    elif scored.service.returnees_only is False and "return_kind" not in scored.unsaid:
        yield phrase("match.open_to_all.passed")


def _demands(scored: Scored, names: AbstractSet[str]) -> Iterator[Text]:
    """What the service asks for and may refuse for, by name: « dites encore votre niveau d'école » does not say which."""
    keys = {DEMANDED[name] for name in names}
    return (text for text in scored.reasons if text.key in keys) if keys else iter(())


def _to_check(scored: Scored, papers: tuple[Text, ...], passed: AbstractSet[str]) -> Iterator[Text]:
    """What is open, each thing once: papers that are named or unknown have their own line, and so has a note."""
    own_line = {"confirm", "document"} if papers else {"confirm"}
    ask = scored.ask
    demands = tuple(_demands(scored, DEMANDED.keys() & set(ask) - own_line))
    own_line |= {name for name, key in DEMANDED.items() if any(text.key == key for text in demands)}
    yield from demands
    yours = [tell_label(name) for name in ask if name not in own_line | passed]
    later = [tell_label(name) for name in ask if name in passed - own_line]
    theirs = [there_label(name) for name in scored.unsaid if name not in own_line and name not in ask][:ASKED_THERE]
    if yours:
        yield phrase("card.check_you", facts=tuple(yours))
    if later:
        yield phrase("card.check_later", facts=tuple(later))
    if theirs:
        yield phrase("card.check_them", facts=tuple(theirs))
    if not any(first_check_lines(scored)):
        yield from [note.text for note in notes_to_confirm(scored)[:NOTES_SHOWN]]
