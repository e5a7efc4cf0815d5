"""The service record: one thing that one organisation offers to one public, with the source of every fact.

Names are those of the documentation; nothing else is accepted, so that a misspelt key is an error and not a silence.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from content.entries import Certificate, Dispute, Example, Fee, FollowUp, Intake, LeftOut, Places, Site, TradeOffer
from content.kinds import Kind
from content.naming import name_texts
from content.parts import (
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
from locales.text import Text

Offer = Literal[
    "literacy", "french_classes", "lodging", "meals", "transport", "stipend", "childcare", "internship", "placement",
    "follow_up", "equipment", "business_training", "finance_help", "mentoring", "life_skills", "orientation",
    "skills_check", "short_courses", "legal_help", "papers_help", "medical", "psychosocial", "food", "hygiene_kit",
    "family_links", "family_mediation", "home_visits", "referral", "emergency_help", "child_protection",
    "mobile_unit", "peer_group", "online", "scholarship", "credit", "savings", "guarantee", "grant", "paid_works",
    "work_abroad",
]  # fmt: skip


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
    def of_reading(self) -> bool:
        """A course that teaches reading and no trade: it is for who reads badly, and nobody changes town for it."""
        return self.teaches_reading and not self.trades

    @property
    def teaches_reading(self) -> bool:
        """A course in which one also, or only, learns to read."""
        return self.kind == "training" and self.offers.get("literacy") is True

    @property
    def sheets(self) -> tuple[str, ...]:
        """The sheets that this record comes from, in order: ``("FP5",)``."""
        found = (source.sheet for source in self.sources.values() if source.sheet)
        return tuple(dict.fromkeys(found))
