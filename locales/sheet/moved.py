"""The state that one answer of the sheet brings a sentence to: one step at a time, and said back by another person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from locales.fold import fold
from locales.pofiles import Entry
from locales.review import STATES, Reviewed, State, hash_of
from locales.sheet.answers import Answer
from locales.sheet.columns import ANSWERS, STATE_WORDS
from locales.sheet.fault import RowRefusedError

FINE, TO_CHANGE = ANSWERS
SAID_BACK_BY_ANOTHER: Final = "said_back"
_BY_WORD: Final[Mapping[str, State]] = {word: state for state, word in STATE_WORDS.items()}


def moved(
    answer: Answer, entry: Entry, words: str, states: Mapping[str, Reviewed], who: str, day: str
) -> tuple[Reviewed, tuple[str, ...]]:
    """The state reached with these ``words``, and what must be told of it. Raises ``RowRefusedError``."""
    before = state_of(states, entry)
    fresh = words != entry.words
    if fresh:
        before = Reviewed("draft", hash_of(entry.french), hash_of(words))
    elif answer.answer == TO_CHANGE:
        if answer.state:
            raise RowRefusedError("« à changer » et un état à la fois ; écrivez le nouveau texte, ou effacez l'état")
        return Reviewed("draft", hash_of(entry.french), hash_of(words)), ()
    to = _BY_WORD[answer.state] if answer.state else before.state
    if not answer.state and answer.answer == FINE and before.state == "draft":
        to = "read_aloud"
    step = STATES.index(to) - STATES.index(before.state)
    if step == 0:
        return before, ()
    if step < 0:
        raise RowRefusedError(f"déjà « {STATE_WORDS[before.state]} » ; pour revenir en arrière, répondez « à changer »")
    says: tuple[str, ...] = ()
    if step > 1:
        following = STATES[STATES.index(before.state) + 1]
        lacks = f"il manque l'étape « {STATE_WORDS[following]} » avant « {STATE_WORDS[to]} »"
        if not fresh:
            raise RowRefusedError(lacks)
        says = (f"{lacks} ; le nouveau texte est pris, comme « {STATE_WORDS[following]} »",)
        to = following
    if to == SAID_BACK_BY_ANOTHER and fold(before.by) == fold(who):
        raise RowRefusedError(
            "une autre personne redit la phrase en français ; importez avec son rôle, par exemple « locutrice 2, Kayes »"
        )
    return Reviewed(to, hash_of(entry.french), hash_of(words), who, day), says


def state_of(states: Mapping[str, Reviewed], entry: Entry) -> Reviewed:
    """Where the sentence stands; a draft where nobody has looked at it."""
    return states.get(entry.key, Reviewed("draft", hash_of(entry.french), hash_of(entry.words)))
