"""What a notification shows of any message tells nothing to who looks at the phone (A3)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import combinations

import pytest

from bot.channels.capabilities import BY_NAME
from bot.channels.render import render
from bot.channels.whatsapp.templates import NEUTRAL_TEXT
from bot.engine.book import Book
from bot.engine.effects import Button, Send
from bot.fallback import QUIET_TEXT, SAFETY_TEXT
from bot.wording import worded
from content.card import card, care_lines
from content.card_details import details
from content.emergency import emergency_block
from content.match import match
from content.plights import OF_SIGN, Plight
from flows.limits import PREVIEW_CHARACTERS
from locales.fold import words
from locales.sensitive import sensitive_words
from locales.text import Lines, Text

LANGUAGES = ("fr", "bm")
FEWEST_TEXTS = 350  # fewer were found: the flows are not read whole any more
TODAY = date(2026, 11, 21)
PEOPLE = (
    {"in": "mali", "region": "kayes", "age": 24, "need": ["learn"]},
    {"in": "mali", "region": "gao", "age": 30, "sex": "f", "need": ["shelter", "health", "papers"]},
    {"in": "niger", "region": "bamako", "age": 16, "need": ["job"]},
)


def told(text: str) -> set[str]:
    """The sensitive words that a notification of ``text`` would show."""
    return set(words(text[:PREVIEW_CHARACTERS])) & sensitive_words()


def _questions(book: Book) -> Iterator[tuple[str, Send]]:
    for flow in book.flows.values():
        for name, node in flow.nodes.items():
            if node.text is not None:
                buttons = tuple(Button(option.id, option.label, option.picture) for option in node.options)
                yield f"{flow.name}.{name}", Send((node.text,), buttons)


def test_the_list_is_not_empty_and_is_folded_like_what_it_is_held_against() -> None:
    assert told("Violence, danger") == {"violence", "danger"}
    assert told("x" * PREVIEW_CHARACTERS + " danger") == set()


def _may_begin(book: Book) -> Iterator[Text]:
    """What can stand first in a message: questions and statements, reasons and examples put before a question asked
    again, the engine's own phrases. A label stands under its question; a service's note stands under its name.
    """
    for flow in book.flows.values():
        for node in flow.nodes.values():
            yield from (text for text in (node.text, node.why, node.retry) if text is not None)
    yield from book.phrases.values()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_that_may_begin_a_message_is_neutral(book: Book, language: str) -> None:
    every = tuple(_may_begin(book))
    assert len(every) > FEWEST_TEXTS
    found = {text.key: told(book.catalogues.say(Text(text.key, text.fr), language)) for text in every}
    assert {key: which for key, which in found.items() if which} == {}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("facts", [{}, *PEOPLE], ids=["nothing known", "kayes", "gao", "niger"])
def test_the_emergency_block_begins_neutrally(book: Book, language: str, facts: dict[str, object]) -> None:
    lines = emergency_block(book.directory, facts, TODAY)
    said = "\n".join(book.catalogues.say(line, language) for line in lines)
    assert said
    assert told(said) == set()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("plights", [*combinations(sorted({*OF_SIGN.values(), "any"}), 2)], ids=" ".join)
def test_what_is_said_of_each_plight_begins_neutrally(book: Book, language: str, plights: tuple[Plight, ...]) -> None:
    for facts in ({}, *PEOPLE):
        for plight in (plights, plights[:1]):
            lines = emergency_block(book.directory, facts, TODAY, frozenset(plight), written=True)
            assert told("\n".join(book.catalogues.say(line, language) for line in lines)) == set()


@pytest.mark.parametrize("channel", sorted(BY_NAME))
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_question_as_it_is_sent_begins_neutrally(book: Book, language: str, channel: str) -> None:
    found = {}
    for name, send in _questions(book):
        for wire in render(worded(book, send, language, 1), BY_NAME[channel]):
            if which := told(wire.text):
                found[name] = which
    assert found == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_card_begins_neutrally(book: Book, language: str) -> None:
    found = {}
    seen = set()
    for facts in PEOPLE:
        for one in match(book.directory, facts, TODAY).services:
            seen.add(one.service.id)
            for make in (card, details, care_lines):
                said = book.catalogues.say(Text("", "{lines}", {"lines": Lines(make(one, TODAY))}), language)
                if which := told(said):
                    found[one.service.id] = which
    assert len(seen) > 10
    assert found == {}


@pytest.mark.parametrize(
    "text",
    [SAFETY_TEXT, QUIET_TEXT, NEUTRAL_TEXT],
    ids=["when the machine breaks", "and may keep no words", "the template"],
)
def test_what_is_said_without_a_catalogue_begins_neutrally(text: str) -> None:
    assert told(text) == set()
