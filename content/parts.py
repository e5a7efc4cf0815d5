"""Small parts of a record that several entries share: words, amounts, durations, sources, contacts, rules."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    PrivateAttr,
    model_validator,
)

from content.clauses import parse_clause
from content.rules import Clause as ParsedClause
from content.rules import Truth
from locales.text import Text

SLUG = re.compile(r"^[a-z0-9]+(?:-[a-z0-9]+)*$")
DATE = re.compile(r"^\d{4}(?:-\d{2}(?:-\d{2})?)?$")
PHONE = re.compile(r"^\+\d{3}(?: \d{2}){4}$")
State = Literal["open", "planned", "closed", "unknown"]


UNCALLED = Text("", "")
OPENNESS = frozenset({"opening", "state"})
"""What a note of ``confirm`` is about when it doubts that the place is open."""


class Frozen(BaseModel):
    """Records never change after loading; an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


def _slug(value: str) -> str:
    if not SLUG.match(value):
        raise ValueError(f"« {value} » : écrivez en minuscules sans accent, avec des tirets, par exemple « cfp-senou »")
    return value


def _date(value: object) -> str:
    if not isinstance(value, str) or not DATE.match(value):
        raise ValueError(f"« {value} » n'est pas une date ; écrivez 2022, 2022-11 ou 2022-11-02, entre guillemets")
    return value


def _phone(value: object) -> str:
    if not isinstance(value, str) or not PHONE.match(value):
        raise ValueError(f'« {value} » : un numéro s\'écrit "+223 76 00 00 00", entre guillemets, par paires')
    return value


def _list(value: object) -> object:
    return [value] if isinstance(value, str | int) else value


def _range(value: object) -> tuple[int, int]:
    ends = [value, value] if isinstance(value, int) else value
    match ends:
        case [int() as low, int() as high] if not isinstance(value, bool):
            pass
        case _:
            raise ValueError(f"« {value} » : écrivez un nombre entier ou [de, à]")
    if not 0 <= low <= high:
        raise ValueError(f"« {value} » : la première borne doit être la plus petite, et jamais négative")
    return (low, high)


def _offered(value: object) -> bool | None:
    if value == "unknown":
        return None
    if not isinstance(value, bool):
        raise ValueError(f"« {value} » : écrivez true, false ou unknown")  # noqa: TRY004
    return value


Slug = Annotated[str, AfterValidator(_slug)]
Date = Annotated[str, BeforeValidator(_date)]
Phone = Annotated[str, BeforeValidator(_phone)]
Amount = Annotated[tuple[int, int], BeforeValidator(_range)]
"""A number, or from–to; kept as the pair (low, high)."""
Offered = Annotated[Any, PlainValidator(_offered)]
"""True, False, or None when the sheet does not say."""
Clause = ParsedClause


class Spoken(Frozen):
    """A sentence for the person, in plain French; its key, given once when the record is read, leads to the others."""

    fr: str = Field(min_length=1)
    _text: Text = PrivateAttr(default_factory=lambda: UNCALLED)

    @property
    def text(self) -> Text:
        """The sentence, to be said in any language; read where pydantic keeps it, for by name it takes ten times as long."""
        found: Text = (self.__pydantic_private__ or {}).get("_text", UNCALLED)
        return found

    def call(self, key: str) -> None:
        """Give it its key; done once, while its record is being read."""
        self._text = Text(key, self.fr)


class Words(Spoken):
    """A sentence without a source of its own: a name, or what explains the entry that it stands in."""


class Note(Spoken):
    """A sentence with its source; ``about``: the field that it explains; ``when``: for whom it is said, if not for all."""

    about: str | None = None
    when: Annotated[ParsedClause, PlainValidator(parse_clause)] | None = None
    src: str

    @property
    def of_opening(self) -> bool:
        """Whether it doubts that the place is open at all."""
        return self.about in OPENNESS

    def concerns(self, facts: Mapping[str, Any]) -> bool:
        """Whether it may be true of somebody; what is not known of them may be."""
        return self.when is None or self.when.truth(facts) is not Truth.FALSE


class Duration(Frozen):
    """How long, in exactly one unit: a number or [from, to]."""

    hours: Amount | None = None
    days: Amount | None = None
    weeks: Amount | None = None
    months: Amount | None = None
    years: Amount | None = None

    @model_validator(mode="after")
    def _one_unit(self) -> Duration:
        if len(self.model_fields_set) != 1:
            raise ValueError("une durée a une seule unité, par exemple {months: 12} ou {months: [3, 6]}")
        return self

    @property
    def unit(self) -> str:
        """The unit that was written."""
        return next(iter(self.model_fields_set))

    @property
    def span(self) -> tuple[int, int]:
        """The pair (low, high) in that unit."""
        span: tuple[int, int] = getattr(self, self.unit)
        return span


class Source(Frozen):
    """Where a fact comes from. ``inferred`` is our reading, never a refusal by itself; ``confirmed``: checked since."""

    document: str
    sheet: str | None = None
    how: Literal["stated", "inferred", "confirmed"]
    read_on: Date
    note: str | None = None


class Rule(Frozen):
    """One condition with its source, and a sentence where the grammar says less than the sheet."""

    clause: Annotated[ParsedClause, PlainValidator(lambda raw: raw if not isinstance(raw, dict) else parse_clause(raw))]
    note: Words | None = None
    src: str


class Contact(Frozen):
    """A function, never a person. Shown to people only when ``verified_on`` is fresh and visibility is public."""

    function: str | None = None
    phone: Annotated[tuple[Phone, ...], BeforeValidator(_list)] = ()
    web: str | None = None
    visibility: Literal["case_worker", "public"] = "case_worker"
    verified_on: Date | None = None
    src: str
