"""Asking for a human: at most one open hand-over a conversation; a new reason raises its level, never lowers it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import orjson
from sqlalchemy import Connection, insert, select, update

from bot.desk.danger_before import REASON, danger_before
from bot.desk.deadlines import due
from bot.desk.shifts import calendar_of
from bot.desk.steps import first_step_at
from bot.records.ids import new_id
from bot.records.seal import PersonKey
from bot.records.tables import handover, is_open
from content.levels import LEVELS

"""From the calmest to the most urgent."""


@dataclass(frozen=True, slots=True)
class Wish:
    """``reason`` is a stable word (or several, with commas); ``focus`` protection asks for the focal point."""

    level: str
    reason: str
    focus: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """``columns`` of the conversation to write; ``alert``: the level, when people must be told now, and ``why``."""

    columns: dict[str, Any] = field(default_factory=dict)
    alert: str = ""
    why: str = "new"


def open_handover(
    conn: Connection,
    key: PersonKey,
    conversation_id: str,
    wish: Wish,
    *,
    mode: str,
    now: int,
    organisation: str,
    team: str = "",
) -> Opened:
    """Open the hand-over, or add the reason to the open one and raise its level. A new one carries a danger of the last
    days (`bot/desk/danger_before.py`).
    """
    current = conn.execute(
        select(handover.c.id, handover.c.level, handover.c.due_at, handover.c.sealed, handover.c.focus).where(
            handover.c.conversation_id == conversation_id, is_open(handover)
        )
    ).first()
    calendar = calendar_of(conn, organisation, team)
    before = danger_before(conn, key, conversation_id, now) if current is None else None
    reasons = [[wish.reason, wish.level, now]]
    if before is not None:
        wish = Wish(
            max(wish.level, before.level or wish.level, key=LEVELS.index), wish.reason, wish.focus or before.focus
        )
        reasons = [*map(list, before.reasons), *reasons, [REASON, wish.level, now]]
    deadline = due(wish.level, now, calendar)
    queued = {"mode": "queued"} if mode in {"bot", "stopped"} else {}
    if current is None:
        row = new_id()
        conn.execute(
            insert(handover).values(
                id=row,
                conversation_id=conversation_id,
                level=wish.level,
                focus=wish.focus,
                sealed=key.seal(row, "handover", orjson.dumps(reasons)),
                opened_at=now,
                due_at=deadline,
                organisation=organisation,
                team=team,
                next_step_at=first_step_at(wish.level, now, deadline, calendar),
            )
        )
        columns = {**queued, "level": wish.level, "due_at": deadline, "spoken": 0} if queued else {
            "level": wish.level, "due_at": deadline}  # fmt: skip
        return Opened(columns, alert=wish.level)
    raised = LEVELS.index(wish.level) > LEVELS.index(current.level)
    level = wish.level if raised else current.level
    due_at = min(deadline, current.due_at) if raised else current.due_at
    reasons = [*orjson.loads(key.open(current.id, "handover", current.sealed)), [wish.reason, wish.level, now]]
    conn.execute(
        update(handover)
        .where(handover.c.id == current.id)
        .values(
            level=level,
            due_at=due_at,
            focus=wish.focus or current.focus,
            **({"step": 0, "next_step_at": first_step_at(level, now, due_at, calendar)} if raised else {}),
            sealed=key.seal(current.id, "handover", orjson.dumps(reasons)),
        )
    )
    return Opened({**queued, "level": level, "due_at": due_at}, alert=wish.level if raised else "", why="raised")


def reasons_of(conn: Connection, key: PersonKey, conversation_id: str) -> list[tuple[str, str, int]]:
    """Reason, level and time of everything that was asked in the open hand-over."""
    row = conn.execute(
        select(handover.c.id, handover.c.sealed).where(handover.c.conversation_id == conversation_id, is_open(handover))
    ).first()
    if row is None:
        return []
    return [(reason, level, at) for reason, level, at in orjson.loads(key.open(row.id, "handover", row.sealed))]
