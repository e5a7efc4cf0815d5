"""While a worker holds the talk the machine keeps silent, but for a new danger and for words that ask the machine."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.engine.effects import OpenHandover, Send, Step
from bot.engine.events import HandoverEnded, Picked, Said
from bot.engine.moment import Availability, Moment
from bot.engine.session import Request, Session
from bot.engine.step import step
from tests.engine.test_turns_of_talk import AT, BOOK, ORIENTED, talk

HERE = Availability(holder=True)
IN_DANGER = (*ORIENTED[:6], "on veut me tuer")


def _beside(session: Session, words: str, *, mode: str = "human", after: int = 300) -> Step:
    moment = Moment(
        at=AT + after, mode=mode, spoken=True, waiting=True, urgent=True, availability=HERE, ticket="ABC234"
    )
    return step(BOOK, session, Said(words), moment)


def _said(done: Step) -> list[str]:
    return [line.key for effect in done.effects if isinstance(effect, Send) for line in effect.lines]


@pytest.mark.parametrize("before", [(), ("oui",), ("oui", "ils ont des armes"), ("oui", "personne")])
@pytest.mark.parametrize("words", ["oui je suis d accord", "oui", "je suis chez mon oncle", "où êtes vous"])
def test_after_words_of_danger_what_is_said_to_a_worker_is_answered_by_nobody_else(
    before: tuple[str, ...], words: str
) -> None:
    session = talk(*IN_DANGER, *before)
    assert _said(_beside(session, words)) == []


@pytest.mark.parametrize("words", ["j'ai peur", "on veut me tuer", "il me frappe", "n bɛ siran"])
def test_fear_of_the_same_danger_is_for_the_worker_and_the_desk_hears_of_it(words: str) -> None:
    done = _beside(talk(*IN_DANGER, "oui"), words)
    assert _said(done) == []
    assert [effect.focus for effect in done.effects if isinstance(effect, OpenHandover)] == ["protection"]


@pytest.mark.parametrize("words", ["je veux mourir", "je saigne beaucoup et je suis malade", "j'ai faim"])
def test_a_new_danger_brings_its_own_lines_once(words: str) -> None:
    first = _beside(talk(*IN_DANGER, "oui"), words)
    assert _said(first)[0].startswith("emergency.")
    assert _said(_beside(first.session, words, after=330)) == []


def test_what_an_earlier_case_has_brought_is_said_again_in_the_next() -> None:
    over = step(BOOK, talk(*IN_DANGER, "oui"), HandoverEnded("answered"), Moment(at=AT + 200)).session
    assert _said(_beside(over, "on veut me tuer"))[0].startswith("emergency.")


def test_who_is_held_and_in_danger_for_the_first_time_gets_the_lines() -> None:
    assert _said(_beside(talk(*ORIENTED[:6]), "on veut me tuer"))[0].startswith("emergency.")


def test_when_whoever_holds_the_talk_is_away_the_lines_come_each_time() -> None:
    moment = Moment(at=AT + 300, mode="human", waiting=True, urgent=True, ticket="ABC234")
    done = step(BOOK, talk(*IN_DANGER, "oui"), Said("j'ai peur"), moment)
    assert _said(done)[0].startswith("emergency.")


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("aide", "emergency."),
        ("stop", "phrase.stopped"),
        ("oublie-moi", "forget."),
        ("oubliez-moi", "forget."),
        ("plainte", "complaint.about.ask"),
        ("dɛmɛ", "emergency."),
    ],
)
@pytest.mark.parametrize("mode", ["human", "queued"])
def test_a_word_that_we_tell_people_to_write_is_answered_beside_a_human_too(words: str, answer: str, mode: str) -> None:
    done = _beside(talk(*ORIENTED[:6]), words, mode=mode)
    assert _said(done)[0].startswith(answer), _said(done)


@pytest.mark.parametrize("words", ["ma demande", "où en est ma demande", "n ka ɲinini"])
@pytest.mark.parametrize("mode", ["human", "queued"])
def test_my_request_is_told_beside_a_human_and_nothing_is_asked(words: str, mode: str) -> None:
    service = next(iter(BOOK.directory.services))
    session = replace(talk(*ORIENTED[:6]), requests=(Request("K7M2P", service, "sent", since=AT),))
    done = _beside(session, words, mode=mode)
    sent = [effect for effect in done.effects if isinstance(effect, Send)]
    assert [effect.kind for effect in sent] == ["command"]
    assert "K7M2P" in repr(sent[0].lines)
    below = [] if mode == "human" else ["@status", "@help", "@complaint"]
    assert [button.id for button in sent[0].buttons] == below
    assert done.session.frames == session.frames


def test_who_has_no_request_is_told_beside_a_human_that_their_words_are_kept() -> None:
    assert _said(_beside(talk(*ORIENTED[:6]), "ma demande")) == ["status.waiting.say"]


def test_in_a_complaint_beside_a_human_a_danger_does_not_lose_the_complaint() -> None:
    session = _beside(talk(*ORIENTED[:6]), "plainte").session
    done = _beside(session, "on veut me tuer")
    assert _said(done)[0].startswith("emergency.")
    assert _said(done)[-1] == "complaint.name.ask"
    assert done.session.notes["complaint_text"] == "on veut me tuer"


@pytest.mark.parametrize("came", [Said("oui"), Said("1"), Picked("fine", 3)])
def test_what_comes_after_a_humans_words_answers_them_and_not_the_machines_question_above(came: Said | Picked) -> None:
    session = talk("bonjour", "1", "1")
    assert (session.frames[-1].flow, session.frames[-1].state) == ("safety", "now")
    if isinstance(came, Picked):
        came = Picked("fine", session.seq)
    before = Moment(at=AT + 60, mode="human", spoken=session.since - 1, waiting=True, availability=HERE)
    assert step(BOOK, session, came, before).session.frames != session.frames, "the machine asked last"
    after = replace(before, spoken=session.seq)
    done = step(BOOK, session, came, after)
    assert done.session.frames == session.frames
    assert _said(done) == (["phrase.tap_beside"] if isinstance(came, Picked) else [])
    assert _said(step(BOOK, done.session, came, after)) == [], "once is enough"
    assert _said(step(BOOK, session, Picked("help", session.seq), after))[0].startswith("emergency.")
