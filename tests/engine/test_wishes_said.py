"""What people wish for in their own words, and what they tell of themselves while ideas stand open."""

from __future__ import annotations

import pytest

from bot.engine.session import Session
from content.facts import registry
from locales.lexicon import lexicon
from tests.engine.test_turns_of_talk import ORIENTED, talk

TO_THE_WISH, TO_THE_IDEAS = ORIENTED[:7], ORIENTED
COUNTRY_LEFT = "3"


def _asked(session: Session) -> str:
    return f"{session.frames[-1].flow}.{session.frames[-1].state}"


@pytest.mark.parametrize(
    ("typed", "need", "trade"),
    [
        ("boutique", "business", "small_trade"), ("je veux ouvrir une boutique", "business", None),
        ("commerce", "business", "small_trade"), ("je veux vendre", "business", None), ("vendre au marché", "business", None),
        ("je vend au marché", "business", None), ("je veux ouvrir un restaurant", "business", None),
        ("n b'a fɛ ka jago kɛ", "business", "small_trade"), ("feere", "business", None),
        ("un crédit pour commencer", "business", None), ("j'ai un projet", "business", None),
        ("mouton", "farm", "livestock"), ("élever des moutons", "farm", None), ("je cultive", "farm", None),
        ("maraîchage", "farm", "market_gardening"), ("n bɛ sɛnɛ kɛ", "farm", None),
        ("mécanique", "trade", "car_mechanics"), ("je veux apprendre la mecanique", "trade", "car_mechanics"),
        ("mécanique moto", "trade", "motorcycle_repair"), ("couture", "trade", "tailoring"),
        ("je veux faire coiffure", "trade", "hairdressing"), ("apprendre a conduire", "trade", "driving"),
        ("je veux apprendre le commerce", "trade", "small_trade"),
        ("n b'a fɛ ka baara kalan", "trade", None), ("n b'a fɛ ka dege", "trade", None), ("ka baara dege", "trade", None),
        ("n b'a fe ka kalan ke", "trade", None), ("n b'a fɛ ka baara ɲini", "job", None),
        ("n b'a fɛ ka baara kɛ", "job", None),
    ],
)  # fmt: skip
def test_a_wish_is_understood_as_people_say_it(typed: str, need: str, trade: str | None) -> None:
    facts = talk(*TO_THE_WISH, typed).facts
    assert facts["need"] == [need]
    if trade is not None:
        assert facts["trade"] == trade


def test_a_trade_named_with_the_wish_is_not_asked_again() -> None:
    assert _asked(talk(*TO_THE_WISH, "couture", COUNTRY_LEFT)) == "orientation.earning"
    assert _asked(talk(*TO_THE_WISH, "boutique", COUNTRY_LEFT)) == "orientation.sold"


def test_who_asks_for_work_of_a_trade_is_asked_what_they_know() -> None:
    assert "trade" not in talk(*TO_THE_WISH, "je cherche du travail de maçon").facts


def test_a_yes_or_no_counts_although_more_is_told() -> None:
    told = talk(*TO_THE_WISH, "je suis maçon", COUNTRY_LEFT, "non j'ai appris avec mon oncle")
    assert told.facts["certificate"] == "no"


@pytest.mark.parametrize(
    ("typed", "fact", "value"),
    [
        ("je parle pas français", "french", "no"),
        ("je ne peux pas voyager", "can_move", "no"),
        ("je n'ai jamais fait l'école", "schooling", "none"),
    ],
)
def test_what_a_card_asks_for_is_heard_while_the_ideas_stand_open(typed: str, fact: str, value: str) -> None:
    session = talk(*TO_THE_IDEAS, typed)
    assert session.facts[fact] == value
    assert session.frames[-1].flow == "refine", "the ideas are looked for anew"


def test_what_words_may_tell_is_a_fact_with_a_value_of_the_registry() -> None:
    meanings = {phrase.meaning for listed in lexicon().told.whole.values() for phrase in listed}
    for meaning in meanings:
        fact, _, value = meaning.rpartition(".")
        assert value in (registry()[fact].values or {"yes", "no"}), meaning
    assert meanings
