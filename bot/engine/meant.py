"""Which of the offered answers somebody's words mean, beyond what its buttons say: by the name of a town or a trade, by
where they say to be, or by some of the words.
"""

from __future__ import annotations

from dataclasses import replace

from bot.engine.ages import are_two_ages
from bot.engine.asked import Asked
from bot.engine.by_name import idea_named
from bot.engine.early import came_back
from bot.engine.named import denied_trade, named, told_beside, two_trades
from bot.engine.owing import owing
from bot.engine.places_named import PLACE_LISTS, place_written
from bot.engine.replies import begun_with, reply_among
from bot.engine.turn import Turn
from bot.engine.whereabouts import whereabouts
from flows.flow import Option
from flows.schema import Ask
from locales.answer import Unsure, is_of_others, understand, understand_partly


def meant(turn: Turn, spec: Ask, asked: Asked, text: str) -> Option | Unsure | None:
    """The option that the words mean: to the letter, nearly, by name of a town or trade, or by some of its words."""
    here = place_written(turn, text) if spec.answer.options in PLACE_LISTS else _country(turn, spec, text)
    if here is not None:
        return here
    if asked.years and are_two_ages(text):
        return None
    if two_trades(turn, spec.answer.options, text) or denied_trade(turn, spec.answer.options, text):
        return None
    found = understand(text, asked.choices, slips=not spec.barrier) or reply_among(text, asked.shown)
    if isinstance(found, Unsure):
        return found
    if found is None:
        options = spec.answer.options or ""
        elsewhere = named(turn, options, text) or idea_named(turn, options, text)
        if elsewhere is not None or spec.barrier:
            return elsewhere
        found = (
            over_the_others(text, asked) or _partly(turn, asked, text) or understand(text, asked.unseen, ordinals=False)
        )
    return (
        asked.option(found)
        or told_beside(turn, spec.save, text)
        or owing(text, asked.shown)
        or asked.option(begun_with(text, asked.shown))
    )


def _partly(turn: Turn, asked: Asked, text: str) -> str | None:
    """By some of the words; of safety never by words about others: « mon frère va bien » is not how they are."""
    question = turn.node.text
    if question is not None and turn.book.safety.holds(question.key) and is_of_others(text):
        return None
    return understand_partly(text, asked.choices)


def _country(turn: Turn, spec: Ask, text: str) -> Option | None:
    """Where somebody says to be, at the question of the country: « Tamanrasset » is another one."""
    found = whereabouts(turn, spec.save, text) if spec.save == "in" else {}
    fitting = (one for one in turn.node.options if one.value == found.get("in") and one.set.items() <= found.items())
    option = max(fitting, key=lambda one: len(one.set), default=None)
    return (
        replace(option, set={**option.set, **{name: found[name] for name in ("centre",) if name in found}})
        if option
        else None
    )


def over_the_others(text: str, asked: Asked) -> str | None:
    """Where the flow names an answer that stands over others, the one that a whole sentence gives."""
    return came_back(asked.choices, asked.shown, text) if any(option.over for option in asked.shown) else None
