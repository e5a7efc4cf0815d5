"""What a person says beside the open question: help, money, leaving; each is answered and the question stays."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.engine.effects import OpenHandover, Refer, Send, Step
from bot.engine.events import Picked, Proposed, Said
from bot.engine.moment import Availability, Moment
from bot.engine.session import Session
from bot.engine.step import step
from flows.limits import CONSENT_TEXT_MAX, QUIET_SECONDS
from tests.engine.test_turns_of_talk import AT, BOOK, ORIENTED, talk


def _say(session: Session, words: str, at: int = AT + 300) -> Step:
    return step(BOOK, session, Said(words), Moment(at=at, ticket="ABC234"))


def _said(done: Step) -> list[str]:
    return [line.key for effect in done.effects if isinstance(effect, Send) for line in effect.lines]


@pytest.mark.parametrize("lines", [(), ("bonjour",), ("bonjour", "1"), ORIENTED[:4], ORIENTED[:6], ORIENTED])
def test_the_word_help_brings_where_to_go_and_a_human_at_once(lines: tuple[str, ...]) -> None:
    done = _say(talk(*lines), "aide")
    assert [(e.level, e.focus) for e in done.effects if isinstance(e, OpenHandover)] == [("P0", "protection")]
    assert _said(done)[0].startswith("emergency.")
    assert "safety.now.ask" not in _said(done)


def test_beside_a_human_the_word_help_brings_the_block_and_asks_nothing() -> None:
    session = talk(*ORIENTED[:6])
    done = step(BOOK, session, Said("aide"), Moment(at=AT + 300, mode="human", waiting=True))
    assert [effect.level for effect in done.effects if isinstance(effect, OpenHandover)] == ["P0"]
    assert _said(done)[0].startswith("emergency.")
    assert "safety.tell.ask" not in _said(done)
    assert done.session.frames == session.frames


def test_a_sign_said_again_brings_the_block_again_and_then_the_open_question() -> None:
    session = talk(*ORIENTED[:6], "j'ai faim", "oui", "continuer")
    done = _say(session, "j'ai faim")
    assert _said(done)[0].startswith("emergency.")
    assert _said(done)[-1] == "orientation.age.ask"
    assert "understood.check.ask" not in _said(done)


@pytest.mark.parametrize("words", [("aide", "1"), ("j'ai faim", "1", "continuer"), ("langue", "1")])
def test_what_is_done_after_a_silence_ends_in_the_neutral_menu_and_not_in_the_past(words: tuple[str, ...]) -> None:
    session = talk(*ORIENTED[:6])
    late = AT + 200 + QUIET_SECONDS
    for after, typed in enumerate(words):
        done = _say(session, typed, late + 10 * after)
        session = done.session
    assert _said(done)[-1] == "coming_back.choose.ask"
    assert "orientation.age.ask" not in _said(done)


@pytest.mark.parametrize("words", ["combien d'argent donne l'OIM ?", "quand est-ce que je reçois mon kit", "wari joli"])
@pytest.mark.parametrize("asked", ["welcome.consent", "orientation.region", "orientation.age"])
def test_how_much_is_answered_with_the_truth_and_a_human_at_any_question(words: str, asked: str) -> None:
    session = talk(*ORIENTED[: {"welcome.consent": 2, "orientation.region": 5, "orientation.age": 6}[asked]])
    done = _say(session, words)
    assert _said(done)[0] == "money.honest.say"
    assert _said(done)[-1] == f"{asked}.ask"
    assert [effect.reason for effect in done.effects if isinstance(effect, OpenHandover)] == ["asked_how_much"]


def test_leaving_again_is_heard_at_any_question_but_never_above_danger() -> None:
    session = talk(*ORIENTED[:6])
    assert _said(_say(session, "je veux repartir en Europe")) == ["leaving.choose.ask"]
    in_danger = _say(session, "je veux repartir, on m'a menacé")
    assert _said(in_danger)[0].startswith("emergency.")
    assert "leaving.choose.ask" not in _said(in_danger)


@pytest.mark.parametrize("opened", [("personne",), ("plainte", "3")], ids=["words for a human", "a complaint"])
def test_words_that_are_for_humans_are_not_answered_by_the_machine(opened: tuple[str, ...]) -> None:
    session = talk(*ORIENTED[:6], *opened)
    done = _say(session, "combien d'argent je reçois, je veux repartir")
    assert "money.honest.say" not in _said(done)
    assert "leaving.choose.ask" not in _said(done)


def test_words_beside_the_choices_are_kept_and_a_choice_keeps_no_words() -> None:
    session = talk(*ORIENTED[:6], "25", "6", "1", "4")
    assert session.frames[-1].state == "end_words"
    kept = _say(session, "j'ai 2 enfants")
    assert kept.session.notes["need_in_words"] == "j'ai 2 enfants"
    gone_on = _say(session, "continuer")
    assert "need_in_words" not in gone_on.session.notes


@pytest.mark.parametrize("language", ["1", "2"])
def test_after_two_misses_a_person_is_offered_once_also_where_the_question_offers_one(language: str) -> None:
    session = talk("bonjour", language, "1", "1", "menu", "blorf zz")
    buttons = [
        button for effect in _say(session, "blorf zz").effects if isinstance(effect, Send) for button in effect.buttons
    ]
    assert [button.label.fr for button in buttons].count("Parler à quelqu'un") == 1


AWAY = Availability(next_at=AT + 90_000)


def test_where_to_go_is_said_once_and_not_how_to_call_whom_is_called_already() -> None:
    done = step(BOOK, talk(*ORIENTED[:6]), Said("aide"), Moment(at=AT + 300, ticket="ABC234", availability=AWAY))
    said = _said(done)
    assert said.count("emergency.if_ill") == 1
    assert "phrase.promise_later_request" in said
    assert not {"phrase.promise_do_not_wait", "emergency.human"}.intersection(said)


@pytest.mark.parametrize("words", ["continuer", "je veux continuer", "retour", "Continuer svp"])
def test_after_help_whoever_goes_on_is_back_at_the_question_and_nothing_is_kept(words: str) -> None:
    done = _say(_say(talk(*ORIENTED[:6]), "aide").session, words)
    assert _said(done)[-1] == "orientation.age.ask"
    assert "need_in_words" not in done.session.notes


def test_after_help_as_first_words_going_back_goes_on() -> None:
    assert _said(_say(_say(Session(), "aide").session, "retour"))[-1] == "welcome.language.ask"


def test_who_waits_for_help_is_not_told_of_days() -> None:
    helped = _say(talk(*ORIENTED[:6]), "aide").session
    waiting = Moment(at=AT + 320, ticket="ABC234", urgent=True, waiting=True, availability=Availability(present=True))
    assert "phrase.promise_urgent_request" in _said(step(BOOK, helped, Said("personne"), waiting))


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("c koi sa? vous etes de la police?", {"phrase.who_is_it", "phrase.not_the_police"}),
        ("vous êtes de la police ?", {"phrase.not_the_police"}),
        ("es-tu policier", {"phrase.not_the_police"}), ("aw ye polisiw ye wa", {"phrase.not_the_police"}),
        ("c'est quoi", {"phrase.who_is_it"}), ("c'est quoi l'aide?", {"phrase.who_is_it"}),
        ("qui êtes-vous", {"phrase.who_is_it"}), ("comment tu t'appelles", {"phrase.my_name"}),
        ("vous vous appelez comment", {"phrase.my_name"}), ("i tɔgɔ ye di", {"phrase.my_name"}),
    ],
)  # fmt: skip
def test_at_consent_who_asks_who_it_is_gets_one_sentence_and_the_question_alone(typed: str, told: set[str]) -> None:
    said = _said(_say(talk("bonjour", "1"), typed))
    assert said[0] in told
    assert said[1:] == ["welcome.consent.again"]


def test_a_word_about_the_police_that_is_no_question_is_not_answered_with_no() -> None:
    assert "phrase.not_the_police" not in _said(_say(talk(*ORIENTED[:6]), "la police me cherche"))


@pytest.mark.parametrize(
    ("channel", "reads"), [("telegram", "Telegram"), ("whatsapp", "WhatsApp"), ("web", "Qui tient ce téléphone")]
)
def test_only_who_can_read_on_this_channel_is_named_before_the_yes(channel: str, reads: str) -> None:
    done = step(BOOK, talk("bonjour"), Said("1"), Moment(at=AT + 40, channel=channel))
    (asked,) = [line for effect in done.effects if isinstance(effect, Send) for line in effect.lines]
    words = BOOK.catalogues.say(asked, "fr")
    assert reads in words
    assert len([name for name in ("Telegram", "WhatsApp") if name in words]) == (channel != "web")
    assert len(words) <= CONSENT_TEXT_MAX


def test_what_a_worker_asked_is_answered_after_a_silence_too() -> None:
    session = step(
        BOOK, talk(*ORIENTED[:6]), Proposed("anpe-accueil", "Tout près."), Moment(at=AT, mode="human")
    ).session
    beside = Moment(at=AT + 60, mode="human", spoken=True, waiting=True)
    session = step(BOOK, session, Said("c'est loin ?"), beside).session
    later = replace(beside, at=AT + 60 + 2 * QUIET_SECONDS, ticket="ABC234")
    tapped = step(BOOK, session, Picked("@here", session.seq), later)
    assert "proposal.share.ask" in _said(tapped)
    said = step(BOOK, session, Said("oui"), later)
    assert [effect.service for effect in said.effects if isinstance(effect, Refer)] == ["anpe-accueil"]
