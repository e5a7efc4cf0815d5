"""Who waits for a human after one had spoken and gone is never met with silence, whatever they do."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.engine import commands
from bot.engine.effects import ForTheTeam, OpenHandover, Send, Step
from bot.engine.events import Event, Picked, Proposed, PutBack, Said, Sent, Started
from bot.engine.moment import Availability, Moment
from bot.engine.options import label_of
from bot.engine.session import Request, Session
from bot.engine.step import step
from bot.engine.turn import Turn
from flows.limits import QUIET_SECONDS
from tests.engine.test_turns_of_talk import AT, BOOK, ORIENTED, talk

LATER = Availability(next_at=AT + 90_000)
DAY = 86_400
LEFT = Moment(at=AT + 400, mode="queued", spoken=True, waiting=True, availability=LATER, ticket="ABC234")
HELD = replace(LEFT, mode="human")
OPEN = ["@help", "@complaint"]
ENDING = frozenset({"stop", "hide"})
"""After these nothing more is said."""
WHOLE = {"phrase.promise_later", "phrase.promise_later_request", "phrase.promise_do_not_wait"}


def _sent(done: Step) -> list[Send]:
    return [effect for effect in done.effects if isinstance(effect, Send)]


def _said(done: Step) -> list[str]:
    return [line.key for send in _sent(done) for line in send.lines]


def _reasons(done: Step) -> list[str]:
    return [effect.reason for effect in done.effects if isinstance(effect, OpenHandover)]


def _proposed(answer: str) -> Session:
    """A worker proposed a service, and the person answered."""
    session = step(BOOK, talk(*ORIENTED[:6]), Proposed("anpe-accueil", "Tout près."), HELD).session
    return step(BOOK, session, Said(answer), HELD).session


EVENTS: list[Event] = [
    Said("I ni ce, n bɛ yan"), Said("menu"), Said("retour"), Said("25"), Said("personne"), Said("répéter"),
    Picked("@here", 0), Picked("@person", 0), Picked("@listen", 0), Picked("yes", 1), Picked("@menu", 0),
    Sent("voice"), Sent("image"), Sent("sticker"), Sent("call"), Started(""),
]  # fmt: skip


@pytest.mark.parametrize("language", ["fr", "bm"])
@pytest.mark.parametrize("before", ["talk", "yes", "no", "open", "danger"])
@pytest.mark.parametrize("event", EVENTS, ids=str)
def test_whatever_they_do_there_is_a_line_and_a_way_on(event: Event, before: str, language: str) -> None:
    session = {
        "talk": lambda: talk(*ORIENTED[:6]),
        "yes": lambda: _proposed("oui"),
        "no": lambda: _proposed("non"),
        "open": lambda: _proposed("c'est où ?"),
        "danger": lambda: talk(*ORIENTED[:6], "on veut me tuer", "oui"),
    }[before]()
    session = replace(session, language=language)
    for after in (0, 30, QUIET_SECONDS * 2, 6 * DAY):
        done = step(BOOK, session, event, replace(LEFT, at=LEFT.at + after, urgent=before == "danger"))
        assert any(_said(done)), (after, "silence")
        assert _sent(done)[-1].buttons or before == "open", (after, "no way on")
        session = done.session


@pytest.mark.parametrize("command", sorted(commands.COMMANDS.keys() - ENDING - {"read"}))
def test_no_command_is_mute(command: str) -> None:
    first = step(BOOK, talk(*ORIENTED[:6]), Picked(f"@{command}", 0), LEFT)
    assert _said(first)
    assert _sent(first)[-1].buttons


def test_the_whole_of_it_is_said_once_and_then_a_word() -> None:
    session, urgent = talk(*ORIENTED[:6]), replace(LEFT, urgent=True)
    first = step(BOOK, session, Picked("@here", 0), urgent)
    assert _said(first) == ["phrase.promise_later_request", "phrase.promise_do_not_wait"]
    again = step(BOOK, first.session, Picked("@person", 0), replace(urgent, at=urgent.at + 20))
    assert _said(again) == ["phrase.promise_unknown_request"]
    wrote = step(BOOK, again.session, Said("n bɛ yan"), replace(urgent, at=urgent.at + 40))
    assert _said(wrote) == ["phrase.promise_again"]
    days = step(BOOK, wrote.session, Said("i bɛ yan wa"), replace(urgent, at=urgent.at + 3 * DAY))
    assert WHOLE & set(_said(days)), "after days they hear it whole again"


def test_only_what_is_to_be_read_is_told_as_written_again() -> None:
    session = talk(*ORIENTED[:6])
    assert _reasons(step(BOOK, session, Picked("@here", 0), LEFT)) == []
    assert _reasons(step(BOOK, session, Started(""), LEFT)) == []
    assert _reasons(step(BOOK, session, Sent("call"), LEFT)) == []
    assert _reasons(step(BOOK, session, Said("vous êtes là ?"), LEFT)) == ["wrote_again"]
    assert _reasons(step(BOOK, session, Picked("@person", 0), LEFT)) == ["asked_for_person"]


def test_what_nobody_gets_is_not_said_to_be_kept() -> None:
    assert _said(step(BOOK, talk(*ORIENTED[:6]), Sent("call"), LEFT))[0] == "phrase.media_call"


def test_who_is_left_has_what_is_open_at_once_and_their_request_where_they_have_one() -> None:
    session = talk(*ORIENTED[:6])
    assert [button.id for button in _sent(step(BOOK, session, PutBack(), LEFT))[-1].buttons] == OPEN
    asked = replace(session, requests=(Request("K7M2P", next(iter(BOOK.directory.services)), "sent", since=AT),))
    assert [button.id for button in _sent(step(BOOK, asked, PutBack(), LEFT))[-1].buttons] == ["@status", *OPEN]


def test_the_question_of_whoever_left_stays_open_with_its_buttons() -> None:
    session = step(BOOK, talk(*ORIENTED[:6]), Proposed("anpe-accueil", "Tout près."), HELD).session
    left = step(BOOK, session, PutBack(), LEFT)
    assert _sent(left)[-1].buttons == ()
    on = step(BOOK, left.session, Picked("@here", 0), replace(LEFT, at=AT + 2 * QUIET_SECONDS))
    assert [button.id for button in _sent(on)[-1].buttons][:2] == ["yes", "no"]
    yes = step(BOOK, on.session, Picked("yes", on.session.seq), replace(LEFT, at=AT + 2 * QUIET_SECONDS + 30))
    assert len(yes.session.requests) == 1


@pytest.mark.parametrize(("words", "answer"), [("1", "emergency."), ("2", "complaint.about.ask"), ("7", "phrase.")])
def test_a_number_means_what_stands_beside_it_where_numbers_are_written(words: str, answer: str) -> None:
    shown = step(BOOK, talk(*ORIENTED[:6]), Said("vous êtes là ?"), replace(LEFT, numbered=True)).session
    assert _said(step(BOOK, shown, Said(words), replace(LEFT, numbered=True)))[0].startswith(answer)


def test_a_number_that_answers_the_worker_is_no_command() -> None:
    left = step(BOOK, talk(*ORIENTED[:6]), PutBack(), LEFT).session
    assert _reasons(step(BOOK, left, Said("2"), LEFT)) == ["wrote_again"]
    shown = step(BOOK, left, Said("vous êtes là ?"), replace(LEFT, numbered=False)).session
    assert _reasons(step(BOOK, shown, Said("2"), replace(LEFT, numbered=False))) == ["wrote_again"]


FOR_THEM: list[Event] = [
    Said("à la jambe"), Sent("voice"), Picked("@person", 0), Picked("@help", 0), Said("aide"), Said("on veut me tuer"),
]  # fmt: skip
NOT_FOR_THEM: list[Event] = [
    Picked("@here", 0), Picked("@listen", 0), Picked("yes", 1), Picked("@language", 0), Picked("@repeat", 0),
    Said("plainte"), Said("stop"), Said("0"), Said("ma demande"), Started(""), Sent("call"),
]  # fmt: skip


@pytest.mark.parametrize("event", FOR_THEM, ids=str)
def test_what_is_said_to_the_worker_makes_the_last_word_the_persons(event: Event) -> None:
    assert ForTheTeam() in step(BOOK, talk(*ORIENTED[:6]), event, HELD).effects


@pytest.mark.parametrize("event", NOT_FOR_THEM, ids=str)
def test_a_tap_a_command_or_a_complaint_is_no_word_to_the_worker(event: Event) -> None:
    done = step(BOOK, talk(*ORIENTED[:6]), event, HELD)
    assert ForTheTeam() not in done.effects
    if event == Said("plainte"):
        told = step(BOOK, done.session, Said("2"), HELD)
        assert ForTheTeam() not in told.effects, "nor is what the complaint says"


def test_a_yes_to_what_the_worker_proposed_is_a_word_to_them() -> None:
    session = step(BOOK, talk(*ORIENTED[:6]), Proposed("anpe-accueil", "Tout près."), HELD).session
    assert ForTheTeam() in step(BOOK, session, Picked("yes", session.seq), HELD).effects
    assert ForTheTeam() in step(BOOK, session, Said("oui"), HELD).effects


def test_who_had_stopped_and_writes_again_writes_to_whoever_holds_the_talk() -> None:
    assert ForTheTeam() in step(BOOK, talk(*ORIENTED[:6]), Said("bonjour"), replace(LEFT, mode="stopped")).effects


def test_the_button_that_erases_has_its_words_wherever_it_stands() -> None:
    turn = Turn(BOOK, Session(), Moment(at=0))
    label = label_of(turn, "@forget")
    assert label is not None
    assert label.fr == "Tout effacer"
