"""A reason says only what the person said, ideas of another field do not come as if they fitted, and each wish is met."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from bot.engine.actions.suggest import found_for
from bot.engine.families import FAMILIES
from bot.engine.moment import Moment
from bot.engine.session import Session
from bot.engine.turn import Turn
from content.explain import favour_of
from content.match import match
from content.scored import Scored
from tests.engine.test_turns_of_talk import AT, BOOK

TODAY = date(2026, 11, 22)
REGIONS = ("kayes", "koulikoro", "bamako", "mopti", "sikasso", "gao")
SAID_OF_THEIRS = (
    "match.skill.checked",
    "match.skill.near",
    "match.skill.family",
    "match.trade.near",
    "match.trade.family",
)
"""« Votre métier », « celui que vous cherchez »: nobody who only touched a picture has named one."""


def _by_picture(region: str, need: str, family: str, **more: Any) -> tuple[Scored, ...]:
    facts = {"in": "mali", "region": region, "age": 24, "need": [need], **more}
    turn = Turn(BOOK, Session(facts=facts, notes={"family": family}), Moment(at=AT))
    return found_for(turn).services


def _ideas(facts: Mapping[str, Any]) -> tuple[Scored, ...]:
    return tuple(match(BOOK.directory, facts, TODAY).ideas(3, set()))


@pytest.mark.parametrize("region", REGIONS)
@pytest.mark.parametrize("need", ["skills", "trade", "business", "unsure"])
def test_who_touched_a_picture_is_not_told_of_a_trade_that_they_never_named(region: str, need: str) -> None:
    for family, sectors in FAMILIES.items():
        for one in _by_picture(region, need, family):
            for text in favour_of(one):
                assert text.key not in SAID_OF_THEIRS, (family, one.id, text.fr)
                if text.key in {"match.trade.passed", "match.skill.checked_kind"}:
                    named = text.values["trade"]
                    (trade,) = [trade for trade in BOOK.directory.trades.trades.values() if trade.text == named]
                    assert trade.sector in sectors, (family, one.id)


def test_what_who_does_not_know_prefers_decides_what_they_see() -> None:
    kinds = {"soon": {"job", "public_desk"}, "learn": {"training", "public_desk"}, "own": {"incubator", "public_desk"}}
    for region in REGIONS:
        seen = {}
        for prefers in kinds:
            facts = {"in": "mali", "region": region, "age": 24, "need": ("unsure",)}
            turn = Turn(BOOK, Session(facts=facts, notes={"prefers": prefers}), Moment(at=AT))
            seen[prefers] = [one.service for one in found_for(turn).ideas(3, set())]
            assert turn.facts["need"] == ("unsure",), "a guess of ours is not what they said"
        for prefers, services in seen.items():
            assert any(one.kind in kinds[prefers] - {"public_desk"} for one in services), (region, prefers)
        assert len({tuple(one.id for one in services) for services in seen.values()}) == len(kinds), region


def test_who_does_not_know_and_likes_the_land_sees_something_on_land() -> None:
    shown = [one for one in _by_picture("mopti", "unsure", "farming") if one.service.kind != "protection"][:3]
    assert any("farm" in one.prepared.needs for one in shown[:2]), [one.id for one in shown]
    assert not any(text.key == "match.asked.passed" for one in shown for text in one.reasons)


@pytest.mark.parametrize("region", REGIONS)
@pytest.mark.parametrize("trade", ["makeup", "tailoring", "welding", "poultry"])
@pytest.mark.parametrize("machines", ["yes", "no", None])
def test_who_wants_an_activity_of_their_own_sees_something_for_it(
    region: str, trade: str, machines: str | None
) -> None:
    facts = {"in": "mali", "region": region, "age": 24, "need": ["business"], "trade": trade, "firm": "informal"}
    shown = _ideas(facts if machines is None else {**facts, "can_use_machines": machines})
    assert any("business" in one.prepared.needs for one in shown), [one.id for one in shown]
