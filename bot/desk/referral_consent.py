"""The yes under which a file is shared: a row of its own, checked whenever something leaves."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from bot.records.tables import consent, conversation

PURPOSE = "referral"
CONTACT = "contact"
"""Among the items of a consent: how the person can be reached."""

LANGUAGE_ITEM = "language"
"""Among them too: in which language they are spoken with. A yes of before did not name it."""


class NoConsent(ValueError):
    """A referral without a recorded yes of this person for this service: never written, never sent."""


@dataclass(frozen=True, slots=True)
class Given:
    """One yes: to which items, in which wording and language, when."""

    items: frozenset[str]
    wording: str
    language: str
    at: int


def latest(conn: Connection, person_id: str, service: str) -> tuple[str, bool] | None:
    """The last word of this person about this service: the row's id, and whether it was a yes."""
    row = conn.execute(
        select(consent.c.id, consent.c.given)
        .where(consent.c.person_id == person_id, consent.c.purpose == PURPOSE, consent.c.organisation == service)
        .order_by(consent.c.at.desc(), consent.c.id.desc())
        .limit(1)
    ).first()
    return (row.id, bool(row.given)) if row else None


def consented(conn: Connection, consent_id: str, conversation_id: str, service: str) -> bool:
    """Whether the yes of a referral stands: it is this person's, for this service, and no later no has undone it."""
    person = select(conversation.c.person_id).where(conversation.c.id == conversation_id).scalar_subquery()
    row = conn.execute(
        select(consent.c.person_id).where(
            consent.c.id == consent_id,
            consent.c.person_id == person,
            consent.c.purpose == PURPOSE,
            consent.c.organisation == service,
            consent.c.given == 1,
        )
    ).first()
    if row is None:
        return False
    last = latest(conn, row.person_id, service)
    return last is not None and last[1]


def given(conn: Connection, consent_id: str) -> Given | None:
    """The yes itself, to be shown."""
    row = conn.execute(select(consent).where(consent.c.id == consent_id, consent.c.given == 1)).mappings().first()
    if row is None:
        return None
    return Given(frozenset(row["items"].split(",")) - {""}, row["wording"], row["language"], row["at"])
