"""Nothing that is for case workers leaves, in any format: a canary in every such field is found in no export."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import orjson
import pytest
from pydantic import BaseModel

from content.clauses import parse_clause
from content.directory import Directory
from content.entries import Dispute, Example, FollowUp, LeftOut
from content.exports.data_inclusion import data_inclusion
from content.exports.hsds import hsds
from content.exports.visible import LEAVES, visible
from content.freshness import first_day
from content.parts import Contact, Note, Rule, Words
from content.schema import Service

TODAY = date(2026, 11, 21)
CANARY = "canari"
NUMBER = "+223 00 00 00 00"
FORMS = [hsds, data_inclusion]
SECRET_ENTRIES = {
    "disputed": (Dispute(field=CANARY, kept=CANARY, other=CANARY, src="s1"),),
    "left_out": (LeftOut(row=CANARY, why=CANARY),),
    "received": (Note(fr=CANARY, src="s1"),),
    "prefer": (Rule(clause=parse_clause({"sex": "f"}), note=Words(fr=CANARY), src="s1"),),
    "follow_up": FollowUp(level="some", note=Words(fr=CANARY), src="s1"),
    "examples": (Example(who={CANARY: CANARY}, expect="confirm", ask=CANARY, because=CANARY),),
    "contact": (
        Contact(function=CANARY, phone=NUMBER, web=CANARY, src="s1", verified_on="2026-11-20"),
        Contact(function=CANARY, phone=NUMBER, web=CANARY, src="s1", visibility="public"),
        Contact(function=CANARY, phone=NUMBER, web=CANARY, src="s1", visibility="public", verified_on="2026-01"),
    ),
}
"""For case workers, unverified, and verified too long ago: none of the three contacts may leave."""
NOTED = ("trades", "intake", "places", "must", "sources")


def noted(value: object) -> object:
    """The same entry with a canary as its note, wherever it has one."""
    if isinstance(value, tuple):
        return tuple(map(noted, value))
    if isinstance(value, dict):
        return {key: noted(inner) for key, inner in value.items()}
    if isinstance(value, BaseModel) and "note" in type(value).model_fields:
        plain = type(value).model_fields["note"].annotation == (str | None)
        return value.model_copy(update={"note": CANARY if plain else Words(fr=CANARY)})
    return value


def poisoned(service: Service) -> Service:
    sites = tuple(site if site.serves == "all" else noted(site) for site in service.sites)
    notes = {name: noted(getattr(service, name)) for name in NOTED}
    return service.model_copy(update=SECRET_ENTRIES | notes | {"sites": sites})


@pytest.fixture(scope="module")
def poisoned_directory(directory: Directory) -> Directory:
    services = {name: poisoned(service) for name, service in directory.services.items()}
    assert all(CANARY in repr(service) and NUMBER in repr(service) for service in services.values())
    return replace(directory, services=services)


def test_no_canary_passes_the_gate(poisoned_directory: Directory) -> None:
    passed = repr(visible(poisoned_directory, TODAY).services)
    assert CANARY not in passed
    assert NUMBER not in passed


@pytest.mark.parametrize("form", FORMS)
def test_no_canary_of_any_record_leaves(form, poisoned_directory: Directory, say) -> None:
    written = orjson.dumps(form(visible(poisoned_directory, TODAY), say)).decode()
    assert CANARY not in written
    assert NUMBER not in written


@pytest.mark.parametrize("form", FORMS)
def test_a_number_that_was_checked_lately_leaves(form, directory: Directory, say) -> None:
    contact = Contact(function="Accueil", phone=NUMBER, visibility="public", verified_on="2026-11-02", src="s1")
    service = directory.services["cfp-senou"].model_copy(update={"contact": (contact,)})
    shared = visible(replace(directory, services={service.id: service}), TODAY)
    assert NUMBER in orjson.dumps(form(shared, say)).decode()


@pytest.mark.parametrize("form", FORMS)
def test_no_number_or_function_of_the_sheets_leaves(form, directory: Directory, shared, say) -> None:
    written = orjson.dumps(form(shared, say)).decode()
    numbers = {number for one in directory.services.values() for contact in one.contact for number in contact.phone}
    assert len(numbers) > 30
    assert not [number for number in numbers if number in written]
    assert not re.findall(r"\+223|\b\d{2}(?:[ .]\d{2}){3}\b", written)


@pytest.mark.parametrize("form", FORMS)
def test_no_mailbox_leaves(form, shared, say) -> None:
    assert "@" not in orjson.dumps(form(shared, say)).decode()


@pytest.mark.parametrize("form", FORMS)
def test_a_record_that_must_not_be_used_stays_inside(form, directory: Directory, shared, say) -> None:
    kept = [one for one in directory.services.values() if one.do_not_use]
    assert kept
    written = orjson.dumps(form(shared, say)).decode()
    assert not [one.id for one in kept if one.name.fr in written]


def test_a_trade_that_is_only_planned_is_no_offer(directory: Directory, shared) -> None:
    planned = {
        (one.id, offer.id) for one in directory.services.values() for offer in one.trades if offer.state == "planned"
    }
    assert planned
    assert not planned & {(one.id, offer.id) for one in shared.services for offer in one.trades}


def test_every_field_of_a_record_either_leaves_or_is_poisoned_here() -> None:
    assert set(Service.model_fields) == LEAVES | (set(SECRET_ENTRIES) - {"contact"}) | {"do_not_use"}


@pytest.mark.parametrize(
    ("written", "day"),
    [("2022", date(2022, 1, 1)), ("2022-11", date(2022, 11, 1)), ("2022-11-02", date(2022, 11, 2))],
)
def test_a_date_is_never_made_fresher_than_it_is(written: str, day: date) -> None:
    assert first_day(written) == day
