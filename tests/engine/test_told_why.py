"""Who asks for help and then says why hears no line twice, and has a human at hand before anything else is asked."""

from __future__ import annotations

import pytest

from bot.engine.effects import OpenHandover, Send
from bot.engine.events import Said
from bot.engine.moment import Moment
from bot.engine.step import step
from tests.engine.test_turns_of_talk import AT, BOOK, talk

HELPED = ("bonjour", "1", "1", "2")


@pytest.mark.parametrize("typed", ["ils mon tapé hier", "il veut me tuer"])
def test_the_same_lines_are_not_said_twice_and_a_human_is_offered(typed: str) -> None:
    helped = talk(*HELPED)
    assert (helped.frames[-1].flow, helped.frames[-1].state) == ("safety", "tell")
    done = step(BOOK, helped, Said(typed), Moment(at=AT + 200, mode="queued", waiting=True, urgent=True))
    sent = [effect for effect in done.effects if isinstance(effect, Send)]
    assert [text.key for effect in sent for text in effect.lines] == ["understood.stay.ask"]
    assert "person" in {button.id for button in sent[-1].buttons}
    assert any(isinstance(effect, OpenHandover) for effect in done.effects)
    assert done.session.notes["need_in_words"] == typed


def test_other_lines_are_said_to_who_wants_to_die() -> None:
    done = step(
        BOOK, talk(*HELPED), Said("je veux mourir"), Moment(at=AT + 200, mode="queued", waiting=True, urgent=True)
    )
    assert any(isinstance(effect, Send) and effect.kind == "safety" for effect in done.effects)
