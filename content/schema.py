"""The service record: one thing that one organisation offers to one public, with the source of every fact.

Names are those of the documentation; nothing else is accepted, so that a misspelt key is an error and not a silence.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, PlainValidator, model_validator

from content.kinds import Kind
from content.naming import name_texts
from content.parts import (
    Amount,
    Clause,
    Contact,
    Duration,
    Frozen,
    Note,
    Offered,
    Rule,
    Slug,
    Source,
    State,
    Words,
)
from content.rules import parse_clause
from locales.text import Text

Certificate = Literal[
    "none", "attestation", "participation", "apprenticeship", "cqp", "cap", "bt", "state_diploma", "private", "unknown"
]
Cost = Literal[
    "course",
    "registration",
    "literacy",
    "lodging",
    "transport_and_meals",
    "care",
    "papers",
    "support",
    "credit",
    "other",
]
Rhythm = Literal[
    "when_group_full", "after_each_course", "quarterly", "yearly", "always", "on_demand", "calls", "unknown"
]
Offer = Literal[
    "literacy", "french_classes", "lodging", "meals", "transport", "stipend", "childcare", "internship", "placement",
    "follow_up", "equipment", "business_training", "finance_help", "mentoring", "life_skills", "orientation",
    "skills_check", "short_courses", "legal_help", "papers_help", "medical", "psychosocial", "food", "hygiene_kit",
    "family_links", "family_mediation", "home_visits", "referral", "emergency_help", "child_protection",
    "mobile_unit", "peer_group", "online", "scholarship", "credit", "savings", "guarantee", "grant", "paid_works",
    "work_abroad",
]  # fmt: skip


class TradeOffer(Frozen):
    """One trade as it is taught here. ``planned`` trades (« perspective ») do not run and are never counted."""

    id: str
    lasts: Duration | None = None
    certificate: Certificate | None = None
    state: State = "open"
    note: Words | None = None
    src: str


class Site(Frozen):
    """An office. ``serves`` all: wherever the person is. Without ``serves`` it serves its own region."""

    region: str | None = None
    place: str | None = None
    serves: tuple[str, ...] | Literal["all"] | None = None
    note: Words | None = None
    src: str | None = None

    @property
    def regions(self) -> tuple[str, ...]:
        """Regions served, as the document names them."""
        if self.serves is None:
            return (self.region,) if self.region else ()
        return () if self.serves == "all" else self.serves


class Fee(Frozen):
    """Something to pay. ``amount`` 0 is free; absent is « not written ». ``when``: only for some people."""

    what: Cost
    amount: Amount | None = None
    currency: Literal["XOF", "EUR", "USD", "percent"] = "XOF"
    per: Literal["course", "year", "month", "day", "once"] = "course"
    paid_by: Literal["person", "partner", "organisation", "state", "unknown"]
    when: Annotated[Clause, PlainValidator(parse_clause)] | None = None
    note: Words | None = None
    src: str


class Intake(Frozen):
    """When one can start. A session that waits for its group never gets a date from us."""

    rhythm: Rhythm
    note: Words | None = None
    src: str


class Places(Frozen):
    """How many people. ``full``: not suggested until someone says otherwise."""

    returnees: Amount | None = None
    total: Amount | None = None
    per_intake: Amount | None = None
    per_year: Amount | None = None
    per_month: Amount | None = None
    full: bool = False
    note: Words | None = None
    src: str


class FollowUp(Frozen):
    """What happens afterwards, as the sheet says."""

    level: Literal["none", "informal", "some", "active", "planned", "unknown"]
    lasts: Duration | None = None
    note: Words | None = None
    src: str


class Dispute(Frozen):
    """Two documents disagree: the cautious value is kept, case workers see both."""

    field: str
    kept: Any
    other: Any
    src: str


class LeftOut(Frozen):
    """A row of the sheet that is not in the record, and why."""

    row: str
    why: str


class Example(Frozen):
    """Somebody, and what must come out. ``ask``: the open question; ``because``: the clause that fails."""

    who: dict[str, Any]
    expect: Literal["refused", "depends", "confirm", "eligible"]
    ask: str | None = None
    because: str | None = None

    @model_validator(mode="after")
    def _says_why(self) -> Example:
        if self.expect == "refused" and self.because is None:
            raise ValueError("un exemple « refused » dit « because: » le fait qui refuse")
        if self.expect == "depends" and self.ask is None:
            raise ValueError("un exemple « depends » dit « ask: » le fait qui manque")
        return self


def _several(raw: object) -> object:
    return [raw] if isinstance(raw, dict) else raw


def _rule(raw: object) -> object:
    if not isinstance(raw, dict) or "clause" in raw:
        return raw
    clause = {key: value for key, value in raw.items() if key not in {"src", "note"}}
    kept = {key: raw[key] for key in ("src", "note") if key in raw}
    return {"clause": clause, **kept}


Rules = tuple[Annotated[Rule, BeforeValidator(_rule)], ...]


class Service(Frozen):
    """One service. Two publics (pupils and returnees, say) are two services with different ``must``."""

    id: Slug
    org: Slug
    org_name: Words
    kind: Kind
    name: Words
    short: Words | None = None
    about: Words | None = None
    state: State = "open"
    do_not_use: bool = False
    needs: tuple[str, ...] = ()
    returnees_only: bool | Literal["unknown"] = "unknown"
    instrument: Literal["loan", "equity", "grant", "guarantee", "group_credit", "savings"] | None = None
    trades: tuple[TradeOffer, ...] = ()
    lasts: Duration | None = None
    sites: tuple[Site, ...] = Field(min_length=1)
    taught_in: tuple[str, ...] = ()
    practice: int | None = Field(None, ge=0, le=100)
    certificate: Certificate | None = None
    certificate_note: Words | None = None
    costs: tuple[Fee, ...] = ()
    intake: Intake | None = None
    places: Places | None = None
    must: Rules = ()
    prefer: Rules = ()
    bring: tuple[Note, ...] = ()
    confirm: tuple[Note, ...] = ()
    disputed: tuple[Dispute, ...] = ()
    not_stated: tuple[str, ...] = ()
    no_condition: tuple[str, ...] = ()
    offers: dict[Offer, Offered] = Field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    received: tuple[Note, ...] = ()
    transport: Note | None = None
    follow_up: FollowUp | None = None
    next_step: Note | None = None
    contact: Annotated[tuple[Contact, ...], BeforeValidator(_several)] = ()
    left_out: tuple[LeftOut, ...] = ()
    sources: dict[str, Source] = Field(min_length=1)
    examples: tuple[Example, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _organisation(cls, raw: Any) -> Any:
        """An organisation with one service may bear its name."""
        return {"org_name": raw["name"], **raw} if isinstance(raw, dict) and "name" in raw else raw

    @model_validator(mode="after")
    def _named(self) -> Service:
        name_texts(f"service.{self.id}", self)
        self.org_name.call(f"org.{self.org}")
        return self

    @property
    def label(self) -> str:
        """The short French name on a button."""
        return (self.short or self.name).fr

    @property
    def button(self) -> Text:
        """The same as a message, for each language."""
        return Text(f"service.{self.id}.label", self.label)

    @property
    def sheets(self) -> tuple[str, ...]:
        """The sheets that this record comes from, in order: ``("FP5",)``."""
        found = (source.sheet for source in self.sources.values() if source.sheet)
        return tuple(dict.fromkeys(found))
