"""Words that work everywhere, as they are typed on a telephone."""

from __future__ import annotations

import pytest

from bot.engine.effects import Send
from bot.engine.events import Said
from bot.engine.moment import Moment
from bot.engine.session import Session
from bot.engine.step import step
from tests.engine.test_turns_of_talk import AT, BOOK, ORIENTED, talk

FORGET = (
    "oublie tout; efface moi; eface tou; supprime mes données; suprime tou mes donné; efase tout; je veux tout effacer"
)


@pytest.mark.parametrize("typed", FORGET.split("; "))
def test_to_erase_is_understood_in_any_spelling_and_asked_once_more(typed: str) -> None:
    assert talk(*ORIENTED[:5], typed).frames[-1].flow == "forget"


@pytest.mark.parametrize("typed", ["n'efface pas", "efface ma demande", "n'efface rien"])
def test_what_may_mean_something_else_erases_nothing(typed: str) -> None:
    assert talk(*ORIENTED[:5], typed).frames[-1].flow == "orientation"


@pytest.mark.parametrize(
    ("typed", "language"), [("bambara", "bm"), ("bamanankan", "bm"), ("français", "fr"), ("francais", "fr")]
)
@pytest.mark.parametrize("lines", [0, 3, 5, len(ORIENTED)])
def test_a_language_named_by_itself_is_spoken_from_there_on(typed: str, language: str, lines: int) -> None:
    before = talk(*ORIENTED[:lines])
    after = talk(typed, session=before, at=AT + 300)
    assert after.language == language
    assert [frame.state for frame in after.frames] == ([frame.state for frame in before.frames] or ["consent"])


def test_to_begin_again_begins_again() -> None:
    session = talk(*ORIENTED, "recommencer")
    assert (session.frames[-1].flow, session.frames[-1].state, session.facts) == ("orientation", "place", {})


@pytest.mark.parametrize(
    ("lines", "typed", "first"),
    [
        (5, "merci", "phrase.thanks"),
        (5, "bonjour", "phrase.hello"),
        (1, "qui es tu", "phrase.who_is_it"),
    ],
)
def test_thanks_are_no_greeting(lines: int, typed: str, first: str) -> None:
    assert _said(talk(*ORIENTED[:lines]), typed)[0] == first


def test_a_question_that_greets_is_not_greeted_twice() -> None:
    after_silence = talk("bonjour", session=talk(*ORIENTED), at=AT + 5000)
    assert _said(after_silence, "bonjour", at=AT + 5020) == ["coming_back.choose.ask"]


def test_who_wrote_stop_a_moment_ago_may_ask_for_their_request() -> None:
    session = talk(*ORIENTED)
    asked = step(BOOK, session, Said("ma demande"), Moment(at=AT + 300, mode="stopped"))
    assert next(line.key for e in asked.effects if isinstance(e, Send) for line in e.lines) == "status.none.say"
    later = step(BOOK, session, Said("ma demande"), Moment(at=AT + 5000, mode="stopped"))
    assert later.session.frames[-1].flow == "coming_back"


def test_a_word_typed_after_a_silence_is_done_once_they_go_on() -> None:
    rested = talk("ma demande", session=talk(*ORIENTED), at=AT + 5000)
    assert rested.frames[-1].flow == "coming_back"
    assert _said(rested, "1", at=AT + 5020)[0] == "status.none.say"


@pytest.mark.parametrize(("waiting", "said"), [(True, "phrase.stopped_waiting"), (False, "phrase.stopped")])
def test_who_stops_while_they_wait_hears_that_the_answer_will_not_come(said: str, *, waiting: bool) -> None:
    done = step(BOOK, talk(*ORIENTED), Said("stop"), Moment(at=AT + 300, waiting=waiting))
    assert [line.key for e in done.effects if isinstance(e, Send) for line in e.lines] == [said]


def _said(session: Session, typed: str, at: int = AT + 300) -> list[str]:
    done = step(BOOK, session, Said(typed), Moment(at=at))
    return [line.key for effect in done.effects if isinstance(effect, Send) for line in effect.lines]
