"""Nothing of a record is missing from the workbook, and every closed list is said in French."""

from __future__ import annotations

from typing import get_args, get_type_hints

import pytest

from content import entries, schema
from content.kinds import Kind
from content.parts import Contact, Note, Source
from content.sheet.tab import SUBJECT
from content.sheet.tabs import tabs
from content.sheet.vocabulary import CellProblem, values_of, vocabulary

ENTRIES = {
    "trades": entries.TradeOffer,
    "sites": entries.Site,
    "costs": entries.Fee,
    "contact": Contact,
    "disputed": entries.Dispute,
    "left_out": entries.LeftOut,
    "sources": Source,
    "examples": entries.Example,
    "confirm": Note,
    "notes": Note,
}
SERVICE_PARTS = {"intake": entries.Intake, "places": entries.Places, "follow_up": entries.FollowUp}


def test_every_field_of_a_service_has_its_tab_or_column():
    services = tabs()[0]
    columns = {column.path[0] for column in services.columns}
    assert columns | {tab.field for tab in tabs()[1:]} | {"id"} == set(schema.Service.model_fields)
    for field, model in SERVICE_PARTS.items():
        inner = {column.path[1] for column in services.columns if column.path[0] == field}
        assert inner == set(model.model_fields)


@pytest.mark.parametrize("field", sorted(ENTRIES))
def test_every_field_of_an_entry_has_its_column(field):
    (tab,) = (tab for tab in tabs() if tab.field == field)
    assert {column.path[0] for column in tab.columns} == set(ENTRIES[field].model_fields)


@pytest.mark.parametrize(
    ("name", "closed"),
    [
        ("kind", Kind),
        ("certificate", entries.Certificate),
        ("cost", entries.Cost),
        ("rhythm", entries.Rhythm),
        ("offer", schema.Offer),
        ("state", schema.State),
        ("paid_by", get_type_hints(entries.Fee)["paid_by"]),
        ("per", get_type_hints(entries.Fee)["per"]),
        ("currency", get_type_hints(entries.Fee)["currency"]),
        ("follow_up", get_type_hints(entries.FollowUp)["level"]),
        ("visibility", get_type_hints(Contact)["visibility"]),
        ("how", get_type_hints(Source)["how"]),
        ("expect", get_type_hints(entries.Example)["expect"]),
    ],
)
def test_every_closed_list_is_said_in_french_and_read_again(name, closed):
    words = vocabulary(name)
    assert set(words.words) == set(get_args(closed))
    assert len({word.casefold() for word in words.words.values()}) == len(words.words)
    for slug in get_args(closed):
        assert words.slug(words.say(slug).upper()) == slug


def test_no_word_holds_what_parts_a_cell():
    facts = ("need", "trade", "region", "place", "languages", "document", "sign", "schooling", "return_kind", "firm")
    lists = [values_of(fact) for fact in facts] + [vocabulary(name) for name in ("subject", "topic", "offer")]
    for words in lists:
        assert not [word for word in words.words.values() if ";" in word or "=" in word or " + " in word]


def test_an_unknown_word_lists_what_may_be_written():
    with pytest.raises(CellProblem, match="« gold » n'est pas dans la liste ; choisissez : apprendre à lire"):
        vocabulary("offer").slug("gold")


def test_conditions_stand_in_two_tabs():
    assert [tab.field for tab in tabs() if tab.columns[0].path == (SUBJECT,)] == ["must", "prefer"]
