"""Complaints: their own path, sealed with the complaints inbox's own key, unseen by those they are about."""

from __future__ import annotations

import orjson
from sqlalchemy import Connection, RowMapping, insert

from bot.engine.effects import Complain
from bot.records.ids import new_id
from bot.records.seal import Vault
from bot.records.tables import complaint

DAY_SECONDS = 86_400
ANSWER_SECONDS = {"P0": 3 * DAY_SECONDS, "P3": 14 * DAY_SECONDS}
"""Deadline of an answer by gravity (R89): three days for force, sex or money asked, fourteen for the rest; to be settled
with the organisation that runs Sira (001 §3.4 names none). The receipt says the same (flows/complaint.yaml).
"""


def file(conn: Connection, vault: Vault, row: RowMapping, wish: Complain, now: int) -> None:
    """Keep a complaint. An anonymous one holds nothing that leads back to the person."""
    complaint_id = new_id()
    body = orjson.dumps({"text": wish.text, "about": wish.about, "level": wish.level})
    conn.execute(
        insert(complaint).values(
            id=complaint_id,
            number=wish.number,
            conversation_id="" if wish.anonymous else row["id"],
            about=wish.about,
            sealed=vault.inbox_key("complaints").seal(complaint_id, "complaint", body),
            at=now,
            due_at=now + ANSWER_SECONDS[wish.level],
        )
    )
