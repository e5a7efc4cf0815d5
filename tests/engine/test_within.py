"""A name among other words is found as a slow and plain reading finds it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from bot.engine.moment import Moment
from bot.engine.named import _names
from bot.engine.turn import Turn
from bot.engine.within import SLIP_IN_A_SENTENCE, standing, within
from locales.answer import SLIP_FROM_LETTERS
from locales.fold import words
from tests import once
from tests.engine.test_turns_of_talk import AT, ORIENTED, talk

NAMES = _names(Turn(once.book(), talk(*ORIENTED[:4]), Moment(at=AT)))
KNOWN = sorted({word for _, readings in NAMES for reading in readings for word in reading.split()})
OTHERS = ["je", "veux", "apprendre", "la", "les", "motos", "mots", "electrisien", "soudure", "métiers", "x" * 40]


def _slipped(word: str) -> str:
    """The word with two of its letters in each other's place."""
    return word[:2] + word[3:4] + word[2:3] + word[4:]


def _bare(text: str) -> list[str]:
    return [word.rstrip("s") for word in words(text)]


def _plainly(text: str) -> set[tuple[frozenset[str], str]]:
    typed = _bare(text)

    def stands(word: str) -> bool:
        return word in typed or (len(word) >= SLIP_IN_A_SENTENCE and any(OSA.distance(word, one) <= 1 for one in typed))

    return {
        (frozenset(_bare(reading)), id_)
        for id_, readings in NAMES
        for reading in readings
        if len("".join(_bare(reading))) >= SLIP_FROM_LETTERS and all(map(stands, _bare(reading)))
    }


@given(st.lists(st.sampled_from([*KNOWN, *OTHERS, *map(_slipped, KNOWN)]), max_size=6).map(" ".join))
def test_the_names_that_stand_in_a_sentence_are_those_of_the_plain_reading(text: str) -> None:
    assert set(standing(text, NAMES)) == _plainly(text)


def test_the_longest_name_is_meant_and_of_two_none() -> None:
    assert within("je veux apprendre la soudure", NAMES) == "welding"
    assert within("la soudure ou la couture", NAMES) is None
    assert within("", NAMES) is None
