"""« Répétez » says all that was said since the last answer: who only hears must be able to hear again what they agree to."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.engine.effects import OpenHandover, Send
from bot.engine.events import Said
from bot.engine.moment import Moment
from bot.engine.session import Session
from bot.engine.step import step
from tests.engine.test_turns_of_talk import BOOK, ORIENTED, talk


def _keys(sends: list[Send]) -> list[tuple[str, ...]]:
    return [tuple(text.key or str(text.values) for text in send.lines) for send in sends]


def _sends(session: Session, typed: str) -> tuple[Session, list[Send]]:
    done = step(BOOK, session, Said(typed), Moment(at=session.last_at + 20, ticket="ABC234"))
    assert typed not in REPEATS or not any(isinstance(effect, OpenHandover) for effect in done.effects)
    return done.session, [effect for effect in done.effects if isinstance(effect, Send)]


REPEATS = ("répéter", "segin a kan", "🔁")


@pytest.mark.parametrize("typed", REPEATS)
def test_what_one_agrees_to_is_said_again_whole(typed: str) -> None:
    asked, first = _sends(talk("bonjour"), "1")
    again, repeated = _sends(asked, typed)
    assert _keys(repeated) == _keys(first) == [("welcome.consent.ask",)]
    assert again.frames == asked.frames


def test_what_was_read_before_the_question_is_said_with_it_each_time() -> None:
    session, first = _sends(talk("bonjour", "1"), "3")
    assert _keys(first)[0] == ("welcome.more.say",)
    for typed in REPEATS:
        session, repeated = _sends(session, typed)
        assert _keys(repeated) == [("welcome.more.say",), ("welcome.consent.ask",)]


def test_after_the_next_answer_only_what_follows_it_is_repeated() -> None:
    session, _ = _sends(talk("bonjour", "1", "3"), "1")
    _, repeated = _sends(session, "répéter")
    assert _keys(repeated) == [("safety.now.ask",)]


def test_the_ideas_are_told_again_and_stay_the_same() -> None:
    session, first = _sends(talk(*ORIENTED[:-1]), ORIENTED[-1])
    again, repeated = _sends(session, "répéter")
    assert session.shown
    assert again.shown == session.shown
    cards = [send for send in first if "lines" in str(send.lines[0].fr)]
    assert cards
    assert all(one.lines in [send.lines for send in repeated] for one in cards)


def test_help_said_again_calls_nobody_twice() -> None:
    session, first = _sends(talk(*ORIENTED[:4]), "aide")
    _, repeated = _sends(session, "répéter")
    urgent = [send.lines for send in first if send.kind == "safety"]
    assert urgent
    assert [send.lines for send in repeated if send.kind == "safety"][: len(urgent)] == urgent


@pytest.mark.parametrize("typed", ["plus lentement", "dɔɔnin dɔɔnin", "🐢"])
@pytest.mark.parametrize(("channel", "drawn_out"), [("web", False), ("telegram", True), ("whatsapp", True)])
def test_slower_says_it_all_again_drawn_out_where_the_page_cannot_slow_it(
    typed: str, channel: str, *, drawn_out: bool
) -> None:
    session = replace(talk("bonjour", "1"), voice=True)
    moment = Moment(at=session.last_at + 20, ticket="ABC234", channel=channel)
    said = [effect for effect in step(BOOK, session, Said(typed), moment).effects if isinstance(effect, Send)]
    assert _keys(said)[-1] == ("welcome.consent.ask",)
    assert {send.slow for send in said} == {drawn_out}


def test_of_who_said_no_not_even_that_is_kept() -> None:
    refused = talk("bonjour", "1", "2")
    assert refused.consent == "no"
    assert dict(refused.notes) == {}
    assert _sends(refused, "répéter")[1]
