"""What a tired man of 22 who left school at ten can follow aloud, and nothing that sounds like a promise."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from locales.catalogue import ROOT
from locales.pofiles import PoFile

NOT_FOR_PEOPLE = ("console.", "partner.", "staff.")
WORDS_A_SENTENCE, WORDS_AT_MOST = 15, 18
PROMISES = re.compile(
    r"peut vous aider|vous (?:aurez|recevrez|obtiendrez|toucherez|gagnerez)|on vous (?:donne|donnera|paie|paiera)"
    r"|reconnue? par les entreprises|garanti(?:e|es|s)?\b(?! à la)|c'est sûr\b|sera (?:accepté|payé|pris)",
    re.IGNORECASE,
)
RECORDS = ("service.", "org.", "actor.")
GUARANTEE_OF_A_LOAN = re.compile(r"^service\.(?:baobab|bnda|mali-angel|fadev)")
FREE = re.compile(r"\bgratuite?s?\b", re.IGNORECASE)
FREE_IS_SOURCED = re.compile(r"^(?:service\..*|welcome\.consent\.ask)$")
"""« Gratuit » stands in a record, which has its source, and of Sira itself."""
HARD = re.compile(
    r"\bappuis?\b|document ne dit|d'après le document|de quel côté|préciser ma|là-bas|est servie?\b|un autre revenu",
    re.IGNORECASE,
)
SENTENCES = re.compile(r"(?<=[.?!:])\s+|\n+")


def _said() -> dict[str, str]:
    entries = PoFile.read(Path(ROOT) / "fr" / "LC_MESSAGES" / "sira.po").entries.values()
    return {one.key: one.french for one in entries if not one.key.startswith(NOT_FOR_PEOPLE)}


SAID = _said()


def test_sentences_are_short() -> None:
    for key, french in ((key, french) for key, french in SAID.items() if not key.startswith(RECORDS)):
        lengths = [len(sentence.split()) for sentence in SENTENCES.split(french) if sentence.strip()]
        assert not lengths or sum(lengths) / len(lengths) <= WORDS_A_SENTENCE, (key, french)
        assert max(lengths, default=0) <= WORDS_AT_MOST, (key, french)


@pytest.mark.parametrize("pattern", [PROMISES, HARD], ids=["promises", "hard words"])
def test_nothing_sounds_like_a_promise_and_no_hard_word_is_left(pattern: re.Pattern[str]) -> None:
    found = {key: french for key, french in SAID.items() if pattern.search(french)}
    if pattern is HARD:  # a record speaks of a service in the words of its sheet
        found = {key: french for key, french in found.items() if not key.startswith(RECORDS)}
    assert not {key: french for key, french in found.items() if not GUARANTEE_OF_A_LOAN.match(key)}


def test_free_is_said_only_where_a_source_says_it() -> None:
    assert not [key for key, french in SAID.items() if FREE.search(french) and not FREE_IS_SOURCED.match(key)]


def test_a_card_asks_nothing_that_cannot_be_answered_where_it_stands() -> None:
    asking = [key for key, french in SAID.items() if key.startswith(("match.", "card.")) and "?" in french]
    assert not asking, "« Pouvez-vous changer de ville ? » under the ideas brings « oui », which is no answer there"
