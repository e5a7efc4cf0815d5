"""The engine by itself: any message, in any order, leaves a talk that goes on."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.engine.book import Book
from bot.engine.effects import Forget, Hide, NewPerson, OpenHandover, Send
from bot.engine.events import Event, FollowUpDue, HandoverEnded, Picked, Said, Sent, Started
from bot.engine.moment import Moment
from bot.engine.session import Frame, Session
from bot.engine.step import step
from tests import once

BOOK = once.book()
AT = 1_795_165_200
ORIENTED = ("bonjour", "1", "1", "1", "1", "kayes", "25", "1", "3", "couture", "1")

words = st.one_of(
    st.sampled_from(["1", "2", "3", "9", "oui", "non", "kayes", "25", "couture", "menu", "retour", "pourquoi", "personne",
                     "répéter", "langue", "plainte", "ma demande", "effacer", "0", "stop", "je ne sais pas", "awɔ", "hun",
                     "j'ai faim", "je veux mourir", "٢٥", "-3", "😀", "", " ", "x" * 2000]),
    st.text(max_size=40),
)  # fmt: skip
events: st.SearchStrategy[Event] = st.one_of(
    words.map(Said),
    st.builds(
        Picked,
        st.sampled_from(["yes", "no", "fr", "bm", "@person", "@menu", "@nonsense", "contact", ""]),
        st.integers(0, 40),
    ),
    st.sampled_from(["voice", "image", "location", "sticker", "contact", "edited", "call"]).map(Sent),
    st.sampled_from(["", "agadez", "nowhere"]).map(Started),
)


def talk(*lines: str, session: Session | None = None, at: int = AT) -> Session:
    """What is remembered after the person wrote ``lines``, twenty seconds apart."""
    now = session or Session()
    for number, line in enumerate(lines):
        now = step(BOOK, now, Said(line), Moment(at=at + 20 * number, ticket="ABC234")).session
    return now


@settings(max_examples=150)
@given(st.lists(st.tuples(events, st.integers(1, 3000)), max_size=25), st.sampled_from(["bot", "queued"]))
def test_no_talk_can_be_stuck(sequence: list[tuple[Event, int]], mode: str) -> None:
    session, at = Session(), AT
    for event, seconds in sequence:
        at += seconds
        done = step(BOOK, session, event, Moment(at=at, mode=mode, ticket="ABC234", channel="telegram"))
        assert Session.from_json(done.session.to_json()).to_json() == done.session.to_json()
        ended = any(isinstance(effect, Forget | NewPerson) for effect in done.effects)
        assert ended or any(isinstance(effect, Send) for effect in done.effects), "a person never writes into nothing"
        session = Session() if ended else done.session
    asked = step(BOOK, session, Said("personne"), Moment(at=at + 5, mode=mode, ticket="ABC234"))
    assert any(isinstance(effect, OpenHandover) for effect in asked.effects), "a human is one word away from anywhere"


@settings(max_examples=60)
@given(st.lists(events, min_size=1, max_size=8))
def test_while_a_human_holds_the_talk_only_open_commands_speak(sequence: list[Event]) -> None:
    session = talk(*ORIENTED[:6])
    for event in sequence:
        done = step(BOOK, session, event, Moment(at=AT + 300, mode="human", ticket="ABC234"))
        for effect in done.effects:
            if isinstance(effect, Send):
                open_flow = done.session.frames and BOOK.flows[done.session.frames[-1].flow].head.always
                said_by_command = effect.kind in {"safety", "receipt", "command"}
                repeated = isinstance(event, Said)
                assert open_flow or said_by_command or repeated
        if any(isinstance(effect, Forget | NewPerson) for effect in done.effects):
            return  # there is nobody left to be talked over
        session = done.session


def test_a_tap_counts_once_and_its_twin_is_answered_kindly() -> None:
    session = talk("bonjour", "1")
    tap = Picked("yes", session.seq)
    first = step(BOOK, session, tap, Moment(at=AT + 60))
    second = step(BOOK, first.session, tap, Moment(at=AT + 61))
    assert second.session.frames == first.session.frames
    assert [line.key for effect in second.effects if isinstance(effect, Send) for line in effect.lines] == [
        "phrase.tap_again"
    ]


def test_an_old_tap_after_an_hour_shows_neither_question_nor_past() -> None:
    session = talk(*ORIENTED[:6])
    late = step(BOOK, session, Picked("yes", 2), Moment(at=AT + 3600))
    assert late.session.frames[-1].flow == "coming_back"


def test_a_tap_on_the_newest_message_counts_at_any_age() -> None:
    session = talk("bonjour", "1")
    done = step(BOOK, session, Picked("yes", session.seq), Moment(at=AT + 90_000))
    assert done.session.consent == "yes"


def test_back_undoes_an_answer_but_not_the_consent() -> None:
    session = talk(*ORIENTED[:6])
    assert session.facts["region"] == "kayes"
    session = talk("retour", session=session, at=AT + 200)
    assert "region" not in session.facts
    for _ in range(20):
        session = talk("retour", session=session, at=AT + 300)
    assert session.consent == "yes"


def test_what_a_person_does_not_know_is_not_asked_again() -> None:
    session = talk(*ORIENTED[:6], "je ne sais pas")
    assert "age" in session.unknown
    assert "age" not in session.facts


def test_three_answers_not_understood_bring_a_human() -> None:
    session = talk("bonjour")
    for number in range(3):
        done = step(BOOK, session, Said("blorf zz"), Moment(at=AT + 100 + number))
        session = done.session
    assert [e.reason for e in done.effects if isinstance(e, OpenHandover)] == ["not_understood"]


def test_hiding_says_nothing_that_recalls_the_talk_and_rests_it() -> None:
    session = talk(*ORIENTED)
    done = step(BOOK, session, Said("0"), Moment(at=AT + 400))
    assert any(isinstance(effect, Hide) for effect in done.effects)
    assert [line.key for e in done.effects if isinstance(e, Send) for line in e.lines] == ["phrase.hidden"]
    after = step(BOOK, done.session, Said("bonjour"), Moment(at=AT + 410))
    assert after.session.frames[-1].flow == "coming_back"


def test_a_frame_of_an_older_release_moves_by_the_declared_rename() -> None:
    session = talk(*ORIENTED[:5])
    old = Frame("orientation", "0" * 12, "where_do_you_live")
    flow = BOOK.flows["orientation"]
    renamed = replace(flow, head=flow.head.model_copy(update={"renamed": {"where_do_you_live": "region"}}))
    book = replace(BOOK, flows=MappingProxyType({**BOOK.flows, "orientation": renamed}))
    moved = step(book, replace(session, frames=(old,)), Said("gao"), Moment(at=AT + 200))
    assert moved.session.facts["region"] == "gao"


def test_a_frame_whose_state_is_gone_starts_its_flow_anew() -> None:
    session = replace(talk(*ORIENTED[:5]), frames=(Frame("orientation", "0" * 12, "no_such_state"),))
    done = step(BOOK, session, Said("gao"), Moment(at=AT + 200))
    assert done.session.frames[-1].flow == "orientation"


def test_the_talk_goes_on_where_it_was_when_the_human_leaves() -> None:
    session = talk(*ORIENTED[:6])
    done = step(BOOK, session, HandoverEnded("answered"), Moment(at=AT + 5000, mode="bot"))
    said = [line.key for e in done.effects if isinstance(e, Send) for line in e.lines]
    assert said == ["phrase.handover_ended", "orientation.age.ask"]
    answered = step(BOOK, done.session, Said("25"), Moment(at=AT + 90_000))
    assert answered.session.facts["age"] == 25


def test_a_follow_up_is_sira_s_own_question_and_its_answer_counts_whenever_it_comes() -> None:
    session = talk(*ORIENTED)
    asked = step(BOOK, session, FollowUpDue(7), Moment(at=AT + 7 * 86_400))
    assert asked.session.frames[-1].flow == "follow_up"
    answered = step(BOOK, asked.session, Said("oui"), Moment(at=AT + 8 * 86_400))
    assert answered.session.frames[-1].state == "well"


@pytest.mark.parametrize(
    ("typed", "age"),
    [("25", 25), ("25 ans", 25), ("vingt-cinq", 25), ("٢٥", 25), ("j'ai 25 ans", 25), ("mugan ni duuru", 25)],
)
def test_ages_are_understood_as_people_write_them(typed: str, age: int) -> None:
    assert talk(*ORIENTED[:6], typed).facts["age"] == age


@pytest.mark.parametrize("typed", ["abc", "-3", "200", "2,5", "0,5"])
def test_what_is_no_age_is_asked_again_with_an_example(typed: str) -> None:
    session = talk(*ORIENTED[:6])
    done = step(BOOK, session, Said(typed), Moment(at=AT + 200))
    assert "age" not in done.session.facts
    said = " ".join(line.fr for e in done.effects if isinstance(e, Send) for line in e.lines)
    assert "par exemple 25" in said


def test_a_refusal_keeps_nothing(book: Book) -> None:
    session = talk("bonjour", "1", "2", "1", "personne", "mon secret")
    assert session.consent == "no"
    assert not session.facts
    assert book.flows["general"]


def test_i_do_not_know_takes_back_what_was_said_before() -> None:
    session = replace(talk(*ORIENTED[:6], "25"), frames=(Frame("refine", BOOK.flows["refine"].version, "age"),))
    session = talk("je ne sais pas", session=session, at=AT + 300)
    assert "age" in session.unknown
    assert "age" not in session.facts
    session = talk("retour", session=session, at=AT + 400)
    assert session.facts["age"] == 25
    assert "age" not in session.unknown


def test_another_region_takes_the_old_town_with_it() -> None:
    session = talk(*ORIENTED[:5], "yelimane")
    assert session.facts["cercle"] == "yelimane"
    session = replace(session, frames=(Frame("refine", BOOK.flows["refine"].version, "region"),))
    session = talk("gao", session=session, at=AT + 300)
    assert session.facts["region"] == "gao"
    assert "cercle" not in session.facts


@pytest.mark.parametrize(
    "name", [n for n, node in BOOK.flows["refine"].nodes.items() if node.is_question and n != "more"]
)
def test_each_further_question_is_answered_and_leads_on(name: str) -> None:
    session = replace(talk(*ORIENTED[:6]), frames=(Frame("refine", BOOK.flows["refine"].version, name),))
    if name == "exact_age":
        session = replace(session, facts={**session.facts, "age": 18, "age_to": 24})
    session = talk("27" if name == "age" else "1", session=session, at=AT + 300)
    saved = BOOK.flows["refine"].nodes[name].spec.save  # type: ignore[union-attr]
    assert saved in session.facts
    assert session.frames[-1].state in {"more", "document_nina", "document_nationality"}


def test_no_question_offers_a_human_twice_nor_more_than_six_ways_after_the_ideas() -> None:
    session = talk(*ORIENTED)
    someone = BOOK.phrase("button_person").fr
    for number in range(2):
        done = step(BOOK, session, Said("zzzz qqqq"), Moment(at=AT + 300 + number, ticket="ABC234"))
        session = done.session
        labels = [button.label.fr for effect in done.effects if isinstance(effect, Send) for button in effect.buttons]
        assert labels.count(someone) == 1
        assert len(labels) <= 6
