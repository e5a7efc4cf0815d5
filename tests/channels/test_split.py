"""Long texts in pieces: nothing lost, nothing over the limit, cut where a reader would breathe."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.split import cut, one_line, split, tail, units

TEXTS = st.text(alphabet=st.sampled_from("ab é👍🏾\u200d\u0301.!?\n ɛ"), max_size=300)


@given(TEXTS, st.integers(2, 60))
def test_no_word_is_lost_and_no_piece_is_too_long(text: str, limit: int) -> None:
    pieces = split(text, limit)
    assert "".join("".join(pieces).split()) == "".join(text.split())
    assert all(0 < units(piece) <= limit and piece.strip() for piece in pieces)


@given(TEXTS.filter(str.strip), st.integers(2, 60))
def test_a_tail_fits_and_ends_the_text(text: str, limit: int) -> None:
    first, end = tail(text.strip(), limit)
    assert 0 < units(end) <= limit
    assert "".join((first + end).split()) == "".join(text.split())


@given(TEXTS)
def test_units_are_those_of_utf_16(text: str) -> None:
    assert units(text) == len(text.encode("utf-16-le")) // 2


@given(TEXTS)
def test_one_line_has_no_break_and_all_words(text: str) -> None:
    flat = one_line(text)
    assert "\n" not in flat
    assert "".join(flat.replace("·", "").split()) == "".join(text.split())


BORDERS = [
    ("a paragraph before a line", "Un.\n\nDeux.\nTrois quatre cinq six", 15, "Un."),
    ("a line before a sentence", "Un deux.\nTrois. Quatre cinq", 16, "Un deux."),
    ("a sentence before a word", "Un deux. Trois quatre", 16, "Un deux."),
    ("a question counts as a sentence", "Un deux ? Trois quatre", 17, "Un deux ?"),
    ("a word before a letter", "Un deux trois", 9, "Un deux"),
    ("a letter when nothing else is left", "abcdefgh", 5, "abcde"),
    ("never inside a picture", "👍👍👍", 5, "👍👍"),
    ("never between a picture and its skin", "ab👍🏾", 5, "ab"),
    ("never between a letter and its accent", "abe\u0301", 3, "ab"),
    ("never inside a joined picture", "ab👩\u200d🔧", 5, "ab"),
]


@pytest.mark.parametrize(("text", "limit", "first"), [row[1:] for row in BORDERS], ids=[row[0] for row in BORDERS])
def test_a_text_is_cut_at(text: str, limit: int, first: str) -> None:
    assert cut(text, limit)[0] == first


def test_the_end_under_buttons_is_the_question() -> None:
    assert tail("Voici ce qui existe.\n\nQue voulez-vous ?", 40) == ("Voici ce qui existe.", "Que voulez-vous ?")
    assert tail("Voici. Que voulez-vous ?", 20) == ("Voici.", "Que voulez-vous ?")


def test_lines_become_sentences_or_are_parted_by_a_dot() -> None:
    assert one_line("Merci.\n\nCoût : gratuit\nDurée : 3 mois") == "Merci. Coût : gratuit · Durée : 3 mois"
