"""What was understood is taken back by a touch, where there are buttons, and once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.engine.effects import BACK, Send
from bot.engine.events import Event, Picked, Said
from bot.engine.moment import Moment
from bot.engine.session import Session
from bot.engine.step import Step, step
from flows.limits import CHOICES_MAX, WHATSAPP_QUICK_REPLIES_MAX
from tests.engine.test_turns_of_talk import AT, BOOK, talk

AT_REGION = ("bonjour", "1", "1", "1", "1")
PAGE = Moment(at=AT, channel="web", numbered=False)


def _done(session: Session, event: Event, moment: Moment = PAGE, after: int = 20) -> Step:
    return step(BOOK, session, event, replace(moment, at=session.last_at + after))


def _asked(done: Step) -> Send:
    return [effect for effect in done.effects if isinstance(effect, Send) and effect.buttons][-1]


def _told(session: Session, moment: Moment = PAGE) -> tuple[Session, Send]:
    done = _done(session, Said("Lafiabougou"), moment)
    return done.session, _asked(done)


def test_what_is_said_back_has_its_button_and_says_so() -> None:
    before = talk(*AT_REGION)
    after, asked = _told(before)
    assert asked.lines[0].key == "phrase.heard_so_tap"
    assert [button.id for button in asked.buttons].count(BACK) == 1
    assert after.facts["region"] == "bamako"
    undone = _done(after, Picked(BACK, after.seq)).session
    assert (undone.frames[-1].state, undone.facts) == (before.frames[-1].state, before.facts)


def test_a_second_tap_on_a_slow_network_undoes_nothing_more() -> None:
    after, _ = _told(talk(*AT_REGION))
    undone = _done(after, Picked(BACK, after.seq)).session
    again = _done(undone, Picked(BACK, after.seq), after=2)
    assert (again.session.frames, again.session.facts) == (undone.frames, undone.facts)


def test_where_nothing_can_be_tapped_the_word_is_named() -> None:
    _, asked = _told(talk(*AT_REGION), Moment(at=AT, channel="terminal", tappable=False))
    assert asked.lines[0].key == "phrase.heard_so"
    assert BACK not in [button.id for button in asked.buttons]


@pytest.mark.parametrize("voice", [False, True])
def test_by_voice_it_stands_under_each_question_that_has_something_behind_it(voice: bool) -> None:
    done = _done(replace(talk(*AT_REGION), voice=voice), Picked("kayes", 6), after=20)
    assert (BACK in [button.id for button in _asked(done).buttons]) == voice
    first = _done(replace(talk("bonjour"), voice=True), Picked("fr", 1))
    assert BACK not in [button.id for button in _asked(first).buttons], "nothing about them lies behind the consent"


def test_it_never_makes_a_list_of_three_buttons_nor_an_eleventh_row() -> None:
    whatsapp = Moment(at=AT, channel="whatsapp")
    session, many = replace(talk("bonjour", "1"), voice=True), set()
    for typed in ("1", "1", "1", "kayes", "25", "1", "3", "couture", "1", "1", "1"):
        done = _done(session, Said(typed), whatsapp)
        session, asked = done.session, _asked(done)
        own = [button for button in asked.buttons if button.id != BACK]
        many.add(len(own))
        if len(own) in {WHATSAPP_QUICK_REPLIES_MAX, CHOICES_MAX}:
            assert own == list(asked.buttons)
        assert len(asked.buttons) <= CHOICES_MAX
    assert WHATSAPP_QUICK_REPLIES_MAX in many


def test_what_a_sentence_told_is_not_asked_again_after_a_way_back() -> None:
    before = ("bonjour", "1", "1", "1", "1", "kayes", "25", "apprendre la mécanique")
    once, twice = talk(*before, "3"), talk(*before, "3", "retour", "3")
    assert twice.frames == once.frames
    assert twice.facts == once.facts
