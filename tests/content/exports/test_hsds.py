"""The HSDS export obeys the published schema of its profile, and can be taken again without doubles."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import orjson
import pytest

import content.exports
from content.exports.hsds import hsds
from content.exports.organisations import web_of
from content.exports.visible import ExportProblem, Shared
from content.parts import Contact

ROOM = Path(content.exports.__file__).parent
SCHEMA = orjson.loads((ROOM / "hsds.schema.json").read_bytes())
HSDS_ADDRESS = {"id", "address_1", "city", "state_province", "postal_code", "country", "address_type"}
"""What HSDS 3.0 requires of an address."""


@pytest.fixture(scope="module")
def export(shared: Shared, say) -> dict[str, Any]:
    return orjson.loads(orjson.dumps(hsds(shared, say)))


@pytest.fixture(scope="module")
def schema() -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(SCHEMA, validate_formats=True)


def service(export: dict[str, Any], name: str) -> dict[str, Any]:
    return next(one for one in export["services"] if one["name"] == name)


def objects(value: object) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from objects(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from objects(inner)


def test_every_object_obeys_the_schema(export, schema) -> None:
    assert [f"{error.instance_path}: {error.message}" for error in schema.iter_errors(export)] == []
    assert len(list(objects(export))) > 2000


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", "cfp-senou"),
        ("status", "open"),
        ("minimum_age", "17"),
        ("url", "no address"),
        ("name", None),
        ("email", "x"),
    ],
)
def test_the_schema_refuses_what_hsds_refuses(export, schema, field: str, value: object) -> None:
    broken = export | {"services": [export["services"][0] | {field: value}]}
    assert not schema.is_valid(broken)


def test_the_profile_takes_away_only_what_mali_has_not() -> None:
    patch = orjson.loads((ROOM / "profile" / "address.json").read_bytes())
    assert HSDS_ADDRESS - set(patch["required"]) == {"address_1", "postal_code"}
    assert set(patch["required"]) == set(SCHEMA["$defs"]["address"]["required"])
    assert patch["properties"]["postal_code"] is None


def test_an_identifier_stays_the_same_for_ever(export) -> None:
    assert service(export, "CFP Sénou, métiers du bâtiment")["id"] == "cd95a651-9f9b-5a58-a9ad-51ba6f6f1242"


def test_one_identifier_names_one_thing(export) -> None:
    known: dict[str, dict[str, Any]] = {}
    for one in objects({key: export[key] for key in ("services", "taxonomies", "taxonomy_terms")}):
        if "id" in one:
            assert known.setdefault(one["id"], one) == one


def test_every_reference_leads_somewhere(export) -> None:
    known = {one["id"] for one in objects(export) if "id" in one}
    references = {
        value for one in objects(export) for key, value in one.items() if key.endswith("_id") and isinstance(value, str)
    }
    assert references <= known


def test_codes_of_terms_are_unique(export) -> None:
    codes = [term["code"] for term in export["taxonomy_terms"]]
    assert len(codes) == len(set(codes))


def test_a_trade_stands_under_its_isco_08_group(export) -> None:
    terms = {term["id"]: term for term in export["taxonomy_terms"]}
    masonry = next(term for term in terms.values() if term["code"] == "trade-masonry")
    assert terms[masonry["parent_id"]]["code"] == "7112"


def test_ages_papers_sums_and_sources_are_told(export) -> None:
    senou = service(export, "CFP Sénou, métiers du bâtiment")
    assert senou["minimum_age"] == 17
    assert "maximum_age" not in senou
    assert [one["document"] for one in senou["required_documents"]][:2] == [
        "Acte de naissance",
        "Certificat de nationalité",
    ]
    assert senou["cost_options"][0]["amount"] == 25000
    assert "amount" not in senou["cost_options"][1]
    assert "55\N{NO-BREAK SPACE}000 à 350\N{NO-BREAK SPACE}000" in senou["cost_options"][1]["amount_description"]
    assert senou["metadata"][0]["replacement_value"] == "document 002, FP2, stated"
    assert senou["metadata"][0]["last_action_date"] == "2022-11-01"


def test_what_is_only_inferred_is_to_be_confirmed_and_bounds_nothing(export) -> None:
    assert (
        "À confirmer : Lecture demandée" in service(export, "CFP Sénou, métiers du bâtiment")["eligibility_description"]
    )


def test_a_price_that_depends_on_a_programme_has_no_amount(export) -> None:
    for one in objects(export):
        if "si un programme paie" in one.get("amount_description", ""):
            assert "amount" not in one


def test_a_service_that_nobody_called_open_is_not_active(export, shared: Shared) -> None:
    unsure = {one.name.fr for one in shared.services if one.state != "open"}
    assert unsure
    assert not unsure & {one["name"] for one in export["services"] if one["status"] == "active"}


def test_a_full_service_is_closed_for_now(shared: Shared, say) -> None:
    first = next(one for one in shared.services if one.places)
    full = first.model_copy(update={"places": first.places.model_copy(update={"full": True})})
    told = hsds(Shared((full,), shared.places, shared.trades), say)
    assert told["services"][0]["status"] == "temporarily closed"


def test_an_organisation_has_one_record_whatever_its_services_call_it(export) -> None:
    swiss = [one for one in export["organizations"] if one["name"] == "Swisscontact"]
    assert [one["alternate_name"] for one in swiss] == ["FACEJ, par Swisscontact"]


def test_a_page_without_its_scheme_becomes_an_address(shared: Shared) -> None:
    public = Contact(web="www.exemple.org/", visibility="public", src="s1")
    assert web_of(shared.services[0].model_copy(update={"contact": (public,)})) == "http://www.exemple.org/"


def test_what_is_no_page_is_refused_with_the_file(shared: Shared, say) -> None:
    public = Contact(web="page de l'école", visibility="public", src="s1")
    wrong = shared.services[0].model_copy(update={"contact": (public,)})
    with pytest.raises(ExportProblem, match=rf"{wrong.id}\.yaml : « page de l'école » n'est pas une page web"):
        hsds(Shared((wrong,), shared.places, shared.trades), say)
