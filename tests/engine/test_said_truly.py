"""What is shared, asked, repeated and left: each is said as it is, once, in words that cannot be taken two ways."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from bot.engine.effects import Send, Step
from bot.engine.events import Picked, Said
from bot.engine.moment import Moment
from bot.engine.session import Session
from bot.engine.sharing import shared_lines
from bot.engine.step import step
from bot.engine.turn import Turn
from content.card_set import cards
from content.explain import wanted
from content.match import match
from content.rules import Leaf
from flows.limits import QUIET_SECONDS
from tests.engine.test_turns_of_talk import AT, BOOK, ORIENTED, talk

CENTRE = "Si vous êtes dans un centre"
PEOPLE = "voici qui peut aider"
LATER = QUIET_SECONDS + 60


def _french(done: Step) -> str:
    return " ".join(
        BOOK.catalogues.say(line, "fr") for sent in done.effects if isinstance(sent, Send) for line in sent.lines
    )


def _do(session: Session, event: Said | Picked, at: int = AT + 600) -> Step:
    return step(BOOK, session, event, Moment(at=at, mode="queued", waiting=True, urgent=True, ticket="ABC234"))


def _shared(facts: Mapping[str, Any]) -> list[str]:
    turn = Turn(BOOK, replace(talk(*ORIENTED), facts=facts), Moment(at=AT))
    return [BOOK.catalogues.say(line, "fr") for line in shared_lines(turn)]


def test_of_two_trades_the_list_says_which_is_wanted_and_which_is_known() -> None:
    said = _shared({"need": ["skills"], "trade": "welding", "skill": "welding"})
    assert "• le métier voulu : Soudure" in said
    assert "• le métier que vous connaissez : Soudure" in said
    assert "• ce qui compte pour vous : J'ai déjà un métier" in said


@pytest.mark.parametrize(("urgent", "kept"), [(True, True), (False, False)])
def test_after_erasing_what_is_gone_and_what_stays_are_named_apart(*, urgent: bool, kept: bool) -> None:
    asked = step(BOOK, talk(*ORIENTED), Said("effacer"), Moment(at=AT + 600, urgent=urgent, ticket="ABC234"))
    phrase = BOOK.phrase("forgotten_but_urgent" if urgent else "forgotten").fr
    assert "le reste" not in f"{_french(asked)} {phrase}".lower()
    assert ("72 heures" in phrase) is kept


@pytest.mark.parametrize(("channel", "told"), [("web", set()), ("telegram", {"Telegram"}), ("whatsapp", {"WhatsApp"})])
def test_of_an_urgent_case_only_the_messenger_that_the_person_uses_is_named(channel: str, told: set[str]) -> None:
    moment = Moment(at=AT + 600, urgent=True, ticket="ABC234", channel=channel)
    said = _french(step(BOOK, talk(*ORIENTED), Said("effacer"), moment))
    assert {name for name in ("Telegram", "WhatsApp") if name in said} == told
    assert "72 heures au plus : l'heure, la langue" in said


def _girl_of_seventeen() -> Step:
    alone = talk(*ORIENTED[:4], "2", "je ne sais pas encore", "17")
    return step(BOOK, alone, Said("non"), Moment(at=AT + 300, ticket="ABC234"))


def test_a_child_in_a_transit_centre_is_sent_to_an_agent_once_and_sees_who_helps() -> None:
    done = _girl_of_seventeen()
    assert done.session.facts["in"] == "niger"
    assert _french(done).count(CENTRE) == 1
    assert _french(done).count(f"Plus tard, au Mali, {PEOPLE}") == 1


def test_who_helps_is_not_listed_again_at_each_search_a_minute_later() -> None:
    told = _do(_girl_of_seventeen().session, Picked("go_on", 99)).session
    first = _do(told, Said("1"), AT + 700)
    assert PEOPLE in _french(first)
    assert "D'abord un endroit sûr" in _french(first)
    back = _do(first.session, Said("3"), AT + 720).session
    again = _do(back, Said("1"), AT + 740)
    assert PEOPLE not in _french(again)
    assert "D'abord un endroit sûr" in _french(again)


def test_who_does_not_know_whether_they_can_move_is_not_told_to_say_it_still() -> None:
    facts = {"in": "mali", "region": "mopti", "age": 24, "need": ["trade"], "trade": "tailoring"}
    found = match(BOOK.directory, facts, Turn(BOOK, Session(), Moment(at=AT)).today)
    far = [one for one in found.services if "can_move" in one.ask][:3]
    asked, known = cards(far, found_on := Turn(BOOK, Session(), Moment(at=AT)).today), "si vous pouvez changer de ville"
    passed = cards(far, found_on, frozenset({"can_move"}))
    lines = [[BOOK.catalogues.say(line, "fr") for told in one[0] for line in told] for one in (asked, passed)]
    assert any(line.startswith("Dites encore") and known in line for line in lines[0])
    assert not any(line.startswith("Dites encore") and known in line for line in lines[1])
    assert any(f"Il faudra leur dire {known}" in line for line in lines[1])


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (("primary", "def", "cap", "bac", "higher"), ["École primaire, ou plus"]),
        (("bac", "higher"), ["Bac, ou plus"]),
        (("none", "primary"), ["Pas d'école", "École primaire"]),
    ],
)
def test_a_level_of_school_is_asked_by_its_lowest_name(values: tuple[str, ...], said: list[str]) -> None:
    asked = wanted(Leaf("schooling", values=frozenset(values)), "schooling")
    assert isinstance(asked, tuple)
    assert [BOOK.catalogues.say(text, "fr") for text in asked if not isinstance(text, str | int)] == said


def test_a_number_that_is_not_found_is_told_where_it_works() -> None:
    session = talk(*ORIENTED[:3])
    done = step(BOOK, session, Said("UG74N3"), Moment(at=AT + 100, ticket="ABC234"))
    assert "seulement sur le téléphone où il a été donné" in _french(done)
    assert "bien écrit" not in _french(done)


@pytest.mark.parametrize(
    ("channel", "way"),
    [("web", "phrase.to_{}_page"), ("telegram", "phrase.to_{}_typed"), ("whatsapp", "phrase.to_{}_typed")],
)
def test_who_cannot_write_is_not_told_to_where_a_touch_does_it(channel: str, way: str) -> None:
    session = talk("bonjour", "1", "1", "1")
    done = step(BOOK, session, Said("mon frère est mort"), Moment(at=AT + 100, channel=channel))
    values = [value for e in done.effects if isinstance(e, Send) for text in e.lines for value in text.values.values()]
    assert way.format("person") in [getattr(value, "key", "") for value in values]


@pytest.mark.parametrize("digit", ["2", "3)", "2️⃣", "٢", "12"])
def test_the_number_of_an_answer_is_not_kept_as_somebodys_words(digit: str) -> None:
    """Who only sends digits, to a question that wants words and shows no numbers, has said nothing yet."""
    asked = _do(_girl_of_seventeen().session, Picked("write", 99)).session
    assert asked.frames[-1].state == "words"
    again = _do(asked, Said(digit), AT + 620)
    assert again.session.frames[-1].state == "words"
    assert "need_in_words" not in again.session.notes
    said = _do(again.session, Said("je veux lire"), AT + 640).session
    assert said.notes["need_in_words"] == "je veux lire"
