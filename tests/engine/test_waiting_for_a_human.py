"""Who waits for a human is never told « je n'ai pas compris »: they are not forgotten, and the desk hears of them."""

from __future__ import annotations

import pytest

from bot.engine.effects import OpenHandover, Send
from bot.engine.events import Said
from bot.engine.moment import Availability, Moment
from bot.engine.step import step
from tests.engine.test_turns_of_talk import AT, BOOK, ORIENTED, talk

LATER = Availability(next_at=AT + 36_000)
WORDS = ("je suis toujours là, vous m'entendez", "alors", "vous dormez", "zzz qqq")


@pytest.mark.parametrize("urgent", [True, False])
def test_whatever_they_write_they_hear_when_the_team_is_back_and_the_question_again(*, urgent: bool) -> None:
    session = talk(*ORIENTED[:4])
    for after, typed in enumerate(WORDS):
        moment = Moment(at=AT + 200 + 20 * after, mode="queued", waiting=True, urgent=urgent, availability=LATER)
        done = step(BOOK, session, Said(typed), moment)
        session = done.session
        sent = [effect for effect in done.effects if isinstance(effect, Send)]
        said = [line.key for send in sent for line in send.lines]
        assert said[0] in {"phrase.promise_later", "phrase.promise_again"}
        assert not [key for key in said if key.startswith("phrase.missed")], typed
        assert said[-1].startswith("orientation."), said
        assert [effect.reason for effect in done.effects if isinstance(effect, OpenHandover)] == ["wrote_again"]


def test_who_waits_for_nobody_is_still_helped_to_answer() -> None:
    done = step(BOOK, talk(*ORIENTED[:4]), Said("zzz qqq"), Moment(at=AT + 200))
    said = [line.key for effect in done.effects if isinstance(effect, Send) for line in effect.lines]
    assert said[0] == "phrase.missed"
