"""The first three for who must earn, far from the courses, or is helped first: a desk is there, what is near comes first."""

from __future__ import annotations

from datetime import date

import pytest

from content.arrange import SHOWN
from content.match import match
from content.needs import PUBLIC_DESKS
from content.places import Nearness, atlas
from content.rank import PARTS

TODAY = date(2026, 11, 21)
MOTHER = {
    "in": "mali",
    "region": "gao",
    "age": 29,
    "sex": "f",
    "need": ["trade"],
    "trade": "tailoring",
    "return_kind": "own_means",
    "income": "no",
    "children": 1,
    "signs": {"alone": "yes"},
}
FAR = 2 * Nearness.NEIGHBOUR + 1
"""The rank's part for a place in another region where one cannot lodge."""


def beside_protection(found, count=SHOWN):
    """What the talk suggests: places of help are shown on their own."""
    return [one for one in found.services if one.service.kind != "protection"][:count]


def far(one):
    return one.rank[PARTS.index("place")] >= FAR


def test_a_mother_without_income_in_gao_is_shown_both_agencies_there_and_no_course_in_bamako(directory):
    shown = beside_protection(match(directory, MOTHER, TODAY))
    assert {one.service.org for one in shown} >= PUBLIC_DESKS
    assert not any(far(one) for one in shown)


@pytest.mark.parametrize("region", sorted(atlas().level("region")))
@pytest.mark.parametrize("sign", ["alone", "ill", "no_food", "threatened"])
def test_an_adult_who_is_helped_first_finds_a_public_desk_beside_it(directory, region, sign):
    found = match(directory, {**MOTHER, "region": region, "signs": {sign: "yes"}}, TODAY)
    assert PUBLIC_DESKS & {one.service.org for one in beside_protection(found)}


def test_needed_protection_stands_before_all_else(directory):
    kinds = [one.service.kind for one in match(directory, MOTHER, TODAY).services]
    assert kinds[0] == "protection"
    assert "protection" not in kinds[kinds.index("public_desk") :][:SHOWN]


@pytest.mark.parametrize("region", ["gao", "tombouctou", "kidal", "mopti", "segou", "sikasso", "kayes"])
@pytest.mark.parametrize("lives", [{"can_stop_earning": "no"}, {"income": "no"}])
def test_who_cannot_stop_earning_sees_what_is_near_before_far_courses(directory, region, lives):
    person = {"age": 29, "region": region, "need": ["trade"], "trade": "tailoring", **lives}
    shown = match(directory, person, TODAY).services[:SHOWN]
    assert not any(far(one) for one in shown)


@pytest.mark.parametrize("lives", [{"can_stop_earning": "yes"}, {"can_stop_earning": "no", "can_move": "yes"}])
def test_who_can_stop_earning_or_move_sees_the_wanted_trade_although_it_is_far(directory, lives):
    person = {"age": 29, "region": "gao", "need": ["trade"], "trade": "tailoring", **lives}
    shown = match(directory, person, TODAY).services[:SHOWN]
    assert any("tailoring" in one.prepared.trades for one in shown)


def test_paid_work_counts_for_who_must_earn_whatever_trade_they_wish(directory):
    person = {"age": 29, "region": "gao", "need": ["trade"], "trade": "tailoring", "income": "no"}
    works = match(directory, person, TODAY).of("apej-chantier")
    assert works.rank[PARTS.index("asked")] < match(directory, {**person, "income": "yes"}, TODAY).of(works.id).rank[0]
