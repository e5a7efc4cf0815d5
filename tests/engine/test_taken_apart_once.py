"""A message is taken apart once; the turn is the one that it would be if each recogniser took it apart anew."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engine import step as stepping
from bot.engine.events import Said
from bot.engine.moment import Moment
from tests import once
from tests.engine.test_turns_of_talk import AT, ORIENTED, talk
from tests.locales.test_sentence import SAID

TALKS = [talk(*ORIENTED[:many]) for many in range(len(ORIENTED) + 1)]
MOMENTS = [Moment(at=AT + later, ticket="ABC234", mode=mode) for later in (60, 9000) for mode in ("bot", "human")]


@given(
    st.lists(st.sampled_from(SAID), min_size=1, max_size=6).map(", ".join),
    st.sampled_from(TALKS),
    st.sampled_from(MOMENTS),
)
def test_a_turn_is_the_same_as_of_words_that_are_parted_by_everybody(text: str, session, moment: Moment) -> None:
    once_parted = stepping.step(once.book(), session, Said(text), moment)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stepping, "sentence", str)
        assert once_parted == stepping.step(once.book(), session, Said(text), moment)
