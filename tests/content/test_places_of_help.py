"""Where somebody in need is sent: a place that takes them, for what it really gives."""

from __future__ import annotations

from datetime import date

import pytest

from content.card import care_lines
from content.match import match

TODAY = date(2026, 11, 21)
FOR_CHILDREN = ("caritas-enfants", "coopi-mineurs", "enda-mineurs", "unicef-mineurs")


def helping(directory, person):
    return [one for one in match(directory, person, TODAY).services if one.service.kind == "protection"]


def test_an_adult_in_gao_without_roof_or_food_is_sent_to_the_red_cross_and_to_no_place_for_children(directory):
    person = {"age": 41, "region": "gao", "need": ["shelter"], "signs": {"no_shelter": "yes", "no_food": "yes"}}
    found = helping(directory, person)
    assert found[0].id == "croix-rouge-points-surs"
    assert not {one.id for one in found} & set(FOR_CHILDREN)


@pytest.mark.parametrize("service", FOR_CHILDREN)
def test_a_place_for_children_refuses_a_known_adult_and_asks_an_unknown_age(directory, service):
    region = directory.services[service].sites[0].region
    adult = match(directory, {"age": 18, "region": region}, TODAY).of(service)
    assert (adult.outcome, adult.failed) == ("refused", ("age",))
    unknown = match(directory, {"region": region}, TODAY).of(service)
    assert (unknown.outcome, unknown.ask) == ("depends", ("age",))
    assert match(directory, {"age": 17, "region": region}, TODAY).of(service).outcome == "confirm"


def test_every_place_that_gives_food_or_a_bed_answers_the_need_for_them(directory):
    giving = [
        service
        for service in directory.services.values()
        if service.kind == "protection" and (service.offers.get("food") or service.offers.get("lodging"))
    ]
    assert giving
    assert all("shelter" in service.needs for service in giving)


def test_who_looks_for_a_bed_hears_where_none_is_written(directory):
    person = {"age": 41, "need": ["shelter"]}
    red_cross = match(directory, {**person, "region": "gao"}, TODAY).of("croix-rouge-points-surs")
    house = match(directory, {**person, "region": "bamako"}, TODAY).of("ame-accueil")
    ill = match(directory, {"age": 41, "region": "gao", "need": ["health"]}, TODAY).of("croix-rouge-points-surs")
    said = [{line.key for line in care_lines(one, TODAY)} for one in (red_cross, house, ill)]
    assert ["card.bed_unknown" in keys for keys in said] == [True, False, False]


SPEAKS_OF_MINORS = {*FOR_CHILDREN, "caritas-urgence", "coopi-protection", "croix-rouge-points-surs"}


@pytest.mark.parametrize("region", ["bamako", "kayes", "gao", "mopti", "segou", "sikasso"])
@pytest.mark.parametrize("need", ["shelter", "distress", "papers", "family", "trade"])
def test_a_child_alone_is_sent_only_where_the_source_speaks_of_minors(directory, region, need):
    person = {"age": 15, "region": region, "need": [need], "signs": {"alone": "yes"}}
    found = helping(directory, person)
    assert found
    assert {one.id for one in found} <= SPEAKS_OF_MINORS


def test_a_bed_among_adults_says_to_a_child_alone_that_others_are_for_them(directory):
    child = {"age": 15, "region": "bamako", "need": ["shelter"], "signs": {"alone": "yes"}}
    bed = match(directory, child, TODAY).of("ame-accueil")
    assert (bed.outcome, bed.failed) == ("refused", ("age", "sign"))
    assert [text.key for text in bed.blocking] == ["match.child_alone.failed"]


@pytest.mark.parametrize("known", [{"age": 15}, {"age": 15, "signs": {"alone": "no"}}, {"signs": {"alone": "yes"}}])
def test_only_who_said_to_be_young_and_alone_is_refused_a_bed_among_adults(directory, known):
    assert (
        match(directory, {"region": "bamako", "need": ["shelter"], **known}, TODAY).of("ame-accueil").outcome
        == "confirm"
    )
