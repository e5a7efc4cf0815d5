"""Referrals: a consented file for an organisation. First pass: drafted by the talk, seen by the case worker, withdrawn."""

from __future__ import annotations

from typing import Any

import orjson
from sqlalchemy import Connection, RowMapping, insert, select, update

from bot.engine.effects import Refer
from bot.records.ids import new_id
from bot.records.seal import PersonKey
from bot.records.tables import consent, referral

OPEN = ("draft", "sent", "seen", "accepted")


class NoConsent(ValueError):
    """A referral without a recorded yes of this person for this service: never written."""


def draft(conn: Connection, key: PersonKey, row: RowMapping, wish: Refer, now: int) -> None:
    """Write the file. Raises ``NoConsent`` unless this person's yes for this service is on record."""
    consent_id = conn.execute(
        select(consent.c.id)
        .where(
            consent.c.person_id == row["person_id"],
            consent.c.purpose == "referral",
            consent.c.organisation == wish.service,
            consent.c.given == 1,
        )
        .order_by(consent.c.id.desc())
        .limit(1)
    ).scalar_one_or_none()
    if consent_id is None:
        raise NoConsent(wish.service)
    referral_id = new_id()
    conn.execute(
        insert(referral).values(
            id=referral_id,
            conversation_id=row["id"],
            number=wish.number,
            service=wish.service,
            organisation=wish.organisation,
            status="draft",
            consent_id=consent_id,
            sealed=key.seal(referral_id, "referral", orjson.dumps({"shared": wish.shared, "notes": wish.notes})),
            at=now,
            changed_at=now,
        )
    )


def withdraw(conn: Connection, conversation_id: str, number: str, now: int) -> bool:
    """Take a referral back, as long as it is not finished."""
    done = conn.execute(
        update(referral)
        .where(referral.c.conversation_id == conversation_id, referral.c.number == number, referral.c.status.in_(OPEN))
        .values(status="withdrawn", changed_at=now)
    )
    return bool(done.rowcount)


def of_conversation(conn: Connection, key: PersonKey, conversation_id: str) -> list[dict[str, Any]]:
    """Every referral of a conversation, opened, newest first: for the case worker's page."""
    rows = conn.execute(
        select(referral).where(referral.c.conversation_id == conversation_id).order_by(referral.c.id.desc())
    ).mappings()
    return [{**row, **orjson.loads(key.open(row["id"], "referral", row["sealed"]))} for row in rows]
