"""Whoever wants to be called is asked for a number where the team sees none, and told the truth without one."""

from __future__ import annotations

import pytest

from bot.engine.effects import Refer, Send, Step
from bot.engine.events import Picked, Said, Sent
from bot.engine.moment import Moment
from bot.engine.session import Session
from bot.engine.step import step
from locales.text import Text
from tests.engine.test_turns_of_talk import AT, BOOK, ORIENTED, talk

JOIN = (*ORIENTED, "1", "1", "oui")
NUMBER = "+223 76 12 34 56"


def _say(session: Session, words: str, channel: str = "web") -> Step:
    return step(BOOK, session, Said(words), Moment(at=AT + 400, ticket="ABC234", channel=channel))


def _said(done: Step) -> list[str]:
    return [line.key for effect in done.effects if isinstance(effect, Send) for line in effect.lines]


@pytest.mark.parametrize("channel", ["web", "telegram", "terminal"])
def test_by_telephone_asks_for_the_number_where_the_channel_gives_none(channel: str) -> None:
    done = _say(talk(*JOIN), "Par téléphone", channel)
    assert _said(done) == ["referral.own_number.ask"]
    done = _say(done.session, "76.12.34.56", channel)
    assert _said(done) == ["phrase.number_noted", "referral.safe_hours.ask"]
    assert done.session.notes["own_number"] == NUMBER


def test_on_whatsapp_the_number_is_there_and_is_not_asked_for() -> None:
    assert _said(_say(talk(*JOIN), "Par téléphone", "whatsapp")) == ["referral.safe_hours.ask"]


@pytest.mark.parametrize(
    ("channel", "then"), [("web", "referral.second_way.ask"), ("telegram", "referral.safe_hours.ask")]
)
def test_without_a_number_the_truth_is_told_and_the_page_asks_for_no_hour(channel: str, then: str) -> None:
    done = _say(_say(talk(*JOIN), "2", channel).session, "je n'ai pas de numéro", channel)
    assert _said(done) == ["referral.no_number.say", then]
    assert done.session.notes["own_number"] == "none"


def test_what_is_no_number_is_asked_again_and_a_voice_goes_to_a_human() -> None:
    asked = _say(talk(*JOIN), "2").session
    done = _say(asked, "je vous le donne demain")
    assert done.session.notes.get("own_number") is None
    assert _said(done)[-1] == "referral.own_number.ask"
    spoken = step(BOOK, asked, Sent("voice"), Moment(at=AT + 400, ticket="ABC234", channel="web"))
    assert "own_number" not in spoken.session.notes


@pytest.mark.parametrize(("before", "asks"), [((), "referral.safe_hours.ask"), (("1",), "referral.safe_hours.ask")])
def test_a_number_typed_at_the_questions_beside_it_is_understood(before: tuple[str, ...], asks: str) -> None:
    done = _say(talk(*JOIN, *before), "mon numero 76 12 34 56")
    assert _said(done) == ["phrase.number_noted", asks]
    assert done.session.notes["own_number"] == NUMBER


def test_another_number_typed_at_once_is_kept_with_whose_it_is() -> None:
    done = _say(talk(*JOIN, "1", "1"), "76 00 00 02 ma sœur")
    assert done.session.notes["second_contact"] == "76 00 00 02 ma sœur"
    (line,) = [line for effect in done.effects if isinstance(effect, Send) for line in effect.lines]
    assert (line.key, line.values["second_number"]) == ("referral.second_right.ask", Text("", "76 00 00 02"))
    done = _say(done.session, "oui")
    (file,) = [effect.notes for effect in done.effects if isinstance(effect, Refer)]
    assert "second_contact" not in file, "it is somebody else's, and no part of the yes"


def test_another_number_is_changed_before_it_is_used_and_one_too_short_is_asked_about() -> None:
    asked = _say(talk(*JOIN, "1", "1"), "oui").session
    cut = _say(asked, "76 00 00 0, ma sœur")
    assert _said(cut) == ["referral.second_cut.ask"]
    again = _say(_say(cut.session, "oui").session, "76 00 00 03")
    assert _said(again) == ["referral.second_right.ask"]
    changed = _say(_say(again.session, "non").session, "76 00 00 04, ma sœur")
    assert _say(changed.session, "oui").session.notes["second_contact"] == "76 00 00 04, ma sœur"
    assert "referral.come_back.say" in _said(_say(cut.session, "non")), "who says that it is right is believed"
    assert "referral.come_back.say" in _said(_say(asked, "chez ma sœur, elle n'a pas de téléphone"))


@pytest.mark.parametrize(
    ("typed", "when"),
    [("midi", "noon"), ("à midi", "noon"), ("le soir après la prière", "evening"), ("le matin tôt", "morning"), ("la nuit", "evening"),
     ("toute la journée", "any"), ("sogoma", "morning")],
)  # fmt: skip
def test_the_time_of_day_is_understood_in_everyday_words(typed: str, when: str) -> None:
    assert _say(talk(*JOIN, "1"), typed).session.notes["safe_hours"] == when


def test_on_the_page_it_is_said_that_answers_wait_there() -> None:
    done = _say(talk(*JOIN, "1", "1"), "non")
    assert "referral.come_back.say" in _said(done)
    assert _said(done)[-1] == "referral.follow_here.ask"
    assert "referral.come_back.say" not in _said(_say(talk(*JOIN, "1", "1"), "non", "telegram"))


def test_a_button_of_the_question_says_that_there_is_no_number() -> None:
    asked = _say(talk(*JOIN), "2").session
    done = step(BOOK, asked, Picked("none", asked.seq), Moment(at=AT + 420, ticket="ABC234", channel="web"))
    assert _said(done)[0] == "referral.no_number.say"
