"""What Sira says about humans is true: nobody is told to answer while nobody is there (A12)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.engine.book import Book
from bot.engine.effects import OpenHandover, Send, Step
from bot.engine.events import Event, NobodyYet, Picked, PutBack, Said, Sent
from bot.engine.handover import promise
from bot.engine.moment import Availability, Moment
from bot.engine.session import Session
from bot.engine.step import step
from bot.engine.turn import Turn
from flows.texts import of_flows
from locales.text import Text
from tests.engine.test_turns_of_talk import AT, BOOK, ORIENTED, talk

PROMISE = re.compile(
    r"(?:personne|équipe|quelqu'un|elle) (?:va|vont|vous (?:lira|répond|donnera)|lira|est prévenue|cherche)\b"
    r"|prévenue?s?\b|va vous répondre",
    re.IGNORECASE,
)
SAID_ONLY_WHEN_TRUE = {
    "phrase.promise_holder",
    "phrase.promise_urgent",
    "phrase.promise_urgent_request",
    "phrase.promise_p2",
    "phrase.promise_p3",
    "phrase.promise_rare",
    "phrase.promise_rare_request",
    "phrase.promise_p3_request",
    "phrase.promise_refused",
}
"""Said by `bot/engine/handover.py` alone, and only while somebody of the team, or who holds the talk, is present."""


def _texts(book: Book) -> Iterator[Text]:
    yield from of_flows(book.flows)
    yield from book.phrases.values()


IF = re.compile(r"si une personne[^.,;]*", re.IGNORECASE)
"""« Si une personne de l'équipe vous répond ici, elle ne peut pas le lire »: that one answers is not said."""


def test_no_text_promises_a_human_whatever_the_hour(book: Book) -> None:
    promising = {text.key for text in _texts(book) if PROMISE.search(IF.sub("", text.fr))}
    assert promising == SAID_ONLY_WHEN_TRUE


def _left_by_the_worker(session: Session, event: Event, mode: str = "queued") -> tuple[Session, list[str], list[str]]:
    """One turn after the worker who had spoken went away: session, what is said, reasons given to the desk."""
    moment = Moment(at=AT + 400, mode=mode, spoken=True, waiting=True, availability=Availability(next_at=AT + 9000))
    done = step(BOOK, session, event, moment)
    said = [line.key for effect in done.effects if isinstance(effect, Send) for line in effect.lines]
    return done.session, said, [effect.reason for effect in done.effects if isinstance(effect, OpenHandover)]


def _put_back(*, danger: bool, spoken: bool) -> Step:
    """Whoever held the talk went away, and it waits again."""
    moment = Moment(
        at=AT + 400,
        mode="queued",
        spoken=spoken,
        waiting=True,
        urgent=danger,
        availability=Availability(next_at=AT + 9000),
    )
    return step(BOOK, talk(*ORIENTED[:6]), PutBack(danger=danger), moment)


@pytest.mark.parametrize(
    ("danger", "told"),
    [(False, ["phrase.put_back"]), (True, ["phrase.put_back_danger", "phrase.promise_do_not_wait"])],
)
def test_who_is_put_back_has_the_open_question_again_and_in_danger_hears_that_another_is_sought(
    told: list[str], *, danger: bool
) -> None:
    done = _put_back(danger=danger, spoken=False)
    assert _said(done) == [*told, "phrase.meanwhile", "orientation.age.ask"]
    answered = step(BOOK, done.session, Said("25"), Moment(at=AT + 430, mode="queued", waiting=True))
    assert answered.session.frames[-1].state != done.session.frames[-1].state, "an answer counts again"
    assert _said(_put_back(danger=danger, spoken=True)) == told, "a human had spoken: it waits for a human"


def _said(done: Step) -> list[str]:
    return [line.key for effect in done.effects if isinstance(effect, Send) for line in effect.lines]


@pytest.mark.parametrize("event", [Said("vous êtes là ?"), Sent("voice")], ids=["words", "voice"])
def test_who_writes_after_the_worker_went_is_told_that_it_is_kept_and_then_in_a_word(event: Event) -> None:
    session, said, reasons = _left_by_the_worker(talk(*ORIENTED[:6]), event)
    assert said == ["phrase.promise_later"]
    assert reasons == ["wrote_again"]
    session, said, reasons = _left_by_the_worker(session, event)
    assert said == ["phrase.promise_again"]
    assert reasons == ["wrote_again"]
    session, said, _ = _left_by_the_worker(session, event, mode="human")
    assert said == [], "a second worker came: it is theirs"


