"""What is said before it may be kept: age, place and wish in the first words, and where somebody in danger is.

« Je suis à Gao, j'ai 24 ans, je veux travailler » was asked for again, word by word, after the yes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bot.engine.places_named import place_written
from bot.engine.turn import Turn
from locales.answer import understand_exactly
from locales.fold import words

TOLD_FIRST = "told_first"
"""The note of what was said before the yes: it goes with a no, and with a yes it is known."""
KEPT_FIRST = frozenset({"in", "centre", "region", "cercle", "place", "age", "need", "trade", "skill", "return_kind"})
"""What the road asks anyway; of papers, debts and children nothing is noted unasked."""
DANGER_AT = "danger_at"
"""The note of where somebody was who wrote of danger: who is called must know where, whatever was agreed to (vital interest)."""
REGION, CENTRE = "region", "centre"
IN = frozenset(words("à au dans vers sur la"))
PLACE_WORDS_MAX = 3


def keep_until_yes(turn: Turn, told: Mapping[str, Any]) -> None:
    """Note what was told for the yes that is still to be said."""
    kept = {name: value for name, value in told.items() if name in KEPT_FIRST}
    if turn.consent != "yes" and kept:
        turn.jot(TOLD_FIRST, {**_noted(turn), **kept})


def known_by_yes(turn: Turn) -> None:
    """What was noted is known from now on, and not asked again."""
    told = {name: value for name, value in _noted(turn).items() if name not in turn.facts}
    turn.notes.pop(TOLD_FIRST, None)
    turn.learn(told)
    turn.told = list(dict.fromkeys((*turn.told, *told)))


def _noted(turn: Turn) -> dict[str, Any]:
    noted = turn.notes.get(TOLD_FIRST)
    return dict(noted) if isinstance(noted, Mapping) else {}


def take_back(turn: Turn, undone: Mapping[str, Any]) -> None:
    """« Retour » takes it back too."""
    left = {name: value for name, value in _noted(turn).items() if name not in undone}
    turn.notes.pop(TOLD_FIRST, None)
    if left:
        turn.jot(TOLD_FIRST, left)


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
