"""Whoever writes before a language is chosen reads everything in both, buttons too, and is asked for one in the end."""

from __future__ import annotations

import pytest

from bot.channels.capabilities import TELEGRAM
from bot.channels.message import Message
from bot.channels.render import render
from bot.engine.book import Book
from bot.engine.effects import Send, Step
from bot.engine.events import Said
from bot.engine.moment import Moment
from bot.engine.session import Session
from bot.engine.step import step
from bot.wording import messages

AT = 1_795_165_200
FIRST_WORDS = (
    "ma demande", "menu", "plainte", "personne", "mes données", "langue", "retour", "aide", "effacer", "j'ai faim", "bonjour",
)  # fmt: skip


def _said(book: Book, done: Step) -> list[Message]:
    sends = [effect for effect in done.effects if isinstance(effect, Send)]
    return [message for send in sends for message in messages(book, send, done.session)]


@pytest.mark.parametrize("typed", FIRST_WORDS)
def test_every_button_is_said_in_both_languages(book: Book, typed: str) -> None:
    done = step(book, Session(), Said(typed), Moment(at=AT, channel="telegram"))
    sends = [effect for effect in done.effects if isinstance(effect, Send)]
    for send, message in zip(sends, _said(book, done), strict=True):
        assert not any(choice.also in message.text for choice in message.choices if choice.also), (
            "on a page they are buttons"
        )
        wires = render(message, TELEGRAM)
        read = "\n".join((*(wire.text for wire in wires), *(choice.label for choice in wires[-1].choices)))
        for button in send.buttons:
            assert book.catalogues.say(button.label, "fr") in read
            assert book.catalogues.say(button.label, "bm") in read or button.id in book.catalogues.languages
    assert "Tubabukan" not in "".join(choice.also for message in _said(book, done) for choice in message.choices), (
        "a language's own name says enough"
    )


def test_who_asks_for_a_request_first_is_asked_for_a_language(book: Book) -> None:
    done = step(book, Session(), Said("ma demande"), Moment(at=AT, channel="telegram"))
    assert [(frame.flow, frame.state) for frame in done.session.frames] == [("welcome", "language")]
    assert [choice.label for choice in _said(book, done)[-1].choices] == ["Français", "Bamanankan"]
