"""What to do in danger, in a Bambara that nobody has signed, has its French beside it wherever it stands."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.engine.book import Book
from bot.engine.effects import PromptKind, Send, Step
from bot.engine.events import NobodyYet, Said
from bot.engine.session import Moment, Session
from bot.engine.step import step
from bot.wording import messages, worded
from content.emergency import is_advice
from content.phrases import phrases
from flows.limits import QUIET_SECONDS
from locales.text import Lines, Text
from tests.engine.test_turns_of_talk import AT, talk

LANGUAGE = "bm"
KINDS: tuple[PromptKind, ...] = ("prompt", "receipt", "command", "safety")


def _advice(book: Book) -> list[Text]:
    return [text for text in (*phrases().values(), *book.phrases.values()) if is_advice(text.key)]


@pytest.mark.parametrize("kind", KINDS)
def test_each_advice_has_its_french_beside_it(book: Book, kind: PromptKind) -> None:
    advice = _advice(book)
    assert {text.key for text in advice} >= {"phrase.nobody_yet", "phrase.promise_do_not_wait", "emergency.stay"}
    for text in advice:
        if not book.catalogues.signed(text, LANGUAGE) and book.catalogues.has(text, LANGUAGE):
            said = worded(book, Send((text,), kind=kind), LANGUAGE, 1).text
            assert text.fr in said, text.key
            assert book.catalogues.say(text, LANGUAGE) in said, text.key


def test_each_message_that_a_flow_calls_safety_has_its_french_beside_it(book: Book) -> None:
    for flow in book.flows.values():
        for node in flow.nodes.values():
            if getattr(node.spec, "kind", "") == "safety" and node.text is not None and not node.text.values:
                assert node.text.fr in worded(book, Send((node.text,), kind="safety"), LANGUAGE, 1).text


def test_a_list_of_places_is_not_signed_because_it_has_no_key_of_its_own(book: Book) -> None:
    line = book.phrase("protection_intro")
    whole = Text("", "{lines}", {"lines": Lines((line,))})
    assert line.fr in worded(book, Send((whole,), kind="safety"), LANGUAGE, 1).text


def test_what_is_asked_in_bambara_is_not_said_twice(book: Book) -> None:
    asked = book.flows["orientation"].nodes["age"].text
    assert asked is not None
    assert asked.fr not in worded(book, Send((asked,)), LANGUAGE, 1).text


@pytest.mark.parametrize("rings", [True, False])
def test_who_waits_in_danger_and_comes_back_reads_in_french_too_not_to_wait(book: Book, *, rings: bool) -> None:
    moment = Moment(at=AT + 200 + QUIET_SECONDS, mode="queued", waiting=True, urgent=True, rings=rings)
    done = step(book, _in_bambara(), Said("bonjour"), moment)
    assert "N'attendez pas si c'est grave" in _read(book, done)


def test_who_nobody_could_answer_in_time_reads_it_in_french_too(book: Book) -> None:
    moment = Moment(at=AT + 200 + QUIET_SECONDS, mode="queued", waiting=True, urgent=True)
    assert "Nous n'avons pas encore pu vous répondre" in _read(book, step(book, _in_bambara(), NobodyYet(), moment))


def _in_bambara() -> Session:
    return replace(talk("bonjour", "1", "1", "1", "1", "on veut me tuer"), language=LANGUAGE)


def _read(book: Book, done: Step) -> str:
    sent = [effect for effect in done.effects if isinstance(effect, Send)]
    return "\n".join(one.text for send in sent for one in messages(book, send, done.session))
