"""What may be known of a person, and nothing else."""

from __future__ import annotations

import pytest

from content.facts import registry
from content.person import FactProblem, flat, parse_person
from content.places import Nearness, atlas
from content.trades import LITERACY, Kinship, crafts


def test_the_documented_profile_is_accepted_whole():
    person = {
        "in": "niger", "centre": "agadez", "region": "kita", "cercle": "kita", "place": "kita",
        "return_kind": "avrr", "age": 24, "age_to": 30, "sex": "f", "languages": ["bm", "snk"], "reads": "little", "french": "no",
        "schooling": "primary", "need": ["trade", "health"], "trade": "tailoring", "skill": "welding",
        "skill_years": 3, "certificate": "no", "can_use_machines": "yes", "land": "no", "water": "no", "tools": "no",
        "can_move": "yes", "can_stop_earning": "no", "income": "no", "group": "no", "childcare": "no",
        "firm": "informal", "firm_years": 1, "turnover": 200000, "children": 2, "debts": "some",
        "documents": {"birth_certificate": "yes", "nina": "no", "passport": "no", "nationality": "no",
                      "laissez_passer": "yes", "diploma": "no", "licence": "no"},
        "signs": dict.fromkeys(
            ("alone", "pregnant", "ill", "disabled", "distress", "wants_to_die", "exploited", "ill_treated",
             "threatened", "no_shelter", "no_food"), "no"),
    }  # fmt: skip
    kept = parse_person(person)
    assert kept["documents"] == person["documents"]
    assert kept["languages"] == ("bm", "snk")
    assert set(flat(kept)) == set(registry())


@pytest.mark.parametrize(
    ("person", "named"),
    [
        ({"name": "Awa"}, "name"),
        ({"age": 200}, "age"),
        ({"age": "abc"}, "age"),
        ({"age": -3}, "age"),
        ({"age": True}, "age"),
        ({"region": "paris"}, "region"),
        ({"trade": "sorcery"}, "trade"),
        ({"need": ["gold"]}, "need"),
        ({"documents": {"visa": "yes"}}, "documents.visa"),
        ({"signs": {"ill": "maybe"}}, "signs.ill"),
        ({"sex": ["f"]}, "sex"),
        ({"region": "kayes", "cercle": "bourem"}, "cercle : « bourem »"),
        ({"region": "kayes", "place": "gao"}, "place : « gao »"),
        ({"cercle": "bourem", "place": "kayes"}, "place : « kayes »"),
        ({"age": 20, "skill_years": 40}, "skill_years : « 40 »"),
        ({"age": 20, "firm_years": 21}, "firm_years : « 21 »"),
        ({"age": 18, "age_to": 24, "skill_years": 25}, r"skill_years : « 25 » ans, c'est plus que l'âge \(24\)"),
        ({"age": 24, "age_to": 18}, "age_to : « 18 »"),
        ({"age": 24, "age_to": 24}, "age_to : « 24 »"),
        ({"age_to": 24}, "age_to : « 24 »"),
        ([], "profil"),
    ],
)
def test_nonsense_is_refused_by_the_name_of_the_fact(person, named):
    with pytest.raises(FactProblem, match=named):
        parse_person(person)


def test_every_fault_of_a_profile_is_named_at_once():
    with pytest.raises(FactProblem) as problem:
        parse_person({"age": 200, "region": "paris", "shoe": 42})
    assert all(name in str(problem.value) for name in ("age", "region", "shoe"))


def test_an_empty_answer_stays_unknown():
    assert parse_person({"age": None, "land": "yes"}) == {"land": "yes"}


def test_every_fact_says_why_it_is_asked_and_signs_and_the_end_of_a_band_are_never_asked():
    assert all(fact.why.fr and fact.label.fr for fact in registry().values())
    assert {fact.asked_as for fact in registry().values() if fact.cost == 0} == {"signs", "age_to"}


def test_a_town_tells_its_cercle_and_region():
    assert atlas().located({"place": "markala"}) == {"place": "markala", "cercle": "segou", "region": "segou"}
    assert atlas().located({"cercle": "yanfolila"})["region"] == "bougouni"
    assert atlas().located({"cercle": "kita", "region": "kayes"})["region"] == "kayes"


def test_mali_has_nineteen_regions_and_bamako():
    regions = atlas().level("region")
    assert len(regions) == 20
    assert {slug for slug, place in regions.items() if place.was} >= {"kita", "nioro", "dioila", "nara", "menaka"}


def test_neighbours_are_known_regions_and_old_regions_exist():
    regions = atlas().level("region")
    for place in regions.values():
        assert set(place.near) <= set(regions)
        assert place.slug not in place.near
        assert not place.was or place.was in regions


@pytest.mark.parametrize(
    ("facts", "region", "place", "nearness"),
    [
        ({"place": "kayes", "cercle": "kayes", "region": "kayes"}, "kayes", "kayes", Nearness.SAME_PLACE),
        ({"place": "segala", "cercle": "kayes", "region": "kayes"}, "kayes", "kayes", Nearness.SAME_CERCLE),
        ({"cercle": "bafoulabe", "region": "kayes"}, "kayes", "kayes", Nearness.SAME_REGION),
        ({"region": "kita"}, "kayes", "kayes", Nearness.OLD_REGION),
        ({"region": "koulikoro"}, "bamako", "bamako", Nearness.NEIGHBOUR),
        ({"region": "sikasso"}, "bamako", "bamako", Nearness.SECOND),
        ({"region": "gao"}, "bamako", "bamako", Nearness.FIFTH),
        ({"region": "gao"}, "kayes", "kayes", Nearness.SIXTH),
        ({"region": "kidal"}, "kayes", "kayes", Nearness.FARTHEST),
        ({}, "kayes", "kayes", Nearness.UNKNOWN),
    ],
)
def test_nearness_goes_from_town_to_cercle_to_region_to_neighbour(facts, region, place, nearness):
    assert atlas().between(facts, region, place) is nearness


@pytest.mark.parametrize(
    ("one", "other", "kinship"),
    [
        ("welding", "welding", Kinship.SAME),
        ("metal_construction", "metal_joinery", Kinship.SAME_CODE),
        ("welding", "metal_construction", Kinship.SAME_GROUP),
        ("tiling", "plumbing", Kinship.SAME_GROUP),
        ("masonry", "plumbing", Kinship.SAME_SECTOR),
        ("building_electricity", "refrigeration", Kinship.SAME_SECTOR),
        ("tailoring", "welding", Kinship.NONE),
    ],
)
def test_trades_are_near_by_isco_code_then_sector(one, other, kinship):
    assert crafts().kinship(one, other) is kinship
    assert crafts().kinship(other, one) is kinship


def test_every_trade_has_a_picture_a_four_digit_code_and_a_known_sector():
    sectors = {sector.id for sector in crafts().sectors}
    for trade in crafts().trades.values():
        assert (len(trade.isco) == 4 and trade.isco.isdigit()) or trade.id == LITERACY
        assert trade.picture
        assert trade.sector in sectors
        assert set(trade.needs) <= set(registry())
