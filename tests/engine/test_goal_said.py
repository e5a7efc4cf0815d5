"""What they wish for, in words of their own at the question of the wish, or one or more questions later."""

from __future__ import annotations

import pytest

from tests.engine.test_turns_of_talk import ORIENTED, talk

GOAL = (*ORIENTED[:6], "25 ans")
KNOWN, LEARN = (*GOAL, "2"), (*GOAL, "1")


@pytest.mark.parametrize("typed", ["acte de naissance", "carte nina", "docteur", "un docteur", "hôpital"])
def test_care_and_papers_are_shown_to_who_names_them(typed: str) -> None:
    assert talk(*GOAL, typed).frames[-1].flow == "protection"


@pytest.mark.parametrize("typed", ["un kit", "mon kit", "vous donnez combien"])
def test_how_much_is_answered_and_the_question_stays(typed: str) -> None:
    session = talk(*GOAL, typed)
    assert (session.frames[-1].state, session.tries) == ("need", 0)


def test_school_is_to_learn() -> None:
    assert talk(*GOAL, "ecole").facts["need"] == ["trade"]


@pytest.mark.parametrize(
    ("before", "typed", "need", "state"),
    [
        (KNOWN, "non finalement je veux cultiver", ["farm"], "return_kind"),
        ((*KNOWN, "4"), "non finalement je veux cultiver", ["farm"], "farm"),
        ((*LEARN, "4"), "plutôt trouver un emploi", ["job"], "job_skill"),
        ((*LEARN, "4"), "je veux pas de formation", ["trade"], "need"),
    ],
)
def test_another_wish_one_question_later_is_taken(
    before: tuple[str, ...], typed: str, need: list[str], state: str
) -> None:
    session = talk(*before, typed)
    assert (session.facts["need"], session.frames[-1].state) == (need, state)


def test_who_knows_a_trade_names_it_before_it_is_asked() -> None:
    session = talk(*KNOWN, "soudeur")
    assert (session.facts["skill"], session.frames[-1].state) == ("welding", "return_kind")
    assert talk("4", session=session, at=1_795_165_900).frames[-1].state == "certificate"


@pytest.mark.parametrize("typed", ["pas mason", "je sais pas coudre", "pas maçon"])
def test_a_trade_denied_is_not_the_answer(typed: str) -> None:
    session = talk(*KNOWN, "4", typed)
    assert ("skill" in session.facts, session.frames[-1].state) == (False, "skill")


@pytest.mark.parametrize(
    ("typed", "trade"),
    [
        ("chofeur", "driving"),
        ("elevaj", "livestock"),
        ("menuzié", "carpentry"),
        ("reparation telefon", "electronics"),
    ],
)
def test_a_trade_is_understood_by_ear(typed: str, trade: str) -> None:
    assert talk(*LEARN, "4", typed).facts["trade"] == trade
