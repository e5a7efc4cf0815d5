"""What a file shows to whoever may read it: item by item, what the person said yes to, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, RowMapping

from bot.desk.referral_consent import CONTACT, LANGUAGE_ITEM, Given, given
from bot.desk.referrals import opened
from bot.desk.words import LANGUAGE, said
from bot.engine.book import Book
from bot.records.seal import PersonKey
from content.facts import registry
from content.phrases import phrase
from flows.schema import Ask

Items = tuple[tuple[str, str], ...]
VITAL_ITEMS = frozenset({"need", "region", "age", CONTACT, LANGUAGE_ITEM})
"""What goes without consent, for a vital interest: what help needs to find the person, no more."""
REACHING = ("safe_channel", "safe_hours")
"""Of files written before, a second number, which is somebody else's and was no part of the yes, is not shown either."""
NUMBER = "whatsapp:"
HERE = "here"
"""« Ici, par message » is the person's word; whoever reads the file is somewhere else."""


def items_of(conn: Connection, book: Book, key: PersonKey, row: RowMapping) -> tuple[Items, Given | None]:
    """(label, value) of each item shared, with the yes under which it is; None where a vital interest stands for it.

    ``row``: a referral with ``address_id``, ``channel``, ``address`` and ``language`` of the person.
    """
    yes = given(conn, row["consent_id"])
    allowed = yes.items if yes is not None and not row["override_by"] else VITAL_ITEMS
    file = opened(key, row)
    shared = tuple(_shared(book, {name: value for name, value in file["shared"].items() if name in allowed}))
    reaching = tuple(_reaching(book, key, row, file["notes"])) if CONTACT in allowed else ()
    spoken = tuple(_spoken(book, row["language"])) if LANGUAGE_ITEM in allowed else ()
    return (*shared, *reaching, *spoken), yes


def _spoken(book: Book, language: str) -> Iterator[tuple[str, str]]:
    if language:
        yield said(book.catalogues, "shared", "language"), said(book.catalogues, "call_language", language)


def _shared(book: Book, shared: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in shared.items():
        yield said(book.catalogues, "shared", name), _value(book, name, value)


def _value(book: Book, name: str, value: Any) -> str:
    say = book.catalogues.say
    if name == "age":
        return say(phrase(f"band.{value}"), LANGUAGE)
    facts = registry()
    if name in {"documents", "missing_documents"}:
        return ", ".join(say(facts[f"documents.{item}"].labels["yes"], LANGUAGE) for item in value)
    labels = facts[name].labels if name in facts else {}
    items = value if isinstance(value, list | tuple) else [value]
    return ", ".join(say(labels[item], LANGUAGE) if item in labels else str(item) for item in items)


def _reaching(book: Book, key: PersonKey, row: RowMapping, notes: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """How to reach them, as they wished; a chat that only Sira can write to is reached through the team."""
    address = key.open(row["address_id"], "address", row["address"]).decode()
    if row["channel"] == "whatsapp" and address.startswith(NUMBER):
        yield said(book.catalogues, "shared", "phone"), address.removeprefix(NUMBER)
    elif notes.get("own_number", "none") != "none":
        yield said(book.catalogues, "shared", "phone"), str(notes["own_number"])
    else:
        yield said(book.catalogues, "shared", "phone"), said(book.catalogues, "shared", "by_the_team")
    for name in REACHING:
        if notes.get(name):
            yield said(book.catalogues, "shared", name), _chosen(book, name, notes[name])


def _chosen(book: Book, name: str, value: Any) -> str:
    if value == HERE:
        return said(book.catalogues, "shared", "by_message")
    for node in book.flows["referral"].nodes.values():
        if isinstance(node.spec, Ask) and node.spec.keep == name:
            for option in node.options:
                if value in (option.id, option.value):
                    return book.catalogues.say(option.label, LANGUAGE)
    return str(value)
