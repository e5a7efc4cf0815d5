"""What to do in danger, in a Bambara that nobody has signed, has its French beside it wherever it stands."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.channels.capabilities import WHATSAPP
from bot.channels.render import render
from bot.engine.book import Book
from bot.engine.effects import Button, PromptKind, Send, Step
from bot.engine.events import NobodyYet, Said
from bot.engine.moment import Moment
from bot.engine.session import Session
from bot.engine.step import step
from bot.speakers.catalogue import Reviewing
from bot.wording import messages, worded
from content.phrases import phrases
from flows.limits import QUIET_SECONDS
from flows.texts import of_flows
from locales.catalogue import ROOT
from locales.text import Lines, Text
from tests.engine.test_turns_of_talk import AT, talk

LANGUAGE = "bm"
SAID_BESIDE = {
    "phrase.nobody_yet", "phrase.promise_do_not_wait", "phrase.forgotten", "emergency.stay", "welcome.consent.ask",
    "protection.moment.ask", "safety.now.ask", "understood.check.ask", "orientation.alone.ask", "forget.sure.ask",
}  # fmt: skip
KINDS: tuple[PromptKind, ...] = ("prompt", "receipt", "command", "safety")


def _safety(book: Book) -> list[Text]:
    """Every sentence about safety that the flows or the engine say."""
    stated = [text for text in of_flows(book.flows) if book.safety.holds(text.key)]
    spoken = (*phrases().values(), *book.phrases.values())
    return [*stated, *(text for text in spoken if book.safety.holds(text.key))]


@pytest.mark.parametrize("kind", KINDS)
def test_each_safety_sentence_has_its_french_beside_it(book: Book, kind: PromptKind) -> None:
    found = _safety(book)
    assert {text.key for text in found} >= SAID_BESIDE
    for text in found:
        if not book.catalogues.signed(text, LANGUAGE) and book.catalogues.has(text, LANGUAGE):
            message = worded(book, Send((text,), kind=kind), LANGUAGE, 1)
            french = book.catalogues.say(text, "fr")
            assert message.text == f"{book.catalogues.say(text, LANGUAGE)}\n\n{french}", text.key
            assert message.beside == french


def test_who_reviews_and_who_speaks_know_the_same_sentences_of_safety(book: Book) -> None:
    shown = Reviewing.of(ROOT, LANGUAGE, book.flows).shown
    reviewed = {line.entry.key for one in shown if one.safety for line in one.lines}
    assert {text.key for text in _safety(book)} <= reviewed | {"phrase.emergency"}


def test_the_consent_stands_in_bambara_at_its_buttons_and_the_french_before(book: Book) -> None:
    node = book.node("welcome", "consent")
    assert node.text is not None
    send = Send((node.text,), tuple(Button(option.id, option.label) for option in node.options))
    message = worded(book, send, LANGUAGE, 1)
    *before, last = render(message, WHATSAPP)
    again = node.again
    assert again is not None
    assert last.kind == "buttons"
    assert book.catalogues.say(again, LANGUAGE) in last.text
    assert again.fr not in last.text
    assert "\n".join(one.text for one in before).endswith(message.beside)


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
