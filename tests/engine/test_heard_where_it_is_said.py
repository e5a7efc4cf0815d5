"""What people say where they happen to say it: before it is asked, one question too late, or as the cards themselves put it."""

from __future__ import annotations

from typing import Any

import pytest

from bot.engine.effects import Send, Step
from bot.engine.events import Said
from bot.engine.moment import Moment
from bot.engine.session import Session
from bot.engine.step import step
from tests.engine.test_turns_of_talk import AT, BOOK, ORIENTED, talk

AT_PLACE, AT_AGE, AT_NEED = 4, 6, 7
"""How many lines of the common talk lead to the question."""
STEPS_MAX = 12


def _say(session: Session, text: str) -> Step:
    return step(BOOK, session, Said(text), Moment(at=AT + 600, ticket="ABC234"))


def _french(done: Step) -> str:
    return " ".join(
        BOOK.catalogues.say(line, "fr") for sent in done.effects if isinstance(sent, Send) for line in sent.lines
    )


def _at(session: Session) -> str:
    return f"{session.frames[-1].flow}/{session.frames[-1].state}"


def test_a_paper_told_with_its_trade_is_not_asked_for_again() -> None:
    told = talk(*ORIENTED[:AT_NEED], "je suis soudeur, j'ai mon cap")
    assert (told.facts["skill"], told.facts["certificate"]) == ("welding", "yes")
    assert _at(talk("4", session=told, at=AT + 600)) == "suggestions/choose"
    assert talk(*ORIENTED[:AT_NEED], "je suis soudeur jai un diplome").facts["certificate"] == "yes"


def test_who_tells_how_they_left_school_wishes_for_nothing_of_it() -> None:
    for typed in ("jé kité lekol a 10 an", "j'ai arrêté l'école en 6e"):
        done = _say(talk(*ORIENTED[:AT_NEED]), typed)
        assert (_at(done.session), done.session.facts.get("need"), done.session.tries) == ("orientation/need", None, 0)


@pytest.mark.parametrize("text", ["je n'ai pas mon cap", "j'ai pas de diplôme", "j'ai le certificat de nationalité"])
def test_a_paper_that_is_not_there_or_another_is_no_paper_of_a_trade(text: str) -> None:
    assert talk(*ORIENTED[:AT_NEED], f"je suis soudeur, {text}").facts.get("certificate") != "yes"


def test_a_trade_told_with_the_place_is_said_back_and_not_asked_again() -> None:
    done = _say(talk(*ORIENTED[:AT_PLACE]), "je suis à kayes j ai 33 ans je veux faire la maçonnerie")
    assert "J'ai compris : Maçonnerie, Kayes, 33 ans." in _french(done)
    assert _at(talk("apprendre un métier", "4", session=done.session, at=AT + 700)) == "orientation/earning"


@pytest.mark.parametrize(
    "text", ["jve apprendre electricite", "jveu aprendre electricien", "je veux apprendre l'électricité"]
)
def test_a_trade_to_learn_is_heard_however_the_wish_is_spelt(text: str) -> None:
    done = _say(talk(*ORIENTED[:AT_NEED]), text)
    assert "J'ai compris : Électricité du bâtiment." in _french(done)
    assert done.session.facts["trade"] == "building_electricity"


def test_a_trade_named_by_who_does_it_and_on_no_button_is_said_back() -> None:
    asked = talk(*ORIENTED[:9])
    assert "J'ai compris : Maçonnerie." in _french(_say(asked, "je veux être maçon"))
    assert "J'ai compris" not in _french(_say(asked, "maçonnerie"))


@pytest.mark.parametrize(
    ("text", "fact", "value"),
    [
        ("je parle français", "french", "yes"),
        ("je parle bien le français", "french", "yes"),
        ("je parle pas bien francais", "french", "little"),
        ("je parle français un peu", "french", "little"),
        ("je parle pas français", "french", "no"),
        ("je veux rester a gao", "can_move", "no"),
        ("je ne peux pas changer de ville", "can_move", "no"),
        ("je peux changer de ville", "can_move", "yes"),
    ],
)
def test_what_a_card_asks_to_say_is_heard_there_in_its_own_words(text: str, fact: str, value: str) -> None:
    done = _say(talk(*ORIENTED), text)
    assert done.session.facts[fact] == value
    assert "J'ai compris" in _french(done)
    assert _at(done.session).startswith(("refine/", "suggestions/choose"))


