"""What a record keeps for case workers alone: two documents that disagree, and whom to call, each with its sheet and date.

A worker who is shown the kept value only would contradict the centre with it; a number nobody has called since the
sheet must be known as such. None of it goes to the person, to an organisation or into an export (directory.md).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from content.parts import Contact, Source
from content.schema import Service
from content.sheet.conditions_text import show_value
from content.sheet.vocabulary import vocabulary


@dataclass(frozen=True, slots=True)
class Disagreement:
    """``field``: what it is about; ``kept``: the cautious value that Sira goes by; ``other``: what is written elsewhere."""

    field: str
    kept: str
    other: str
    source: str


@dataclass(frozen=True, slots=True)
class Reached:
    """Whom to call, by function and never by name. ``verified_on``: the day somebody tried the number, empty if never."""

    function: str
    phones: tuple[str, ...]
    web: str
    source: str
    verified_on: str


@dataclass(frozen=True, slots=True)
class Inside:
    """All of it, in French; empty of both where the record keeps nothing back."""

    disagreements: tuple[Disagreement, ...] = ()
    contacts: tuple[Reached, ...] = ()


def inside(service: Service) -> Inside:
    """What the desk may read of a record beyond what the person is shown."""
    return Inside(tuple(_disagreements(service)), tuple(_contacts(service)))


def _disagreements(service: Service) -> Iterator[Disagreement]:
    for one in service.disputed:
        field = vocabulary("topic").say(one.field)
        kept, other = (_shown(one.field, value) for value in (one.kept, one.other))
        yield Disagreement(field, kept, other, _source(service.sources[one.src]))


def _contacts(service: Service) -> Iterator[Reached]:
    for one in service.contact:
        yield Reached(one.function or "", one.phone, one.web or "", _source(service.sources[one.src]), _tried(one))


def _shown(field: str, value: Any) -> str:
    return show_value(field, value) if isinstance(value, dict) else str(value)


def _source(source: Source) -> str:
    """« fiche FP7, lue en 11/2022 »; what is no partner's sheet is a document of the mapping, by its number."""
    where = f"fiche {source.sheet}" if source.sheet else f"document {source.document}"
    note = f" ({source.note})" if source.note else ""
    return f"{where}{note}, lu en {_day(source.read_on)}"


def _tried(contact: Contact) -> str:
    return _day(contact.verified_on) if contact.verified_on else ""


def _day(written: str) -> str:
    return "/".join(reversed(written.split("-")))
