"""The number of a request typed by itself: one's own, the hand before's, nobody's."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.engine.book import Book
from bot.engine.effects import AskFormer, Send, Step, TakeBack
from bot.engine.events import Said
from bot.engine.moment import Moment, Told
from bot.engine.receipt import _RECEIPT
from bot.engine.session import Frame, Request, Session
from bot.engine.step import step
from bot.engine.way_back import WAY_BACK, given
from bot.signs import SIGNS
from flows.limits import QUIET_SECONDS

AT = 1_795_165_200


def _session(book: Book, flow: str = "orientation", state: str = "need") -> Session:
    frame = Frame(flow, book.flows[flow].version, state)
    mine = Request("UG74N3", "anpe-accueil", "draft")
    return Session(language="fr", consent="yes", frames=(frame,), requests=(mine,), seq=3, since=3, last_at=AT - 20)


def _keys_of(send: Send) -> list[str]:
    return [line.key for line in send.lines]


def _keys(done: Step) -> list[str]:
    return [line.key for effect in done.effects if isinstance(effect, Send) for line in effect.lines]


@pytest.mark.parametrize(
    "said", ["UG74N3", "ug74n3", "UG7 4n3.", "ma demande UG74N3", "Numéro : ug74n3", "n ka ɲinini UG74N3"]
)
def test_a_number_of_ones_own_opens_the_request(book: Book, said: str) -> None:
    done = step(book, _session(book), Said(said), Moment(AT))
    assert done.session.frames[-1].flow == "status"


def test_it_opens_the_request_after_a_silence_too(book: Book) -> None:
    done = step(book, replace(_session(book), last_at=AT - QUIET_SECONDS - 1), Said("ug74n3"), Moment(AT))
    assert [frame.flow for frame in done.session.frames] == ["orientation", "coming_back", "status"]


@pytest.mark.parametrize(
    ("said", "told"), [("KX74N3", True), ("AGADEZ", False), ("mandat", False), ("234567", False), ("UG7-4N4", True)]
)
def test_a_number_of_nobodys_is_said_not_to_be_found_and_a_word_is_a_word(book: Book, said: str, *, told: bool) -> None:
    done = step(book, _session(book), Said(said), Moment(AT))
    assert any(isinstance(effect, AskFormer) for effect in done.effects)
    assert ("phrase.number_not_found" in _keys(done)) is told
    assert not any(isinstance(effect, TakeBack) for effect in done.effects)


def test_after_a_silence_who_tries_numbers_learns_nothing(book: Book) -> None:
    done = step(book, replace(_session(book), last_at=AT - QUIET_SECONDS - 1), Said("KX74N3"), Moment(AT))
    assert "phrase.number_not_found" not in _keys(done)
    assert done.session.frames[-1].flow == "coming_back"


def test_the_number_of_the_hand_before_gives_the_phone_back_without_a_word_to_the_one_who_holds_it(book: Book) -> None:
    done = step(book, _session(book), Said("KX74N3"), Moment(AT, former=True))
    assert TakeBack("KX74N3") in done.effects
    assert _keys(done) == []


def test_beside_a_human_and_where_words_are_awaited_it_is_said_to_them(book: Book) -> None:
    held = step(book, _session(book), Said("KX74N3"), Moment(AT, mode="human"))
    awaited = step(book, _session(book, "understood", "words"), Said("KX74N3"), Moment(AT))
    assert not any(isinstance(effect, AskFormer) for effect in (*held.effects, *awaited.effects))


@pytest.mark.parametrize("said", ["ZBEHUM", "zbehum", "Ma plainte : zbe hum", "numéro de plainte ZBEHUM"])
@pytest.mark.parametrize(
    ("state", "mode", "silent"),
    [("need", "bot", 0), ("need", "human", 0), ("need", "bot", QUIET_SECONDS + 1)],
    ids=["at a question", "beside a human", "after a silence"],
)
def test_a_complaints_number_is_answered_anywhere_and_is_no_word_of_theirs(
    book: Book, said: str, state: str, mode: str, silent: int
) -> None:
    before = replace(_session(book, state=state), last_at=AT - 20 - silent)
    done = step(book, before, Said(said), Moment(AT, mode=mode, complaint=Told(answered=False)))
    told = [
        effect for effect in done.effects if isinstance(effect, Send) and "phrase.complaint_open" in _keys_of(effect)
    ]
    assert len(told) == 1
    assert told[0].private
    assert "ZBEHUM" not in done.session.to_json().decode().upper()
    assert len(_keys(done)) == (1 if mode == "human" else 2), "and the open question again, but beside a human"


def test_as_a_strangers_first_words_and_where_words_are_awaited_it_is_answered_too(book: Book) -> None:
    known = Moment(AT, complaint=Told(answered=True, text="C'est réparé."))
    assert _keys(step(book, Session(), Said("ZBEHUM"), known))[0] == "phrase.complaint_answered"
    awaited = step(book, _session(book, "understood", "words"), Said("ZBEHUM"), known)
    assert _keys(awaited)[0] == "phrase.complaint_answered"
    assert awaited.session.frames[-1].state == "words"


def test_six_letters_that_are_no_complaint_stay_words(book: Book) -> None:
    done = step(book, _session(book, "understood", "words"), Said("mandat"), Moment(AT))
    assert "mandat" in done.session.to_json().decode()


def test_what_is_looked_for_is_what_is_drawn() -> None:
    assert all(_RECEIPT.fullmatch(sign * 6) for sign in SIGNS)
    assert not any(_RECEIPT.fullmatch(sign * 6) for sign in "01OILoil")


def test_who_asks_for_a_person_gets_the_number_of_the_talk_once(book: Book) -> None:
    moment = Moment(AT, ticket="KX74N3")
    asked = step(book, replace(_session(book), requests=()), Said("personne"), moment)
    assert "phrase.way_back" in _keys(asked)
    assert given(asked.session) == {"KX74N3"}
    told = step(book, asked.session, Said("je cherche mon frère"), Moment(AT + 9, ticket="ZZZZZ9"))
    again = step(book, told.session, Said("personne"), Moment(AT + 20, ticket="ZZZZZ9"))
    assert "phrase.way_back" not in _keys(again)
    assert given(again.session) == {"KX74N3"}


@pytest.mark.parametrize("consent", ["no", "yes"])
def test_who_refused_or_has_a_request_needs_no_number_of_the_talk(book: Book, consent: str) -> None:
    session = replace(_session(book), consent=consent, requests=() if consent == "no" else _session(book).requests)
    done = step(book, session, Said("personne"), Moment(AT, ticket="KX74N3"))
    assert "phrase.way_back" not in _keys(done)
    assert WAY_BACK not in done.session.notes


def test_the_number_of_the_talk_says_where_it_stands_and_outlives_a_fresh_start(book: Book) -> None:
    session = replace(_session(book, "coming_back", "choose"), requests=(), notes={WAY_BACK: "KX74N3"})
    fresh = step(book, session, Said("3"), Moment(AT, ticket="ZZZZZ9"))
    assert given(fresh.session) == {"KX74N3"}
    done = step(book, fresh.session, Said("kx7 4n3"), Moment(AT + 9, ticket="ZZZZZ9", waiting=True, mode="queued"))
    assert "status.waiting.say" in _keys(done)
    assert not any(isinstance(effect, AskFormer) for effect in done.effects)
