"""A sentence tells more than its answer: what has one reading is kept, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.engine.actions.suggest import PAPERS, PAPERS_IN_A_ROW, next_question
from bot.engine.moment import Moment
from bot.engine.told import told_beside_answer
from bot.engine.turn import Turn
from content.facts import askable
from tests.engine.test_turns_of_talk import AT, BOOK, ORIENTED, talk

AT_WELL, AT_PLACE, AT_AGE, AT_NEED = 3, 4, 6, 7
"""How many lines of the common talk lead to the question."""


def _told(text: str, lines: int) -> dict[str, Any]:
    return told_beside_answer(Turn(BOOK, talk(*ORIENTED[:lines]), Moment(at=AT + 300)), text)


@pytest.mark.parametrize(
    ("text", "lines", "told"),
    [
        ("kayes", AT_PLACE, {"region": "kayes"}),
        ("je suis à Bamako", AT_PLACE, {"region": "bamako"}),
        ("j'habite à Ségou maintenant", AT_PLACE, {"region": "segou"}),
        ("je suis de Kayes", AT_PLACE, {}),
        ("je viens de Kayes", AT_PLACE, {}),
        ("je suis pas à Bamako", AT_PLACE, {}),
        ("ma femme habite à Ségou", AT_PLACE, {}),
        ("j'habite à Ségou", AT_AGE, {}),
        ("je suis à Mopti, j'ai 30 ans", AT_PLACE, {"region": "mopti", "age": 30}),
        ("je suis électricien", AT_NEED, {"skill": "building_electricity"}),
        ("je connais un peu la plomberie", AT_NEED, {"skill": "plumbing"}),
        ("je suis chez un tailleur", AT_NEED, {}),
        ("je suis fatigué de la couture", AT_NEED, {}),
        ("mon père est maçon", AT_NEED, {}),
        ("je ne suis pas maçon", AT_NEED, {}),
        ("je ne veux plus être maçon", AT_NEED, {}),
        ("je veux apprendre la couture", AT_NEED, {"trade": "tailoring"}),
        ("je veux apprendre la couture", AT_AGE, {"trade": "tailoring", "need": ["trade"]}),
        ("j'ai fait une formation de couture", AT_NEED, {}),
        ("je veux un crédit pour acheter une moto", AT_NEED, {}),
        ("je veux ouvrir un atelier de couture", AT_NEED, {}),
        ("je veux travailler comme maçon", AT_NEED, {}),
        ("7", AT_NEED, {}),
    ],
)
def test_one_reading_is_kept_and_two_are_none(text: str, lines: int, told: dict[str, Any]) -> None:
    assert _told(text, lines) == told


@pytest.mark.parametrize(
    ("text", "lines", "told"),
    [
        ("jsui a gao", AT_WELL, {"region": "gao", "in": "mali"}),
        ("bamako", AT_WELL, {"region": "bamako", "in": "mali"}),
        ("je suis à Kayes ville", AT_WELL, {"region": "kayes", "in": "mali"}),
        ("Agadez", AT_WELL, {"in": "niger", "centre": "agadez"}),
        ("g 15 ans", AT_WELL, {"age": 15}),
        ("34 ans", AT_WELL, {"age": 34}),
        ("34 ans et 2 enfants", AT_WELL, {"age": 34}),
        ("n si ye san 27 ye", AT_WELL, {"age": 27}),
        ("5 ans d'expérience", AT_WELL, {}),
        ("il y a 5 ans que je suis parti", AT_WELL, {}),
        ("je sais coudre", AT_WELL, {"skill": "tailoring"}),
        ("je ne sais pas coudre", AT_WELL, {}),
        ("je ve aprendr la soudur", AT_WELL, {"trade": "welding", "need": ["trade"]}),
        ("n bɛ baara ɲini", AT_WELL, {"need": ["job"]}),
        ("travailler tout de suite", AT_PLACE, {"need": ["job"]}),
        ("on m'a expulsé d'Algérie", AT_PLACE, {"return_kind": "expelled"}),
        ("l'oim m'a ramené", AT_WELL, {"return_kind": "avrr"}),
        ("je suis au centre de l'oim", AT_WELL, {}),
        ("l'oim ne m'a pas ramené", AT_WELL, {}),
        ("je suis tout seul", AT_WELL, {}),
        ("j'ai 15 ans. je suis tout seul", AT_WELL, {"age": 15}),
        ("sɛnɛ", AT_WELL, {}),
        ("bof", AT_WELL, {}),
        ("n t'a dɔn", AT_WELL, {}),
    ],
)
def test_what_a_later_question_asks_is_heard_at_the_first(text: str, lines: int, told: dict[str, Any]) -> None:
    assert _told(text, lines) == told


def test_a_child_alone_who_says_so_in_pieces_is_led_to_whom_children_need_and_asked_none_of_it_again() -> None:
    said = talk(*ORIENTED[:3], "jsui a gao", "g 15 ans", "je suis tou seul")
    assert said.facts == {"in": "mali", "region": "gao", "age": 15, "signs.alone": "yes"}
    assert (said.frames[-1].flow, said.tries, said.alarms) == ("understood", 0, ("alone",))
    assert said == talk(*ORIENTED[:3], "jsui a gao", "g 15 ans", "je suis tout seul")


@pytest.mark.parametrize(
    ("text", "kind"),
    [("l'oim m'a ramené", "avrr"), ("on m'a expulsé, puis l'oim m'a aidé", "avrr"), ("expulsé", "expelled")],
)
def test_the_way_back_is_heard_in_a_sentence(text: str, kind: str) -> None:
    assert talk(*ORIENTED[:8], text).facts["return_kind"] == kind


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("slt", "fr"),
        ("bonjour je suis une mere avec 2 enfants", "fr"),
        ("i ni sɔgɔma n bɛ Bamako", "bm"),
        ("qui es tu", ""),
    ],
)
def test_a_greeting_chooses_its_language(text: str, language: str) -> None:
    assert talk("bonjour", text).language == language


def test_nothing_is_kept_before_the_consent_and_nothing_of_a_complaint() -> None:
    assert _told("j'ai 25 ans", 2) == {}
    complaint = talk(*ORIENTED[:6], "plainte")
    assert told_beside_answer(Turn(BOOK, complaint, Moment(at=AT + 300)), "j'ai 25 ans") == {}


def test_an_answer_told_is_passed_over_once_and_asked_when_the_wish_changes() -> None:
    session = talk(*ORIENTED[:7], "je veux apprendre la couture", "1")
    assert session.frames[-1].state == "earning"
    session = talk("1", "changer de souhait", "1", "1", session=session, at=AT + 300)
    assert session.frames[-1].state == "trade"


@pytest.mark.parametrize("forgotten", PAPERS_IN_A_ROW)
def test_of_three_papers_the_one_not_known_does_not_bring_back_the_two_others(forgotten: str) -> None:
    others = tuple(fact for fact in askable() if fact != PAPERS)
    held = dict.fromkeys(set(PAPERS_IN_A_ROW) - {forgotten}, "yes")
    facts = {**talk(*ORIENTED).facts, "region": "bamako", "trade": "masonry"}
    session = replace(talk(*ORIENTED), facts={**facts, **held}, unknown=(*others, forgotten))
    assert next_question(Turn(BOOK, session, Moment(at=AT)), {}) == "none"


def test_a_paper_known_already_is_passed_over_among_the_three() -> None:
    others = tuple(fact for fact in askable() if fact != PAPERS)
    facts = {**talk(*ORIENTED).facts, "region": "bamako", "trade": "masonry", PAPERS_IN_A_ROW[0]: "yes"}
    turn = Turn(BOOK, replace(talk(*ORIENTED), facts=facts, unknown=others), Moment(at=AT))
    assert next_question(turn, {}) == PAPERS
    assert turn.told == [PAPERS_IN_A_ROW[0]]
