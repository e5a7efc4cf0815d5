"""Whom the police beats is not sent to it, then or later; who was hurt long ago is not told to flee; who bleeds goes to be cared for."""

from __future__ import annotations

from bot.engine.effects import Send
from bot.engine.events import Said
from bot.engine.moment import Moment
from bot.engine.step import Step, step
from tests.engine.test_turns_of_talk import AT, BOOK, ORIENTED, talk


def _said(done: Step) -> list[str]:
    keys = [line.key for effect in done.effects if isinstance(effect, Send) for line in effect.lines]
    return [key.removeprefix("emergency.") for key in keys if key.startswith("emergency.")]


def _typed(text: str) -> Step:
    return step(BOOK, talk(*ORIENTED[:6]), Said(text), Moment(at=AT + 400, ticket="ABC234"))


def test_whom_the_police_beats_is_not_sent_to_the_police_then_or_later() -> None:
    done = _typed("la police me frape et prend mon argent")
    assert "not_alone" in _said(done)
    assert "law" not in _said(done)
    later = step(BOOK, done.session, Said("aide"), Moment(at=AT + 500, ticket="ABC234"))
    assert _said(later)
    assert "law" not in _said(later)


def test_whom_another_beats_is_told_of_it() -> None:
    assert "law" in _said(_typed("mon oncle me frappe"))


def test_who_was_hurt_long_ago_is_told_of_care_and_not_to_flee() -> None:
    said = _said(_typed("ils m'ont violé en libye"))
    assert "hurt" in said
    assert not {"not_alone", "law"} & set(said)


def test_who_bleeds_reads_the_health_centre_first() -> None:
    assert _said(_typed("je saigne bcp"))[:2] == ["opening_said", "health"]