@pytest.mark.parametrize("words", ["aide", "on me frappe"])
@pytest.mark.parametrize("holder", [True, False], ids=["at the desk", "gone home"])
def test_help_beside_a_human_tells_of_the_hours_only_when_they_are_away(words: str, *, holder: bool) -> None:
    away = Availability(next_at=AT + 9000, holder=holder)
    moment = Moment(at=AT + 400, mode="human", spoken=True, waiting=True, availability=away)
    done = step(BOOK, talk(*ORIENTED[:6]), Said(words), moment)
    said = [line.key for effect in done.effects if isinstance(effect, Send) for line in effect.lines]
    assert said[0].startswith("emergency.")
    later = any(key.startswith("phrase.promise_later") for key in said)
    assert ("phrase.promise_holder" in said, later) == (holder, not holder)


@pytest.mark.parametrize(("words", "urgent"), [("personne", False), ("aide", True)])
def test_where_many_wait_no_time_is_told_and_danger_is_shown_its_way(words: str, *, urgent: bool) -> None:
    crowded = Availability(present=True, many=True)
    done = step(BOOK, talk(*ORIENTED[:6]), Said(words), Moment(at=AT + 400, ticket="ABC234", availability=crowded))
    said = [line.key for effect in done.effects if isinstance(effect, Send) for line in effect.lines]
    assert "phrase.promise_many_request" in said
    assert not SAID_ONLY_WHEN_TRUE & set(said)
    assert any(key.startswith("emergency.") for key in said) == urgent


@pytest.mark.parametrize(("rings", "told"), [(True, "phrase.promise_later_called"), (False, "phrase.promise_later")])
def test_danger_in_the_night_hears_that_the_team_is_called_only_where_it_can_be(told: str, *, rings: bool) -> None:
    moment = Moment(at=AT + 400, ticket="ABC234", rings=rings, availability=Availability(next_at=AT + 9000))
    assert told in _keys(step(BOOK, talk(*ORIENTED[:6]), Said("on me frappe"), moment))


def test_a_promise_that_nobody_asked_for_is_not_repeated_whole_minutes_later() -> None:
    away = Availability(next_at=AT + 90_000)
    first = step(BOOK, talk(*ORIENTED[:6]), Said("je suis malade"), Moment(at=AT + 400, availability=away))
    again = step(
        BOOK, first.session, Said("j'ai faim"), Moment(at=AT + 430, waiting=True, urgent=True, availability=away)
    )
    assert "phrase.promise_later" in _keys(first)
    assert {"phrase.promise_again", "phrase.promise_later"} & set(_keys(again)) == {"phrase.promise_again"}
    asked = step(
        BOOK, again.session, Said("personne"), Moment(at=AT + 460, waiting=True, urgent=True, availability=away)
    )
    assert "phrase.promise_later_request" in _keys(asked), "who asks for a human hears it whole"


@pytest.mark.parametrize("media", ["voice", "image", "video", "document", "location"])
@pytest.mark.parametrize("there", [True, False], ids=["somebody is there", "nobody is"])
def test_what_is_sent_by_voice_in_open_danger_is_never_told_of_days(media: str, *, there: bool) -> None:
    """« Venez vite », said and not written: « en trois jours de travail » would be the answer to who can only speak."""
    who = Availability(present=there, next_at=0 if there else AT + 9000)
    moment = Moment(at=AT + 400, waiting=True, urgent=True, availability=who)
    said = _keys(step(BOOK, talk(*ORIENTED[:6]), Sent(media), moment))
    assert said[0] == f"phrase.media_{media}"
    assert said[1] == ("phrase.promise_urgent" if there else "phrase.promise_later")
    assert there or said[2] == "phrase.promise_do_not_wait"


def test_three_answers_not_understood_in_open_danger_are_never_told_of_days() -> None:
    asked = talk(*ORIENTED[:6], "zzz", "xxx qqq")
    there = Moment(at=AT + 400, waiting=True, urgent=True, availability=Availability(present=True))
    said = _keys(step(BOOK, asked, Said("vvv kkk"), there))
    assert "phrase.promise_urgent" in said


def test_after_half_an_hour_without_a_human_there_is_a_button_to_one_and_no_word_to_write() -> None:
    waiting = step(BOOK, talk(*ORIENTED[:6]), Said("on me frappe"), Moment(at=AT + 400)).session
    done = step(BOOK, waiting, NobodyYet(), Moment(at=AT + 2200, mode="queued", waiting=True, urgent=True))
    (said,) = [effect for effect in done.effects if isinstance(effect, Send)]
    assert [button.id for button in said.buttons] == ["@person"]
    assert "emergency.human" not in _keys(done)


