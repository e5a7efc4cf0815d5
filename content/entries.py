"""The entries of a record: a trade as it is taught, an office, a fee, a beginning, a doubt, an example."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import PlainValidator, model_validator

from content.clauses import parse_clause
from content.parts import Amount, Clause, Duration, Frozen, State, Words

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
        serves = self.serves
        if serves is None:
            return (self.region,) if self.region else ()
        return () if serves == "all" else serves


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
