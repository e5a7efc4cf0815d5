"""Every column has a purpose, a legal basis, a duration and somebody who may see it, or the tests fail (B5)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import LargeBinary

from bot import records
from bot.records.tables import metadata
from locales.yamlfile import read

FILE = Path(records.__path__[0]) / "dictionary.yaml"
FORMS = {"clear", "sealed", "hash"}
MAPPINGS = {"basis": "bases", "keep": "keeps", "see": "sees"}
FAMILY = {"person", "person_key", "address", "consent", "conversation", "inbound", "message", "outbox", "timer", "media",
          "note", "draft", "task", "referral_event", "referral_link", "appointment", "follow_up",
          "handover", "referral", "complaint", "stub", "broadcast_message"}  # fmt: skip
"""Tables that hold something of a person."""


@pytest.fixture(scope="module")
def dictionary() -> dict[str, Any]:
    return dict(read(FILE).data)


COLUMNS = [(table.name, column.name) for table in metadata.sorted_tables for column in table.columns]


def _entry(dictionary: dict[str, Any], table: str, column: str) -> dict[str, str]:
    whole = dictionary["tables"][table]
    given = whole["columns"][column]
    own = given if isinstance(given, dict) else {"purpose": given}
    defaults = {name: whole[name] for name in ("basis", "keep", "see")}
    return {"form": "clear", **defaults, **own}


def test_the_dictionary_names_exactly_the_columns_that_exist(dictionary: dict[str, Any]) -> None:
    named = [(table, column) for table, entry in dictionary["tables"].items() for column in entry["columns"]]
    assert sorted(named) == sorted(COLUMNS)
    assert len(named) == len(set(named))


def test_every_column_is_explained(dictionary: dict[str, Any]) -> None:
    for table, column in COLUMNS:
        entry = _entry(dictionary, table, column)
        where = f"{table}.{column}"
        assert set(entry) == {"purpose", "basis", "keep", "see", "form"}, where
        assert len(entry["purpose"]) > 1, where
        for name, among in MAPPINGS.items():
            assert entry[name] in dictionary[among], where
        assert entry["form"] in FORMS, where


def test_bytes_are_sealed_and_nothing_else_claims_to_be(dictionary: dict[str, Any]) -> None:
    kept = [one for one in COLUMNS if isinstance(metadata.tables[one[0]].columns[one[1]].type, LargeBinary)]
    assert kept == [one for one in COLUMNS if _entry(dictionary, *one)["form"] == "sealed"]


def test_no_word_explains_nothing(dictionary: dict[str, Any]) -> None:
    for name, among in MAPPINGS.items():
        used = {_entry(dictionary, table, column)[name] for table, column in COLUMNS}
        assert set(dictionary[among]) - used == set(), f"unused in {among}"


def test_what_is_of_a_person_has_a_basis(dictionary: dict[str, Any]) -> None:
    for table in FAMILY:
        assert dictionary["tables"][table]["basis"] != "none"
