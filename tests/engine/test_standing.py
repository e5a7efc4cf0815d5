"""News of a request: which service answers is seen at a glance, nothing more is, and a day is said as people say it."""

from __future__ import annotations

import re

import pytest

from bot.engine.book import Book
from bot.engine.effects import Send
from bot.engine.events import HandedOn, StatusChanged
from bot.engine.moment import Moment
from bot.engine.session import Request, Session
from bot.engine.standing import PROTECTION
from bot.engine.step import step
from flows.limits import PREVIEW_CHARACTERS
from locales.fold import words
from locales.sensitive import sensitive_words
from tests.engine.test_turns_of_talk import AT

LANGUAGES = ("fr", "bm")
DAY_OF_MEETING = 1_795_514_400  # Tuesday 24 November 2026, 10:00 in Mali
NUMBER = "K7M2Q4"


def _pushed(book: Book, request: Request, language: str) -> str:
    done = step(book, Session(requests=(request,)), StatusChanged(request.number, request.status), Moment(at=AT))
    (sent,) = (effect for effect in done.effects if isinstance(effect, Send))
    return book.catalogues.say(sent.lines[0], language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_news_begin_with_the_service_in_what_a_notification_shows_and_with_nothing_that_harms(
    book: Book, language: str
) -> None:
    for service in book.directory.services.values():
        shown = _pushed(book, Request(NUMBER, service.id, "seen"), language)[:PREVIEW_CHARACTERS]
        name = book.catalogues.say(service.name.text, language)
        assert shown.startswith(name) is (service.kind != PROTECTION), shown
        assert set(words(shown)) & sensitive_words() == set(), shown


def test_of_a_service_that_is_not_offered_any_more_news_still_come(book: Book) -> None:
    assert _pushed(book, Request(NUMBER, "no-such-service", "seen"), "fr").startswith("Des nouvelles")


@pytest.mark.parametrize(
    ("language", "said"),
    [("fr", "mardi 24 novembre à 10:00"), ("bm", "tarata, nowanburukalo tile 24, lɛrɛ 10:00 la")],
)
def test_the_day_of_an_appointment_is_said_with_weekday_and_month(book: Book, language: str, said: str) -> None:
    request = Request(NUMBER, "ecica-jeunes", "accepted", meets=DAY_OF_MEETING, place="Centre de couture")
    news = _pushed(book, request, language)
    assert said in news
    assert not re.search(r"\d/\d", news)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", "Le service vous attendait mardi 24 novembre à 10:00. Lieu : Centre de couture."),
        ("bm", "Cakɛda tun b'i makɔnɔ, tarata, nowanburukalo tile 24, lɛrɛ 10:00 la."),
    ],
)
def test_after_its_hour_an_appointment_is_still_said_with_day_and_place(book: Book, language: str, said: str) -> None:
    request = Request(NUMBER, "ecica-jeunes", "accepted", meets=DAY_OF_MEETING, place="Centre de couture")
    done = step(book, Session(requests=(request,)), StatusChanged(NUMBER, "accepted"), Moment(at=DAY_OF_MEETING + 60))
    (sent,) = (effect for effect in done.effects if isinstance(effect, Send))
    news = book.catalogues.say(sent.lines[0], language)
    assert said in news
    assert "sera dite ici" not in news


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_month_has_its_name(book: Book, language: str) -> None:
    names = [book.catalogues.say(book.phrase(f"month_{number}"), language) for number in range(1, 13)]
    assert len(set(names)) == 12


@pytest.mark.parametrize(
    ("mode", "keys"), [("human", ["phrase.put_back"]), ("queued", ["phrase.put_back", "phrase.meanwhile"])]
)
def test_who_is_handed_on_hears_it_and_may_go_on_until_one_of_the_team_has_taken_it(
    book: Book, mode: str, keys: list[str]
) -> None:
    done = step(book, Session(language="fr", consent="yes"), HandedOn(), Moment(at=AT, mode=mode, waiting=True))
    sent = [effect for effect in done.effects if isinstance(effect, Send)]
    assert [line.key for line in sent[0].lines][: len(keys)] == keys
    assert (len(sent[0].lines) > len(keys)) is (mode == "queued"), "the bot talks over no human"
