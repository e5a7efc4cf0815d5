"""What is said before it may be kept or is asked: the age in the first words, and where somebody in danger is.

« J'ai 14 ans » was answered « je n'ai pas compris » at the first questions, and a child's age asked for again much later.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bot.engine.named import place_written
from bot.engine.turn import WELCOME, Turn
from flows.schema import Ask
from locales.answer import understand_exactly
from locales.fold import words
from locales.told import age_told

FIRST_QUESTIONS = frozenset({WELCOME, "safety"})
"""Flows whose choices save no fact, before which nobody was asked anything."""
TOLD_FIRST = "told_first"
"""The note of an age that was said before the yes: it goes with a no, and with a yes it is known."""
DANGER_AT = "danger_at"
"""The note of where somebody was who wrote of danger: who is called must know where, whatever was agreed to (vital interest)."""
REGION, CENTRE = "region", "centre"
IN = frozenset(words("à au dans vers sur la"))
PLACE_WORDS_MAX = 3


def age_said_first(turn: Turn, text: str) -> dict[str, Any]:
    """The age that ``text`` tells at the first questions; none of who said no."""
    spec = turn.node.spec
    asked = isinstance(spec, Ask) and spec.answer.text is None and turn.flow.name in FIRST_QUESTIONS
    age = age_told(text) if asked and turn.consent != "no" and "age" not in turn.facts else None
    return {} if age is None else {"age": age}


def keep_until_yes(turn: Turn, told: Mapping[str, Any]) -> None:
    """Note an age for the yes that is still to be said."""
    if turn.consent != "yes" and "age" in told:
        turn.jot(TOLD_FIRST, told["age"])


def known_by_yes(turn: Turn) -> None:
    """What was noted is known from now on, and not asked again."""
    age = turn.notes.pop(TOLD_FIRST, None)
    if age is not None:
        turn.learn({"age": age})
        turn.told = list(dict.fromkeys((*turn.told, "age")))


def take_back(turn: Turn, undone: Mapping[str, Any]) -> None:
    """« Retour » takes it back too."""
    if "age" in undone:
        turn.notes.pop(TOLD_FIRST, None)


def note_danger_at(turn: Turn, text: str) -> None:
    """Note the place that words of danger name, where none is known: « enfermée à Agadez »."""
    if turn.facts.get(REGION) or turn.facts.get(CENTRE):
        return
    found = next(_places(turn, words(text)), None)
    if found is not None:
        turn.notes[DANGER_AT] = list(found)


def _places(turn: Turn, said: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """A centre or a region after « à », the longest name first."""
    centres = [(slug, place.written) for slug, place in turn.book.directory.places.level(CENTRE).items()]
    for at, word in enumerate(said):
        if word not in IN:
            continue
        for many in range(PLACE_WORDS_MAX, 0, -1):
            name = " ".join(said[at + 1 : at + 1 + many])
            centre = understand_exactly(name, centres) if name else None
            town = place_written(turn, name) if name else None
            if centre:
                yield CENTRE, str(centre)
            elif town is not None:
                yield REGION, str(town.value)
