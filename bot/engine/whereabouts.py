"""Where somebody says to be or to live, in a sentence of either language: in Mali by its town, or elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import takewhile
from typing import Any, Final

from bot.engine.places_named import abroad_in, abroad_written, place_in, place_written
from bot.engine.turn import Turn
from locales.fold import apart, fold, words
from locales.numberwords import is_and, is_number_word
from locales.told import clauses, denies, parts

SELF = frozenset(words("je j nous on"))
LIVES = frozenset(words("habite vis reste demeure"))
IS = frozenset(words("suis sui jsuis jsui chui"))
IN = frozenset(words("à au aux dans en"))
THERE = IN | frozenset(words("la le l région ville cercle maintenant actuellement ici déjà bien encore"))
ONCE_THERE = frozenset(
    words(
        "né née parti partie passé passée allé allée venu venue viens formé formée originaire d depuis avant étais an ans mois aller"
        " retourner rentrer partir repartir arriver veux voudrais"
    )
)
"""« Je suis né à Kayes », « prêt à partir à Gao »: a place of before, or of another day."""
OTHERS = frozenset(
    words("mon ma mes son sa ses il elle ils elles lui frère soeur femme mari famille père mère fils fille")
)
ME = frozenset(words("n ne"))
IS_IN = frozenset(words("bɛ be"))
PLACE_WORDS_MAX: Final = 3
GLUED: Final = re.compile(r"d[aeiouéèœh]\w{3}", re.IGNORECASE)
"""« Moi je suis dagadez »: the apostrophe is left out."""
BEFORE_IN_MAX: Final = 8
"""Words after « je suis » until « à Kayes »."""
Said = tuple[str, ...]


def whereabouts(turn: Turn, asked: str, text: str) -> dict[str, Any]:
    """The facts of where the person is: ``in``, and of Mali the town, cercle and region, of Niger the centre. ``asked``: the
    fact that the open question saves. Who is known to be in one country is not moved to another by a sentence.
    """
    if asked in {"region", "cercle"}:
        return {}
    told_apart = dict.fromkeys((*clauses(text), *parts(text)))
    found = next((one for part in told_apart for one in _in_part(turn, asked, part)), None)
    known = turn.facts.get("in")
    return {} if found is None or (known is not None and asked != "in" and known != found["in"]) else dict(found)


def _in_part(turn: Turn, asked: str, part: str) -> Iterator[Mapping[str, Any]]:
    typed = tuple(word for word in apart(part) if fold(word))
    said = tuple(map(fold, typed))
    if denies(part) or not said:
        return
    at = 0 if asked == "in" and len(said) <= PLACE_WORDS_MAX else _is_at(said)
    if at is not None:
        yield from _named(turn, typed[at:], nearly=asked == "in")
    elif not asked:
        yield from _called(turn, typed)
    if asked == "in" and GLUED.match(typed[-1]):
        yield from _called(turn, (typed[-1][1:],))
    for further in _further(said, told=asked == "in"):
        yield from _begun_with(turn, typed[further:])


def _named(turn: Turn, rest: Said, *, nearly: bool) -> Iterator[Mapping[str, Any]]:
    yield from _begun_with(turn, rest)
    town = place_in(turn, " ".join(rest[:PLACE_WORDS_MAX]))
    if town is not None:
        yield {**town.set, "in": "mali"}
    elsewhere = abroad_in(turn, rest[0]) if nearly and rest else None
    if elsewhere is not None:
        yield elsewhere


def _begun_with(turn: Turn, rest: Said) -> Iterator[Mapping[str, Any]]:
    """The place whose name the words begin with, the longest first; « san 24 » is years and not the town of San."""
    for many in range(min(len(rest), PLACE_WORDS_MAX), 0, -1):
        if not any(map(_counts, map(fold, rest[many : many + 1]))):
            yield from _called(turn, rest[:many])


def _counts(word: str) -> bool:
    return word.isdecimal() or (is_number_word(word) and not is_and(word))


def _called(turn: Turn, name: Said) -> Iterator[Mapping[str, Any]]:
    written = " ".join(name)
    town = place_written(turn, written)
    elsewhere = abroad_written(turn, written) if town is None else None
    if town is not None:
        yield {**town.set, "in": "mali"}
    elif elsewhere is not None:
        yield elsewhere


def _is_at(said: Said) -> int | None:
    """Where the words after « j'habite », « je suis à » begin; « je suis de Kayes » says where somebody comes from."""
    lives = next((at for at, word in enumerate(said) if word in LIVES | IS and (not at or said[at - 1] in SELF)), None)
    if lives is None:
        return None
    skipped = list(takewhile(THERE.__contains__, said[lives + 1 :]))
    return None if said[lives] in IS and IN.isdisjoint(skipped) else lives + 1 + len(skipped)


def _further(said: Said, *, told: bool) -> Iterator[int]:
    """Where the words after « n bɛ » begin, or those after each « à » in « je suis soudeur dans un centre à Kayes ». ``told``:
    where they are was asked for, so that « soudeur à Kayes » says it too.
    """
    if said[0] in ME and not IS_IN.isdisjoint(said[1:3]):
        yield 2 if said[1] in IS_IN else 3
        return
    begins = next((at + 1 for at, word in enumerate(said) if word in IS), 0 if told else None)
    if begins is None or not OTHERS.isdisjoint(said) or not ONCE_THERE.isdisjoint(said[:begins]):
        return
    here = takewhile(lambda at: said[at] not in ONCE_THERE, range(begins, min(len(said), begins + BEFORE_IN_MAX)))
    yield from (at + 1 for at in here if said[at] in IN)
