"""Who is asked « voulez-vous tout effacer ? » may say yes in their own words, and nothing typed there is kept."""

from __future__ import annotations

import pytest

from bot.engine.effects import Forget, OpenHandover, Send
from bot.engine.events import Said
from bot.engine.moment import Moment
from bot.engine.step import Step, step
from tests.engine.test_turns_of_talk import AT, BOOK, ORIENTED, talk

YES = ["oui efface", "oui supprime tout", "efface", "Efface tout stp", "je veux tout effacer", "vas-y efface", "oui, éfface tou",
       "supprime mes messages", "jɔɔsi", "awɔ, a bɛɛ jɔɔsi", "awo a joosi"]  # fmt: skip
NOT_YES = [
    "n'efface pas",
    "efface pas",
    "non efface pas",
    "a kana jɔɔsi",
    "efface mon oncle",
    "attendez",
    "je réfléchis",
]


def _typed(text: str, *, waiting: bool) -> Step:
    mode = "queued" if waiting else "bot"
    moment = Moment(at=AT + 400, mode=mode, waiting=waiting, urgent=waiting, ticket="ABC234")
    return step(BOOK, talk(*ORIENTED[:6], "effacer"), Said(text), moment)


@pytest.mark.parametrize("waiting", [True, False])
@pytest.mark.parametrize("text", YES)
def test_yes_with_more_words_erases(text: str, *, waiting: bool) -> None:
    assert any(isinstance(effect, Forget) for effect in _typed(text, waiting=waiting).effects)


@pytest.mark.parametrize("waiting", [True, False])
@pytest.mark.parametrize("text", NOT_YES)
def test_anything_else_is_asked_again_and_nothing_is_said_to_be_kept(text: str, *, waiting: bool) -> None:
    done = _typed(text, waiting=waiting)
    assert not any(isinstance(effect, Forget | OpenHandover) for effect in done.effects)
    said = [line.key for effect in done.effects if isinstance(effect, Send) for line in effect.lines]
    assert said[-1] == "forget.sure.ask", said
    assert not [key for key in said if "promise" in key]


def test_the_word_opens_the_question_and_never_answers_it_by_itself() -> None:
    done = step(BOOK, talk(*ORIENTED[:6]), Said("oui efface tout"), Moment(at=AT + 400))
    assert not any(isinstance(effect, Forget) for effect in done.effects)
