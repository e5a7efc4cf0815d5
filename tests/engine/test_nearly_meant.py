"""Words that are understood although they choose nothing are no miss."""

from __future__ import annotations

import pytest

from bot.engine.effects import OpenHandover, Send
from bot.engine.events import Said
from bot.engine.session import Moment
from bot.engine.step import step
from tests.engine.test_turns_of_talk import AT, BOOK, ORIENTED, talk


@pytest.mark.parametrize(
    ("lines", "text", "phrase"),
    [
        (ORIENTED, "je ne sais pas", "phrase.not_known"),
        (ORIENTED, "non", "phrase.yes_to_what"),
        (ORIENTED[:7], "métier", "phrase.which_of"),
        (ORIENTED[:7], "oui", "phrase.yes_to_what"),
    ],
)
def test_three_times_the_same_is_answered_kindly_each_time_and_never_a_miss(
    lines: tuple[str, ...], text: str, phrase: str
) -> None:
    session = talk(*lines)
    before = session.frames
    for number in range(3):
        done = step(BOOK, session, Said(text), Moment(at=AT + 300 + number))
        sends = [effect for effect in done.effects if isinstance(effect, Send)]
        assert sends[0].lines[0].key == phrase
        assert sends[-1].buttons
        assert not any(isinstance(effect, OpenHandover) for effect in done.effects)
        session = done.session
    assert (session.frames, session.tries) == (before, 0)


def test_who_does_not_know_is_offered_a_person_in_the_same_breath() -> None:
    done = step(BOOK, talk(*ORIENTED[:4], "1"), Said("je ne sais pas"), Moment(at=AT + 300))
    assert done.session.unknown == ("region",), "where the question has such an answer it is taken"
    done = step(BOOK, talk("bonjour", "1"), Said("je ne sais pas"), Moment(at=AT + 300))
    (asked,) = (effect for effect in done.effects if isinstance(effect, Send))
    assert "@person" in [button.id for button in asked.buttons]
