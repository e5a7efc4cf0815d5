"""Whether every labelled row of every partner sheet has a place: in a record, or left out with a reason.

A directory that silently drops a row looks complete and is not. A row counts as kept only when a field that it may go
to is filled with that sheet as its source, so a fact from elsewhere cannot stand in for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, Field, ValidationError, model_validator

from content.load import ContentProblem
from content.parts import Frozen
from content.problems import from_pydantic, problem
from content.schema import Service
from locales.fold import words
from locales.yamlfile import read

SHEETS_FILE = Path(__file__).parent / "sheets.yaml"

_PART = re.compile(r"[,:;()]| et ")
"""What parts the names of several rows in one ``left_out``: « Formations, certification et suivi »."""


class Label(Frozen):
    """The words at the left of a row; ``into``: fields of a record that hold it; ``also``: other ways to write it."""

    fr: str
    into: tuple[str, ...] = Field((), alias="in")
    also: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _fields_exist(self) -> Label:
        _known(self.into)
        return self


class Sheet(Frozen):
    """A partner sheet: its rows in order, each a label, or a label with the fields that hold it on this sheet."""

    name: str
    rows: tuple[str | dict[str, tuple[str, ...]], ...]

    @model_validator(mode="after")
    def _fields_exist(self) -> Sheet:
        for row in self.rows:
            if isinstance(row, dict):
                _known(field for fields in row.values() for field in fields)
        return self


class Sheets(Frozen):
    """All labels and sheets of the document."""

    labels: dict[str, Label]
    sheets: dict[str, Sheet]


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the fields that hold it, and the reasons why (some of) it was left out."""

    label: str
    fields: tuple[str, ...]
    reasons: tuple[str, ...]

    @property
    def accounted(self) -> bool:
        """Whether the row has a place."""
        return bool(self.fields or self.reasons)


@dataclass(frozen=True, slots=True)
class Tally:
    """One sheet: its records and its rows."""

    sheet: str
    name: str
    services: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def kept(self) -> int:
        """How many rows stand in a record."""
        return sum(bool(row.fields) for row in self.rows)

    @property
    def missing(self) -> tuple[Row, ...]:
        """Rows that nobody placed."""
        return tuple(row for row in self.rows if not row.accounted)


def load_sheets(path: Path = SHEETS_FILE) -> Sheets:
    """The rows of the document. Raises ``ContentProblem`` with file and line when the list itself is wrong."""
    file = read(path)
    try:
        found = Sheets.model_validate(file.data)
    except ValidationError as error:
        raise ContentProblem(from_pydantic(file, error)) from error
    unknown = [
        problem(file, ("sheets", slug, "rows", number), f"« {label} » n'est pas dans labels")
        for slug, sheet in found.sheets.items()
        for number, row in enumerate(sheet.rows)
        for label in ((row,) if isinstance(row, str) else row)
        if label not in found.labels
    ]
    if unknown:
        raise ContentProblem(unknown)
    return found


def tally(sheets: Sheets, services: Iterable[Service]) -> tuple[Tally, ...]:
    """Where each row of each sheet went, in the order of the document."""
    records = tuple(services)
    return tuple(
        Tally(
            sheet=slug,
            name=sheet.name,
            services=tuple(service.id for service in records if slug in service.sheets),
            rows=tuple(_row(sheets.labels, row, slug, records) for row in sheet.rows),
        )
        for slug, sheet in sheets.sheets.items()
    )


def _row(
    labels: Mapping[str, Label], row: str | Mapping[str, tuple[str, ...]], sheet: str, services: tuple[Service, ...]
) -> Row:
    slug, own = (row, None) if isinstance(row, str) else next(iter(row.items()))
    label = labels[slug]
    mine = [(service, _sources(service, sheet)) for service in services if sheet in service.sheets]
    return Row(
        label=label.fr,
        fields=tuple(
            field
            for field in (label.into if own is None else own)
            if any(_holds(service, field.split("."), sources) for service, sources in mine)
        ),
        reasons=tuple(
            f"{left.row} : {left.why}" for service, _ in mine for left in service.left_out if _names(left.row, label)
        ),
    )


def _sources(service: Service, sheet: str) -> frozenset[str]:
    return frozenset(key for key, source in service.sources.items() if source.sheet == sheet)


def _holds(value: object, path: list[str], sources: frozenset[str]) -> bool:
    """Whether something stands at ``path`` that comes from the sheet; what bears no source is the record's own."""
    if isinstance(value, tuple):
        return any(_holds(item, path, sources) for item in value)
    if isinstance(value, BaseModel):
        source = getattr(value, "src", None)
        if source is not None and source not in sources:
            return False
        return not path or _holds(getattr(value, path[0]), path[1:], sources)
    if isinstance(value, Mapping):
        return path[0] in value if path else bool(value)
    return value is not None


def _names(written: str, label: Label) -> bool:
    """Whether a ``left_out`` means this row: one of its parts begins like the label, or the label like the part."""
    parts = [words(part) for part in (written, *_PART.split(written))]
    names = [words(name) for name in (label.fr, *label.also)]
    return any(part and (part == name[: len(part)] or name == part[: len(name)]) for part in parts for name in names)


def _known(fields: Iterable[str]) -> None:
    for field in fields:
        if field.partition(".")[0] not in Service.model_fields:
            raise ValueError(f"« {field} » n'est pas une entrée des fiches")
