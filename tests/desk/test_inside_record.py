"""What the records keep for the team: shown at the desk with its sheet and date, and in nothing that a person reads."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.desk.inside_record import inside
from bot.desk.proposals import offers
from bot.engine.book import Book
from bot.engine.session import Session
from bot.house import House
from bot.records.seal import Vault
from content.card import card
from content.card_details import details
from content.entries import Dispute
from content.match import match
from content.parts import Contact
from tests.phone import KEY

AT = 1_795_165_200
CANARY = "canari"
NUMBER = "+223 00 00 00 00"


def test_both_values_are_said_with_their_sheet_and_its_date(book: Book) -> None:
    age = next(one for one in inside(book.directory.services["apej-chantier"]).disagreements if one.field == "âge")
    assert (age.kept, age.other, age.source) == ("de 18 à 40", "de 15 à 40", "fiche FP14, lu en 11/2022")
    free = inside(book.directory.services["enda-mineurs"]).disagreements[0]
    assert free.source.startswith("document 000 (tableau 8")


def test_whom_to_call_is_a_function_with_the_day_of_its_last_check(book: Book) -> None:
    service = book.directory.services["aek-kayes"]
    (called,) = inside(service).contacts
    assert (called.function, called.phones, called.source) == (
        "Directeur", ("+223 79 18 51 60",), "fiche FP7, lu en 11/2022"
    )  # fmt: skip
    assert not called.verified_on
    tried = service.contact[0].model_copy(update={"verified_on": "2026-10-05"})
    (called,) = inside(service.model_copy(update={"contact": (tried,)})).contacts
    assert called.verified_on == "05/10/2026"


def test_every_disagreement_and_contact_of_the_directory_reaches_the_desk(book: Book) -> None:
    for service in book.directory.services.values():
        found = inside(service)
        assert (len(found.disagreements), len(found.contacts)) == (len(service.disputed), len(service.contact))
        assert all(one.field and one.kept != one.other and one.source for one in found.disagreements), service.id


def test_who_proposes_a_service_sees_them_and_the_person_never_does(book: Book) -> None:
    secret = {
        "disputed": (Dispute(field="age", kept=CANARY, other=CANARY, src="s1"),),
        "contact": (Contact(function=CANARY, phone=NUMBER, src="s1", verified_on="2026-11-20"),),
    }
    services = {
        one.id: one.model_copy(update=secret) for one in book.directory.services.values() if "s1" in one.sources
    }
    poisoned = replace(book, directory=replace(book.directory, services=services))
    session = Session(facts={"in": "mali", "region": "kayes", "age": 24}, consent="yes")
    shown = offers(House(Vault(KEY, KEY), poisoned), session, AT)
    assert shown
    for one in shown:
        assert one.inside.contacts[0].phones == (NUMBER,)
        assert one.inside.disagreements[0].kept == CANARY
    found = match(poisoned.directory, session.facts, date(2026, 11, 22))
    for scored in (*found.services, *found.refused):
        lines = (*card(scored, date(2026, 11, 22)), *details(scored, date(2026, 11, 22)), *scored.reasons)
        said = repr(lines)
        assert CANARY not in said, scored.id
        assert NUMBER not in said, scored.id
