"""The data.inclusion export passes the published models, in their strict mode, and claims nothing that is French only."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from data_inclusion.schema import v1

from content.exports.data_inclusion import TOPICS_OF_NEEDS, TOPICS_OF_OFFERS, TYPES, data_inclusion
from content.exports.visible import ExportProblem, Shared
from content.facts import registry
from content.parts import Words

STRICT = {"ignore_warnings": False}
FRENCH_ONLY = {"siret", "code_postal", "code_insee", "zone_eligibilite", "reseaux_porteurs", "accessibilite_lieu"}
PRIVATE = {"contact_nom_prenom", "courriel"}


@pytest.fixture(scope="module")
def export(shared: Shared, say) -> dict[str, Any]:
    return orjson.loads(orjson.dumps(data_inclusion(shared, say)))


def service(export: dict[str, Any], name: str) -> dict[str, Any]:
    return next(one for one in export["services"] if one["id"] == f"sira--{name}")


@pytest.mark.parametrize(("part", "model"), [("structures", v1.Structure), ("services", v1.Service)])
def test_every_record_passes_the_published_model(export, part: str, model) -> None:
    assert len(export[part]) > 30
    for record in export[part]:
        assert model.model_validate(record, context=STRICT).id == record["id"]
        assert set(record) <= set(model.model_fields)


def test_nothing_french_and_nobody_by_name_is_filled(export) -> None:
    filled = {field for part in ("structures", "services") for record in export[part] for field in record}
    assert not filled & (FRENCH_ONLY | PRIVATE)


def test_every_service_has_its_structure_and_every_structure_a_service(export) -> None:
    assert {one["structure_id"] for one in export["services"]} == {one["id"] for one in export["structures"]}


def test_the_mapped_words_exist_on_both_sides() -> None:
    assert set(TYPES.values()) <= set(v1.TypeService)
    assert {*TOPICS_OF_NEEDS.values(), *TOPICS_OF_OFFERS.values()} <= set(v1.Thematique)
    assert set(TOPICS_OF_NEEDS) <= set(registry()["need"].values)


@pytest.mark.parametrize(
    ("name", "publics"),
    [
        ("api-femmes", ["femmes"]),
        ("apej-stage", ["jeunes"]),
        ("croix-rouge-points-surs", ["tous-publics"]),
        ("ame-accueil", None),
    ],
)
def test_the_public_is_said_only_where_the_french_list_has_it(export, name: str, publics: list[str] | None) -> None:
    assert service(export, name).get("publics") == publics


@pytest.mark.parametrize(
    ("name", "price"),
    [("ecica-eleve", "gratuit"), ("cfp-senou", "payant"), ("ifpi-kayes-court", None), ("ame-accueil", None)],
)
def test_free_is_said_only_when_it_is_sure(export, name: str, price: str | None) -> None:
    assert service(export, name).get("frais") == price


def test_the_words_of_a_price_say_who_pays_and_for_whom(export) -> None:
    said = service(export, "cpm-cap-bt")["frais_precisions"]
    assert "payé par la personne" in said
    assert "Femme ou homme : Femme" in said


def test_a_bed_is_promised_only_where_one_is_written(export) -> None:
    bed = "logement-hebergement--rechercher-une-solution-dhebergement-temporaire"
    assert bed in service(export, "ame-accueil")["thematiques"]
    assert bed not in service(export, "croix-rouge-points-surs")["thematiques"]


def test_several_offices_are_named_and_none_is_chosen(export) -> None:
    points = service(export, "croix-rouge-points-surs")
    assert "commune" not in points
    assert points["mobilisation_precisions"].startswith("Bureaux : Gao, Kidal, Kayes, Tombouctou, Bamako.")


def test_what_is_planned_stays_out_and_what_is_unsure_says_so(export, shared: Shared) -> None:
    listed = {one["id"]: one for one in export["services"]}
    states = {f"sira--{one.id}": one.state for one in shared.services}
    assert {"planned", "unknown"} <= set(states.values())
    assert not [name for name, state in states.items() if state in {"planned", "closed"} and name in listed]
    for name, state in states.items():
        if state == "unknown":
            assert "À confirmer : l'ouverture." in listed[name]["conditions_acces"]


def test_a_name_that_the_schema_refuses_is_told_with_its_file(shared: Shared, say) -> None:
    long = shared.services[0].model_copy(update={"name": Words(fr="x" * 151)})
    with pytest.raises(ExportProblem, match=rf"{long.id}\.yaml : .* a 151 signes ; .* de 3 à 150"):
        data_inclusion(Shared((long,), shared.places, shared.trades), say)