def test_who_is_interested_chooses_with_whom() -> None:
    assert _at(_say(talk(*ORIENTED), "ça m'intéresse").session) == "suggestions/which_contact"


@pytest.mark.parametrize(
    ("text", "told"), [("g pa largent", "no_money"), ("j'ai pas d'argent", "no_money"), ("c quand", "begins")]
)
def test_money_and_the_day_have_a_true_answer_beside_the_ideas(text: str, told: str) -> None:
    done = _say(talk(*ORIENTED), text)
    assert BOOK.phrase(told).fr in _french(done)
    assert _at(done.session) == "suggestions/choose"


def test_no_money_is_no_aside_where_the_wish_is_asked() -> None:
    done = _say(talk(*ORIENTED[:AT_NEED]), "g pas d'argent")
    assert BOOK.phrase("no_money").fr not in _french(done)
    assert done.session.facts["need"] == ["job"]


@pytest.mark.parametrize(
    ("text", "need", "guessed"),
    [
        ("jve travayé", "job", False),
        ("chercher boulo", "job", False),
        ("j conduit camion", "skills", False),
        ("aidé moi a gagné largent", "job", True),
    ],
)
def test_a_wish_in_everyday_spelling_is_heard_and_one_that_is_guessed_is_said_back(
    text: str, need: str, *, guessed: bool
) -> None:
    done = _say(talk(*ORIENTED[:AT_NEED]), text)
    assert done.session.facts["need"] == [need]
    assert ("J'ai compris" in _french(done)) is guessed


def test_a_place_is_put_right_one_question_later_and_its_town_goes() -> None:
    wrong = talk(*ORIENTED[: AT_AGE - 1], "kita")
    done = _say(wrong, "non je suis à mopti")
    assert "J'ai compris : Mopti." in _french(done)
    assert done.session.facts["region"] == "mopti"
    assert not {"cercle", "place"} & done.session.facts.keys()
    assert _at(done.session) == "orientation/age"
    assert talk("retour", session=done.session, at=AT + 700).facts["region"] == wrong.facts["region"]


def test_without_a_no_a_place_is_not_moved_by_a_sentence() -> None:
    assert talk(*ORIENTED[:AT_AGE], "je suis à mopti").facts["region"] == "kayes"


def _sharing() -> Session:
    now = talk(*ORIENTED, "être mis en contact")
    for number in range(STEPS_MAX):
        if _at(now) == "referral/share":
            return now
        now = talk("1", session=now, at=AT + 700 + 20 * number)
    raise AssertionError(_at(now))


@pytest.mark.parametrize("text", ["kayes", "couture"])
def test_words_at_what_will_be_shared_point_to_changing_it_and_the_list_stands_once(text: str) -> None:
    said = _french(step(BOOK, _sharing(), Said(text), Moment(at=AT + 1000, ticket="ABC234")))
    assert "choisissez « Changer une réponse »" in said
    assert "voici ce qui sera partagé" not in said


RED_CROSS: Any = [
    ("2", "Pour après votre retour : dans la région que vous avez dite"),
    ("1", "Dans votre région, la Croix"),
]


@pytest.mark.parametrize(("place", "said"), RED_CROSS, ids=["in Niger", "in Mali"])
def test_where_somebody_wants_to_live_is_not_yet_their_region(place: str, said: str) -> None:
    last = _say(talk(*ORIENTED[:4], place, "gao", "22", "1", "4", "couture"), "1")
    assert said in _french(last)


def test_a_paper_that_was_only_said_convinced_nobody() -> None:
    for fact in ("certificate", "document"):
        assert "Vous avez dit" in next(iter(_phrases(f"match.{fact}.passed")))


def _phrases(key: str) -> list[str]:
    return [entries[key][0] for entries in BOOK.catalogues.messages.values() if key in entries]
