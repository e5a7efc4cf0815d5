"""A sentence that is taken apart once says to each who reads it what the same words say."""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locales.answer import understand, understand_all
from locales.bounds import is_bound
from locales.complaining import complains
from locales.durations import age_in
from locales.fold import apart, exact, fold, words
from locales.numbers import number_in, plain_digits
from locales.ordinals import ordinal_in
from locales.own_age import is_own_age
from locales.sentence import SHORT, Sentence, cut, sentence
from locales.sound import sounds
from locales.told import age_told, clauses, denies, parts, told_in
from locales.words import command_in, is_courtesy, language_of, reply_in, safety_signs, topic_in
from locales.years import bare_age, lasted
from tests import once

OPTIONS = (("trade", ("Apprendre un métier", "métier")), ("debts", ("J'ai des dettes",)), ("no", ("Non", "ayi")))
READERS: tuple[Callable[[str], Any], ...] = (
    apart, exact, fold, words, number_in, plain_digits, ordinal_in, is_bound, is_own_age, complains, sounds, age_told, clauses,
    denies, parts, told_in, command_in, is_courtesy, language_of, reply_in, safety_signs, topic_in, bare_age, lasted,
    lambda text: age_in(text, 2026), lambda text: understand(text, OPTIONS), lambda text: understand_all(text, OPTIONS),
)  # fmt: skip
SAID = sorted(
    {turn["say"] for story in once.stories().values() for turn in story["turns"] if isinstance(turn.get("say"), str)}
)
LONG = "j'ai 25 ans mais le centre de Kayes ne m'a rien répondu, je suis soudeur sans diplôme ni attestation"


@given(st.lists(st.sampled_from(SAID) | st.text(max_size=30), min_size=1, max_size=5).map(", ".join))
def test_everybody_reads_in_a_sentence_what_they_read_in_its_words(text: str) -> None:
    said = sentence(text)
    for reads in READERS:
        assert reads(said) == reads(text) == reads(said)


def test_what_is_read_in_a_sentence_is_read_once() -> None:
    asked = []

    def reads(text: str, how: int) -> str:
        asked.append(how)
        return text[:how]

    said = Sentence(LONG)
    assert [said.read(reads, 3), said.read(reads, 3), said.read(reads, 5)] == [LONG[:3], LONG[:3], LONG[:5]]
    assert asked == [3, 5]
    assert Sentence(LONG).read(reads, 3) == LONG[:3]
    assert asked == [3, 5, 3]


def test_its_clauses_are_read_once_too() -> None:
    said = sentence(LONG)
    assert clauses(said) is clauses(said)
    assert {type(one) for one in clauses(said) if len(one) > SHORT} == {Sentence}
    assert {type(one) for one in clauses(LONG)} == {str}


def test_when_the_turn_is_over_nothing_of_a_sentence_is_left_in_the_process() -> None:
    said = sentence(LONG)
    for reads in READERS:
        reads(said)
    assert _left() > 1
    del said
    gc.collect()
    assert _left() == 0


def _left() -> int:
    """Sentences that are somewhere in memory, and are this one or a part of it."""
    return sum(type(one) is Sentence and one in LONG for one in gc.get_objects())


@pytest.mark.parametrize("short", ["oui", "j'ai 25 ans", "x" * SHORT])
def test_short_words_are_everybody_s_and_stay_as_they_are(short: str) -> None:
    assert sentence(short) is short
    assert cut(sentence(LONG), short) is short
