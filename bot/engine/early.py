"""What a later question of the road asks, told before it: at the first question people tell their story.

Only what has one reading: a whole answer of that question, or how somebody came back in plain words.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from bot.engine.turn import WELCOME, Turn
from flows.flow import Option
from flows.schema import Ask
from locales.answer import Options, understand, understand_all
from locales.fold import words
from locales.told import DENIALS, parts
from locales.words import reply_in

ROAD: Final = "orientation"
OPENING: Final = "safety"
"""The flow in front of the road, whose question has no fact of its own."""
WHOLE: Final = ("place", "need")
"""Questions whose answer is heard when it is all that was typed, between two commas or in a clause of its own."""
RETURNED_BY: Final = frozenset({"avrr", "ofii", "expelled"})
"""« Seul » may say many things; who was sent back, or brought back, says only that."""
BROUGHT: Final = frozenset(
    words("ramené ramener ramènent rentré rentrée rentrer revenu revenue retour retourné rapatrié")
)
ADULT: Final = 18


def told_early(turn: Turn, text: str, age: object) -> Iterator[tuple[str, Any]]:
    """Facts that ``text`` answers of the road's later questions. ``age``: in years as it was just told, else None."""
    if turn.flow.name not in {ROAD, OPENING, WELCOME} or reply_in(text) is not None:
        return
    said = parts(text)
    for question in WHOLE:
        answers = [dict(_answer(turn, question, part)) for part in said]
        yield from next((one.items() for one in answers if one and all(other in ({}, one) for other in answers)), ())
    ways = turn.book.node(ROAD, "return_kind").options
    came = came_back(turn.book.choices(ways), ways, text)
    if came in RETURNED_BY and (came == "expelled" or not BROUGHT.isdisjoint(words(text))):
        yield "return_kind", came
    known = age if age is not None else turn.facts.get("age")
    if isinstance(known, int) and known < ADULT:
        yield from _answer(turn, "alone", text)


def came_back(choices: Options, options: tuple[Option, ...], text: str) -> str | None:
    """How somebody came back, from a sentence: the one way that stands in it, or the one that stands over the others (who
    was sent back and then helped came with that help); None where one is denied: « expulsé, sans l'OIM ».
    """
    if not DENIALS.isdisjoint(words(text)):
        return None
    said = understand_all(text, choices)
    return next((one.id for one in options if one.id in said and said - {one.id} <= {*one.over}), None)


def _answer(turn: Turn, question: str, text: str) -> Iterator[tuple[str, Any]]:
    node = turn.book.node(ROAD, question)
    spec = node.spec
    found = understand(text, turn.book.choices(node.options), slips=False, ordinals=False)
    option = next((one for one in node.options if one.id == found and not (one.unknown or one.aside)), None)
    if isinstance(spec, Ask) and option is not None and option.value:
        if spec.save == "in" and turn.facts.get("in", option.value) != option.value:
            return  # « Niamey » where a region of Mali is asked for
        yield spec.save, option.value
        yield from option.set.items()
