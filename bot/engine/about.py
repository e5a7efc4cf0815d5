"""An age that was said about, « une trentaine »: the answer that holds all of it, or which of the nearest it is."""

from __future__ import annotations

from bot.engine.ages import AGE
from bot.engine.kept import accept
from bot.engine.turn import Turn
from bot.engine.walk import put
from content.rules import UP_TO
from flows.flow import Option
from flows.schema import Ask
from locales.about_age import about_age


def said_about(turn: Turn, spec: Ask, text: str) -> bool:
    """Answer an age question whose spans are shown; False where ``text`` says no age about. Nothing is guessed of it: where
    a span ends in between, above all at eighteen, both are named and asked.
    """
    years = about_age(text) if spec.save == AGE else None
    if years is None:
        return False
    near = [option for option in turn.node.options if not option.typed and _meets(option, *years)]
    if not near:
        return False
    labels = tuple(option.label for option in near)
    if len(near) == 1:
        turn.note(turn.book.phrase("heard_so", facts=labels))
        accept(turn, near[0])
        return True
    turn.note(turn.book.phrase("which_of", choices=labels))
    put(turn, turn.node, again=True)
    return True


def _meets(option: Option, youngest: int, oldest: int) -> bool:
    low, most = option.value, option.set.get(UP_TO[AGE])
    return isinstance(low, int) and isinstance(most, int) and low <= oldest and youngest <= most
