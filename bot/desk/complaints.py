"""Complaints: their own path, sealed with the complaints inbox's own key, unseen by those they are about."""

from __future__ import annotations

import secrets

import orjson
from sqlalchemy import Connection, RowMapping, insert, select

from bot.engine.effects import Complain
from bot.records.ids import new_id
from bot.records.seal import Vault
from bot.records.tables import complaint, handover, referral

INBOX = "complaints"
DAY_SECONDS = 86_400
ID_BYTES = 16
ANSWER_SECONDS = {"P0": 3 * DAY_SECONDS, "P3": 14 * DAY_SECONDS}
"""Deadline of an answer by gravity (R89): three days for force, sex or money asked, fourteen for the rest; to be settled
with the organisation that runs Sira (001 §3.4 names none). The receipt says the same (flows/complaint.yaml).
"""


def file(conn: Connection, vault: Vault, row: RowMapping, wish: Complain, now: int) -> None:
    """Keep a complaint. An anonymous one holds nothing that leads back to the person: neither their conversation nor the
    second in which they wrote, which would tell it from the day's other turns, and an id is made of that too.
    """
    complaint_id = secrets.token_hex(ID_BYTES) if wish.anonymous else new_id()
    at = now - now % DAY_SECONDS if wish.anonymous else now
    body = orjson.dumps({"text": wish.text, "about": wish.about, "level": wish.level})
    conn.execute(
        insert(complaint).values(
            id=complaint_id,
            number=wish.number,
            conversation_id="" if wish.anonymous else row["id"],
            about=wish.about,
            organisation=_organisation(conn, row["id"], wish.request),
            worker_id=_worker(conn, row["id"]) if wish.about == "worker" else "",
            grave=int(wish.level == "P0"),
            sealed=vault.inbox_key(INBOX).seal(complaint_id, "complaint", body),
            at=at,
            due_at=at + ANSWER_SECONDS[wish.level],
        )
    )


def _organisation(conn: Connection, conversation_id: str, number: str) -> str:
    """Whose service it is about, when the person named one of their requests."""
    mine = (referral.c.conversation_id == conversation_id, referral.c.number == number)
    found = conn.execute(select(referral.c.organisation).where(*mine)).scalar_one_or_none() if number else None
    return found or ""


def _worker(conn: Connection, conversation_id: str) -> str:
    """Who follows the person, or did so last."""
    held = select(handover.c.held_by).where(handover.c.conversation_id == conversation_id, handover.c.held_by != "")
    return conn.execute(held.order_by(handover.c.opened_at.desc(), handover.c.id.desc()).limit(1)).scalar() or ""
