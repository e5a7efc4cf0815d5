"""What speaks for a service because somebody asked for it."""

from __future__ import annotations

from datetime import date

import pytest

from content.card import card
from content.directory import Directory
from content.match import match
from content.suits import wished

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize("needs", [["skills"], ["unsure"], ["job", "unsure"]])
def test_who_asks_for_nothing_yet_is_not_told_that_they_asked_for_it(directory: Directory, needs: list[str]) -> None:
    found = match(directory, {"in": "mali", "region": "bamako", "need": needs}, TODAY).services
    assert found
    assert [text for one in found for text in wished(one)] == []


def test_who_asks_for_work_and_must_earn_hears_that_it_is_work(directory: Directory) -> None:
    asked = {"in": "mali", "region": "bamako", "need": ["job"], "can_stop_earning": "no", "income": "no"}
    said = [text.key for one in match(directory, asked, TODAY).services for text in wished(one)]
    assert said
    assert set(said) <= {"match.earning.passed", "match.asked.passed"}


@pytest.mark.parametrize(("fact", "sure"), [("trade", "passed"), ("skill", "checked")])
def test_a_trade_of_which_nobody_knows_that_it_runs_is_told_as_something_to_ask(
    directory: Directory, fact: str, sure: str
) -> None:
    wishes = {"trade": ["trade"], "skill": ["skills"]}
    person = {"in": "mali", "region": "kayes", "need": wishes[fact], fact: "motorcycle_repair"}
    one = match(directory, person, TODAY).of("ifpi-kayes-court")
    assert one is not None
    assert one.outcome in {"confirm", "depends"}
    said = [text.key for text in one.reasons]
    assert f"match.{fact}.unknown" in said
    assert f"match.{fact}.{sure}" not in said
    assert f"match.{fact}.unknown" in [line.key for line in card(one, TODAY)]
