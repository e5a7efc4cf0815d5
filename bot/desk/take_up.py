"""An ended case is taken up again: a new one opens with the story of the last, held by the worker who took it up.

The person asked for nothing, so it is no new request of theirs in any figure (`bot/desk/case_figures.py`): neither among
what was asked, nor among the waits for first words; the ended case keeps its outcome and its own figures. It stands as
urgent as it was when it ended, for a level is lowered by a human only (casework.md, *Queue*), and its worker may; who
might not hold it then may not take it up now.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import orjson
from sqlalchemy import Connection, RowMapping, select, update

from bot.desk.audit import note
from bot.desk.claim import claim
from bot.desk.handover import Wish, new_case
from bot.desk.reasons import ENDED, TAKEN_UP
from bot.desk.staff import Worker, can
from bot.house import House
from bot.records.tables import conversation, handover

Why = Literal["open_already", "reserved", "nothing_to_take_up"]


@dataclass(frozen=True, slots=True)
class Ended:
    """The case that ended last in a talk; its reasons ``sealed`` with the person's key."""

    id: str
    level: str
    focus: str
    sealed: bytes
    outcome: str
    closed_at: int


def last_ended(conn: Connection, conversation_id: str) -> Ended | None:
    """None when none ever did."""
    row = conn.execute(
        select(
            handover.c.id, handover.c.level, handover.c.focus, handover.c.sealed, handover.c.outcome, handover.c.closed_at
        )
        .where(handover.c.conversation_id == conversation_id, handover.c.closed_at > 0)
        .order_by(handover.c.closed_at.desc(), handover.c.id.desc())
        .limit(1)
    ).first()  # fmt: skip
    return Ended(*row) if row else None


def may_take_up(who: Worker, row: RowMapping, ended: Ended | None) -> bool:
    """Whether this worker may take up what has ended in the talk ``row``; never while a case is open there."""
    return not row["level"] and ended is not None and can(who, "claim", row["organisation"], ended.level)


def take_up(conn: Connection, house: House, row: RowMapping, who: Worker) -> Why | None:
    """Open the new case and take it. None when it was done. ``row`` as ``bot.desk.reach`` found it, locked."""
    ended = last_ended(conn, row["id"])
    if row["level"]:
        return "open_already"
    if ended is None:
        return "nothing_to_take_up"
    if not may_take_up(who, row, ended):
        return "reserved"
    key = house.vault.unwrap(row["person_id"], row["wrapped"])
    story = [
        *orjson.loads(key.open(ended.id, "handover", ended.sealed)),
        [f"{ENDED}{ended.outcome}", ended.level, ended.closed_at],
        [TAKEN_UP, ended.level, row["now"]],
    ]
    due_at = new_case(
        conn, key, row["id"], Wish(ended.level, TAKEN_UP, ended.focus), story,
        now=row["now"], organisation=row["organisation"], team=row["team"], resumes=ended.id,
    )  # fmt: skip
    mode = "queued" if row["mode"] == "bot" else row["mode"]  # who wants no more messages is not written to
    conn.execute(
        update(conversation)
        .where(conversation.c.id == row["id"])
        .values(mode=mode, level=ended.level, due_at=due_at, spoken=0)
    )
    note(conn, who.id, "take_up", row["id"], row["now"])
    claim(conn, row["id"], who)
    return None
