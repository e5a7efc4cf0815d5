"""What watches over the Bambara of the stories sees French, gaps and another text; and the main stories speak it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.channels.message import Choice, Message
from bot.engine.book import Book
from bot.engine.effects import Button, Send
from bot.wording import worded
from tests import once
from tests.stories.bambara import LANGUAGE, faults

STORIES = once.stories()
MAIN = (
    "R17_wants_to_die_before_consent",
    "R1_referral_from_the_transit_centre",
    "R31_expelled_electrician_without_certificate",
    "R54_debts_that_press_come_first",
    "cannot_read_waits_in_agadez",
    "each_question_answered_by_voice",
    "mother_with_two_small_children",
    "sixteen_and_alone",
)
"""The persons that the product is made for: these stories name Bambara words themselves."""
TURNS_IN_BAMBARA = 3


@pytest.fixture
def question(book: Book) -> Message:
    """A question with its buttons, as it is said in Bambara."""
    node = book.node("orientation", "place")
    assert node.text is not None
    buttons = tuple(Button(option.id, option.label, option.picture) for option in node.options)
    return worded(book, Send((node.text,), buttons), LANGUAGE, 1)


def test_what_is_all_bambara_has_no_fault(book: Book, question: Message) -> None:
    assert question.language == LANGUAGE
    assert faults(book, question) == []


def test_a_text_that_stayed_french_is_seen(book: Book, question: Message) -> None:
    assert faults(book, replace(question, text=question.french))
    assert faults(book, replace(question, text=question.french, language="fr", french=""))


def test_a_french_sentence_under_a_bambara_one_is_seen(book: Book, question: Message) -> None:
    more = "Les services ne sont pas les mêmes avant et après l'arrivée."
    assert faults(book, replace(question, text=f"{question.text}\n{more}"))


def test_a_label_that_stayed_french_is_seen(book: Book, question: Message) -> None:
    assert faults(book, replace(question, choices=(Choice("1:skip", "Je préfère ne pas dire"),)))


def test_a_value_that_nobody_filled_is_seen(book: Book, question: Message) -> None:
    assert faults(book, replace(question, text=f"{question.text} {{place}}"))


def test_another_bambara_text_than_that_of_the_key_is_seen(book: Book, question: Message) -> None:
    assert faults(book, replace(question, text="I ni ce."))


@pytest.mark.parametrize("name", MAIN)
def test_a_main_story_names_its_bambara_words(name: str) -> None:
    turns = [turn["bm"] for turn in STORIES[name]["turns"] if turn.get("bm")]
    assert len(turns) >= TURNS_IN_BAMBARA
