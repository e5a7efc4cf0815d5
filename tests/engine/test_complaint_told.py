"""A complaint that is written at once, where it is asked what it is about, is not asked for a second time."""

from __future__ import annotations

import pytest

from bot.engine.complaint_effects import Complain
from bot.engine.effects import OpenHandover
from bot.engine.events import Said
from bot.engine.session import Moment
from bot.engine.step import step
from tests.engine.test_turns_of_talk import AT, BOOK, ORIENTED, talk


@pytest.mark.parametrize(
    ("typed", "about", "level"),
    [
        ("l'agent m'a demandé de l'argent", "worker", "P0"),
        ("la nourriture est mauvaise ici", "other", "P3"),
    ],
)
def test_the_words_are_the_complaint(typed: str, about: str, level: str) -> None:
    told = talk(*ORIENTED[:5], "plainte", typed)
    assert (told.frames[-1].state, told.tries) == ("name", 0)
    done = step(BOOK, told, Said("1"), Moment(at=AT + 300, ticket="ABC234"))
    filed = next(effect for effect in done.effects if isinstance(effect, Complain))
    assert (filed.text, filed.about, filed.level) == (typed, about, level)
    assert not any(isinstance(effect, OpenHandover) for effect in done.effects)


@pytest.mark.parametrize("typed", ["bof", "je sais pas"])
def test_what_is_no_sentence_is_asked_again(typed: str) -> None:
    assert talk(*ORIENTED[:5], "plainte", typed).frames[-1].state == "about"
