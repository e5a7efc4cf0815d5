"""Referrals: a consented file for an organisation, from the draft that the talk writes to the day on which they are met."""

from __future__ import annotations

from typing import Any

import orjson
from sqlalchemy import Connection, RowMapping, insert, select, update

from bot.desk import links, referral_news
from bot.desk.open_tasks import close_tasks, open_task
from bot.desk.referral_consent import NoConsent, latest
from bot.desk.referral_standing import asked_afterwards, day_called_off, standing, to_hand
from bot.desk.referral_states import (
    ALLOWED,
    PERSON,
    WAITING,
    By,
    NotAllowed,
    by_worker,
    locked,
    move,
    record,
)
from bot.desk.staff import Worker
from bot.engine.effects import Refer
from bot.records.clock import now as clock_now
from bot.records.ids import new_id
from bot.records.seal import PersonKey
from bot.records.tables import conversation, referral

HOUR_SECONDS = 3600
TERMS = {"P0": 24 * HOUR_SECONDS, "P1": 72 * HOUR_SECONDS, "P2": 14 * 24 * HOUR_SECONDS, "P3": 14 * 24 * HOUR_SECONDS}
"""Within which an organisation says that it has the file (casework.md)."""
USUAL = "P2"

__all__ = ["NoConsent", "draft", "of_conversation", "withdraw"]


def draft(conn: Connection, key: PersonKey, row: RowMapping, wish: Refer, now: int) -> None:
    """Write the file. Raises ``NoConsent`` unless this person's last word about this service is a yes.

    Where a human holds the talk it was theirs to propose: they are called back to send it.
    """
    last = latest(conn, row["person_id"], wish.service)
    if last is None or not last[1]:
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
            consent_id=last[0],
            sealed=key.seal(referral_id, "referral", orjson.dumps({"shared": wish.shared, "notes": wish.notes})),
            at=now,
            changed_at=now,
        )
    )
    if row["claimed_by"]:
        open_task(conn, "send", referral_id, now)


def withdraw(conn: Connection, conversation_id: str, number: str) -> bool:
    """The person takes it back, as long as it is not finished; its link dies with it."""
    found = of(conn, conversation_id, number)
    try:
        return found is not None and bool(move(conn, found, "withdrawn", PERSON))
    except NotAllowed:
        return False


def of_conversation(conn: Connection, key: PersonKey, conversation_id: str) -> list[dict[str, Any]]:
    """Every referral of a conversation, opened, newest first: for the case worker's page."""
    rows = conn.execute(
        select(referral, asked_afterwards().label("asked"), day_called_off().label("off"), to_hand().label("to_hand"))
        .where(referral.c.conversation_id == conversation_id)
        .order_by(referral.c.id.desc())
    ).mappings()
    now = clock_now(conn)
    return [
        {**row, **opened(key, row), "standing": standing(row, now, asked=row["asked"], off=row["off"])} for row in rows
    ]


def opened(key: PersonKey, row: RowMapping) -> dict[str, Any]:
    """What a file holds: ``shared`` and ``notes``."""
    found: dict[str, Any] = orjson.loads(key.open(row["id"], "referral", row["sealed"]))
    return found


def send(conn: Connection, referral_id: str, who: Worker, means: str, vital: str = "") -> str:
    """Send a draft: the term begins. Returns the token of its link, which is told once.

    Raises ``NotAllowed``, and ``NoConsent`` unless the yes stands or a trained worker answers for a ``vital`` interest.
    """
    before = move(conn, referral_id, "sent", by_worker(who), vital=vital)
    urgency = select(conversation.c.level).where(conversation.c.id == before["conversation_id"])
    level = conn.execute(urgency).scalar_one() or USUAL
    now = clock_now(conn)
    conn.execute(
        update(referral)
        .where(referral.c.id == referral_id)
        .values(level=level, sent_by=who.id, sent_at=now, due_at=now + TERMS[level])
    )
    return links.mint(conn, referral_id, means)


def remind(conn: Connection, referral_id: str, by: By, means: str) -> str:
    """A new link for an organisation that has not answered; the old one dies. Raises ``NotAllowed``."""
    row = _waiting(conn, referral_id, by)
    now = clock_now(conn)
    record(conn, row, row["status"], by, "reminded", now)
    conn.execute(update(referral).where(referral.c.id == referral_id).values(reminded_at=now))
    for kind in ("remind", "link"):
        close_tasks(conn, kind, referral_id, by.id, now)
    return links.mint(conn, referral_id, means)


def acknowledge(conn: Connection, referral_id: str, by: By) -> None:
    """« À l'étude » : they have it and say so. Raises ``NotAllowed``."""
    row = _waiting(conn, referral_id, by)
    if row["answered_at"]:
        return
    now = clock_now(conn)
    conn.execute(update(referral).where(referral.c.id == referral_id).values(answered_at=now, changed_at=now))
    record(conn, row, row["status"], by, "studying", now)
    referral_news.plan(conn, row["conversation_id"], row["number"], now)


def _waiting(conn: Connection, referral_id: str, by: By) -> RowMapping:
    """A referral that is with the organisation; whoever answers it there has opened it first."""
    row = locked(conn, referral_id)
    may = (row["status"], "accepted", by.party) in ALLOWED or by.party == "machine"
    if row["status"] not in WAITING or not may:
        raise NotAllowed(row["status"], row["status"], by.party)
    return row


def of(conn: Connection, conversation_id: str, number: str) -> str | None:
    """The referral with this receipt; None when the conversation has none."""
    mine = (referral.c.conversation_id == conversation_id, referral.c.number == number)
    return conn.execute(select(referral.c.id).where(*mine)).scalar_one_or_none()