def _keys(done: Step) -> list[str]:
    return [line.key for effect in done.effects if isinstance(effect, Send) for line in effect.lines]


@pytest.mark.parametrize("rings", [True, False])
@pytest.mark.parametrize("many", [True, False])
@pytest.mark.parametrize("next_at", [0, AT + 9000])
@pytest.mark.parametrize("button", ["help", "@person", "@help"])
def test_who_only_touched_a_button_wrote_no_message_that_could_be_kept(
    book: Book, button: str, next_at: int, *, many: bool, rings: bool
) -> None:
    safety = talk(*ORIENTED[:3])
    who = Availability(present=many, many=many, next_at=next_at)
    moment = Moment(at=AT + 400, ticket="ABC234", rings=rings, availability=who)
    done = step(book, safety, Picked(button, safety.seq), moment)
    said = " ".join(
        book.catalogues.say(line, "fr") for sent in done.effects if isinstance(sent, Send) for line in sent.lines
    )
    assert "Votre demande est gardée" in said
    assert "Votre message" not in said


def test_of_who_refused_my_request_says_of_no_words_that_they_are_kept(book: Book) -> None:
    asked = talk(*ORIENTED[:2], "2")
    assert asked.consent == "no"
    done = step(book, asked, Said("ma demande"), Moment(at=AT + 400, mode="queued", waiting=True, urgent=True))
    said = " ".join(
        book.catalogues.say(line, "fr") for sent in done.effects if isinstance(sent, Send) for line in sent.lines
    )
    assert "gardée pour l'équipe, sans vos mots" in said
    assert "message" not in said


@pytest.mark.parametrize(("level", "key"), [
    ("P3", "phrase.promise_rare"), ("P2", "phrase.promise_rare_request"), ("P1", "phrase.promise_urgent"),
])  # fmt: skip
def test_where_the_team_works_on_few_days_no_number_of_them_is_told(level: str, key: str) -> None:
    turn = Turn(BOOK, talk(*ORIENTED[:6]), Moment(at=AT, availability=Availability(present=True, rare=True)))
    assert [line.key for line in promise(turn, level)] == [key]


NOT_SAID = ("Votre message", "votre message")


@pytest.mark.parametrize("there", [True, False], ids=["somebody is there", "nobody is"])
@pytest.mark.parametrize("typed", ["personne", "aide", "17", "blabla"])
def test_who_has_told_nothing_or_agreed_to_nothing_is_not_told_that_a_message_is_kept(
    book: Book, typed: str, *, there: bool
) -> None:
    """The digits of an age, the name of a command; and before the yes any words that are no danger."""
    who = Availability(present=there, next_at=0 if there else AT + 9000)
    begun = {"17": talk(*ORIENTED[:6]), "blabla": talk("bonjour", "1", "zzz", "xxx qqq")}
    session = begun.get(typed, talk(*ORIENTED[:6]))
    alone = typed == "17"
    done = step(book, session, Said(typed), Moment(at=AT + 400, ticket="ABC234", availability=who))
    if alone:
        done = step(book, done.session, Said("2"), Moment(at=AT + 420, ticket="ABC234", availability=who))
    assert any(isinstance(effect, OpenHandover) for effect in done.effects)
    said = " ".join(
        book.catalogues.say(line, "fr") for sent in done.effects if isinstance(sent, Send) for line in sent.lines
    )
    assert not [words for words in NOT_SAID if words in said], said


def test_words_of_danger_before_the_yes_are_said_to_be_kept_as_they_are() -> None:
    done = step(BOOK, talk("bonjour", "1"), Said("on veut me tuer"), Moment(at=AT + 400, ticket="ABC234"))
    assert "phrase.promise_unknown" in _keys(done)


def test_who_says_no_while_somebody_is_called_hears_that_the_call_stays() -> None:
    called = talk("bonjour", "1", "zzz", "xxx qqq", "vvv kkk")
    waits = Moment(at=AT + 400, mode="queued", waiting=True, ticket="ABC234")
    assert "welcome.refused_erased.say" in _keys(step(BOOK, called, Said("non"), waits)), "their words go"
    assert "welcome.refused_waiting.say" in _keys(step(BOOK, called, Said("non"), replace(waits, urgent=True)))
