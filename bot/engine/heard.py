"""« J'ai compris : … »: what was understood in other words than an answer's own, so that a wrong reading can be taken back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bot.engine.ages import AGE, may_be_years
from bot.engine.early import ROAD
from bot.engine.places_named import CENTRE, IN, PLACE_LISTS
from bot.engine.turn import Turn
from content.facts import registry
from content.rules import UP_TO
from flows.flow import Option
from flows.schema import Ask
from locales.answer import understand_exactly
from locales.fold import words
from locales.text import Text

LABELLED = frozenset({"return_kind", "schooling", "french"})
"""Said back in the words of the registry."""
PLACES = ("place", "cercle", "region", CENTRE, IN)
"""From the smallest; only that is said back."""
SAID = ("need", "skill", "trade", "certificate", "documents.", *PLACES, AGE, "can_stop_earning", "debts", "return_kind")
TRADES = frozenset({"trade", "skill"})
"""What is said back, in this order."""


def say_back(turn: Turn, told: Mapping[str, Any]) -> None:
    """In front of what comes next."""
    heard = tuple(_heard(turn, told))
    if heard:
        turn.note(turn.book.phrase("heard_so", facts=heard))


def say_span_back(turn: Turn, found: Option, shown: tuple[Option, ...], text: str) -> None:
    """The answer that a digit chose where that digit may be somebody's age: a child of eight is not made sixty unheard."""
    spec = turn.node.spec
    if isinstance(spec, Ask) and spec.save == AGE and may_be_years(text, shown):
        turn.note(turn.book.phrase("heard_so", facts=(found.label,)))


def called_otherwise(turn: Turn, found: Option, spec: Ask, shown: tuple[Option, ...], text: str) -> dict[str, object]:
    """The place or trade that was understood by another name than its own, to be said back: « Lafiabougou » is a quarter of
    Bamako, and of other towns too; « Tamanrasset » is another country; « le maçon » stands on no button.
    """
    if spec.save == IN and not found.unknown:
        named = understand_exactly(text, turn.book.choices((found,))) is not None
        return {} if named or found.value == "mali" else {IN: found.value, **found.set}
    if spec.save in TRADES and not found.aside and found not in shown:
        return {} if _names(text, found) else {spec.save: found.value}
    if spec.answer.options not in PLACE_LISTS or found.aside or found in shown or spec.save not in found.set:
        return {}
    return {} if _names(text, found) else dict(found.set)


def _names(text: str, found: Option) -> bool:
    return frozenset(words(found.label.fr)) <= frozenset(words(text))


def _heard(turn: Turn, told: Mapping[str, Any]) -> Iterator[Text]:
    smallest = next((level for level in PLACES if level in told), "")
    for name in sorted(told, key=_order):
        value = told[name]
        if name in PLACES:
            yield from (_place(turn, name, value) for _ in [0] if name == smallest and value != "mali")
        elif name == "need":
            yield from (registry()[name].labels[one] for one in value)
        elif name in LABELLED:
            yield registry()[name].labels[value]
        elif name == "children":
            yield turn.book.phrase("heard_children", count=value)
        elif name in {"skill", "trade"}:
            yield turn.book.directory.trades[value].text
        elif name == AGE:
            yield from () if UP_TO[name] in told else (turn.book.phrase("heard_age", age=value),)
        elif name.startswith("documents."):
            paper = registry()[name].labels["yes"]
            yield turn.book.phrase("heard_no_paper", paper=paper)
        else:
            yield from _by_phrase(turn, name, value)


def _by_phrase(turn: Turn, name: str, value: Any) -> Iterator[Text]:
    """The phrase of this very value, where it has one: « rester dans votre ville » is not what « yes » means."""
    known = (phrase for phrase in (f"heard_{name}_{value}", f"heard_{name}") if phrase in turn.book.phrases)
    found = next(known, None)
    if found is not None and value != "none":
        yield turn.book.phrase(found)


def _place(turn: Turn, name: str, value: str) -> Text:
    """A place of the directory; a country as the button says it that stands for no place in it: « Un autre pays »."""
    if name != IN:
        return turn.book.directory.places.level(name)[value].text
    options = turn.book.node(ROAD, "place").options
    return next(one.label for one in options if one.value == value and not one.set)


def _order(name: str) -> int:
    return next((place for place, one in enumerate(SAID) if name.startswith(one)), len(SAID))
