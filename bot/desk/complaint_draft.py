"""The answer to a complaint that is being written: kept for whoever sees to it, gone with the taking by somebody else.

It is sealed like the complaint, with the inbox's own key: a draft of a talk is read under the person's, and may be by
colleagues whom the complaint is about.
"""

from __future__ import annotations

from dataclasses import dataclass

import orjson
from sqlalchemy import Connection, RowMapping, update

from bot.desk.complaints import INBOX, is_about_others
from bot.desk.staff import Worker
from bot.house import House
from bot.records.seal import Vault
from bot.records.tables import complaint, is_open

FIELD = "draft"
WORDS_MAX = 3000
"""Twice what may be sent: who shortens it has what they wrote."""
NONE_KEPT = b""


@dataclass(frozen=True, slots=True)
class Draft:
    """What stood in the form."""

    outcome: str = ""
    text: str = ""


def draft_of(vault: Vault, row: RowMapping, who: Worker) -> Draft:
    """The draft of who sees to the complaint ``row``; an empty one for everybody else."""
    if not row["draft"] or row["taken_by"] != who.id:
        return Draft()
    outcome, text = orjson.loads(vault.inbox_key(INBOX).open(row["id"], FIELD, row["draft"]))
    return Draft(outcome, text)


def keep(conn: Connection, house: House, who: Worker, complaint_id: str, written: Draft) -> bool:
    """Keep what is written so far. False when the complaint is not theirs to answer, or is over."""
    words = orjson.dumps([written.outcome, written.text[:WORDS_MAX]])
    sealed = house.vault.inbox_key(INBOX).seal(complaint_id, FIELD, words) if written.text.strip() else NONE_KEPT
    mine = (complaint.c.id == complaint_id, is_open(complaint), complaint.c.taken_by == who.id)
    return conn.execute(update(complaint).where(*mine, is_about_others(who)).values(draft=sealed)).rowcount == 1
