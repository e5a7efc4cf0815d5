"""Which of the offered answers somebody's typed words mean.

The order: id, number of the answer, label or synonym (folded, any language), what the whole message replies (*awɔ*
where an answer says *oui*), then the label among everyday words, then one slip of the finger in a word of four letters
or more, then the ear (*elevaj*). Each only when it fits a single answer. What is stored is never folded.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import OSA

from locales.fold import apart, fold, words
from locales.ordinals import ordinal_in
from locales.sound import HEARD_FROM, sound_alike, sounds
from locales.words import reply_in

Options = Sequence[tuple[str, tuple[str, ...]]]
"""Answer ids, each with every way in which it is written: labels of all languages, synonyms."""

SLIP_FROM_LETTERS: Final = 4
NAMED_FROM_LETTERS: Final = 3  # « OIM »
NO_SLIP: Final = frozenset({"mari", "nager"})
"""Words of their own, a letter away from an answer: a husband is no « Mali »."""
SEVERAL_MAX: Final = 3  # more than this are no help as a question
REMEMBERED: Final = 8192
"""Sets of readings kept folded: all answers of all flows fit (about 600), and lists of places and trades."""

_DIGITS: Final = re.compile(r"\d+")
_UNKNOWN: Final = frozenset({"dont_know", "prefer_not"})
_DECIDES: Final = frozenset({"yes", "no"})
_AROUND: Final = frozenset(
    words(
        "je j veux voudrais aimerais choisis prends cherche moi c est ce la le les l un une du de des d au en svp merci"
        " s il vous plaît bonjour bonsoir salut suis sui être devenir habite plutôt seulement n ne b ba bɛ a fɛ ka o in ye dɔrɔn i ni ce"
    )
)

_OTHERS: Final = frozenset(
    words(
        "mon ma mes ton son sa ses leur il elle ils elles mari femme frère frères soeur soeurs père mère maman papa enfant enfants ami amis"
        " aller ira sera balima balimakɛ balimamuso denw muso cɛ teri"
    )
)


@dataclass(frozen=True, slots=True)
class Unsure:
    """Something between yes and no: ask again."""


def understand_exactly(text: str, options: Options) -> str | None:
    """The answer whose id or wording this is to the letter, folded; no numbers, no slips."""
    typed = text.strip()
    folded = fold(typed)
    for id_, readings in options:
        if typed == id_ or (folded and folded in _folded(readings)):
            return id_
    return None


def understand(text: str, options: Options, *, ordinals: bool = True, slips: bool = True) -> str | Unsure | None:
    """The id of the answer meant, ``Unsure`` for a grunt where yes or no was asked, None when it is none of them.

    ``slips`` is off where a guess could harm: consent, stop, erase.
    """
    found = understand_exactly(text, options)
    if found is not None:
        return found
    reply = reply_in(text)
    if reply == "unsure":
        return Unsure() if any(_replies(readings) & _DECIDES for _, readings in options) else None
    place = ordinal_in(text, len(options)) if ordinals else None
    if place is not None:
        return options[place - 1][0]
    if reply is not None:
        return _replied(reply, options)
    if not slips:
        return None
    return _among_other_words(text, options) or _slipped(fold(text), options) or _sounded(text, options)


def _replied(reply: str, options: Options) -> str | None:
    """The answer that replies the same; « I do not know » and « I prefer not to say » stand in for each other."""
    same = _only(options, lambda readings: reply in _replies(readings))
    return same or (_only(options, lambda readings: bool(_UNKNOWN & _replies(readings))) if reply in _UNKNOWN else None)


def _among_other_words(text: str, options: Options) -> str | None:
    bare = _bare(text)
    return _only(options, lambda readings: bare in _bare_readings(readings)) if bare else None


def _slipped(folded: str, options: Options) -> str | None:
    if len(folded) < SLIP_FROM_LETTERS or folded in NO_SLIP:
        return None
    return _only(options, lambda readings: _near(folded, _folded(readings)))


def _sounded(text: str, options: Options) -> str | None:
    """By ear; a digit is written and not heard."""
    heard = "" if _DIGITS.search(text) else _bare_sounds(text)
    if len(heard) < HEARD_FROM:
        return None
    return _only(options, lambda readings: any(sound_alike(heard, one) for one in _heard(readings)))


def _only(options: Options, fits: Callable[[tuple[str, ...]], bool]) -> str | None:
    found = {id_ for id_, readings in options if fits(readings)}
    return found.pop() if len(found) == 1 else None


def _near(folded: str, readings: Iterable[str]) -> bool:
    """One letter apart; a digit is no slip: « moins de 25 ans » is not « moins de 15 ans »."""
    return any(
        len(reading) >= SLIP_FROM_LETTERS
        and _DIGITS.findall(folded) == _DIGITS.findall(reading)
        and OSA.distance(folded, reading, score_cutoff=1) <= 1
        for reading in readings
    )


def _bare(text: str) -> str:
    return "".join(word for word in words(text) if word not in _AROUND)


@lru_cache(maxsize=REMEMBERED)
def _folded(readings: tuple[str, ...]) -> frozenset[str]:
    return frozenset(fold(reading) for reading in readings) - {""}


@lru_cache(maxsize=REMEMBERED)
def _heard(readings: tuple[str, ...]) -> frozenset[str]:
    return frozenset(
        hear(reading) for reading in readings if not _DIGITS.search(reading) for hear in (sounds, _bare_sounds)
    )


def _bare_sounds(text: str) -> str:
    return sounds(" ".join(word for word in apart(text) if fold(word) not in _AROUND))


@lru_cache(maxsize=REMEMBERED)
def _bare_readings(readings: tuple[str, ...]) -> frozenset[str]:
    return frozenset(_bare(reading) for reading in readings) - {""}


@lru_cache(maxsize=REMEMBERED)
def _replies(readings: tuple[str, ...]) -> frozenset[str]:
    return frozenset(reply for reading in readings if (reply := reply_in(reading)))


def understand_partly(text: str, options: Options) -> str | None:
    """The one answer whose wording holds all the words typed, or whose synonym stands among them; None when several do.

    For « des dettes » or « je suis à Kayes maintenant »; never where a guess could harm.
    """
    return next((found.pop() for found in _partly(text, options) if len(found) == 1), None)


def understand_partly_several(text: str, options: Options) -> frozenset[str]:
    """The answers, two or three, whose wording holds all the words typed: « métier » may be learnt or known already."""
    found = next(iter(_partly(text, options)), set())
    return frozenset(found) if 1 < len(found) <= SEVERAL_MAX else frozenset()


def understand_all(text: str, options: Options) -> frozenset[str]:
    """Every answer whose wording or synonym stands whole among the words typed: « expulsé, puis l'OIM » names two."""
    typed = frozenset(words(text))
    worded = ((id_, frozenset(words(reading))) for id_, readings in options for reading in readings)
    return frozenset(id_ for id_, said in worded if said <= typed and len("".join(said)) >= NAMED_FROM_LETTERS)


def is_of_others(text: str) -> bool:
    """Whether somebody else is spoken of, or what is to come: « mon frère va bien », « ça va aller »."""
    return not _OTHERS.isdisjoint(words(text))


def names_only(text: str, options: Options) -> bool:
    """Whether nothing but answers is named, with small words around: « c'est l'attente au centre »."""
    named = {word for _, readings in options for reading in readings for word in words(reading)}
    return named.union(_AROUND).issuperset(words(text))


def _partly(text: str, options: Options) -> Iterator[set[str]]:
    """Whose wording holds all the words typed; then whose synonym stands among them."""
    typed = frozenset(words(text))
    if not any(len(word) >= SLIP_FROM_LETTERS for word in typed):
        return
    worded = [(id_, frozenset(words(reading))) for id_, readings in options for reading in readings]
    yield {id_ for id_, said in worded if typed <= said}
    yield {id_ for id_, said in worded if said <= typed and len("".join(said)) >= SLIP_FROM_LETTERS}
