"""Asking for a human: at most one open hand-over a conversation; a new reason raises its level, never lowers it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
from sqlalchemy import Connection, insert, select, update

from bot.desk.calls import code_of
from bot.desk.danger_before import REASON, danger_before
from bot.desk.deadlines import due
from bot.desk.owed import asked_again
from bot.desk.shifts import calendar_of
from bot.desk.steps import first_step_at
from bot.records.ids import new_id
from bot.records.seal import PersonKey
from bot.records.tables import handover, is_open
from content.levels import LEVELS

REPEATED = ("wrote_again", "asked_for_person")
"""What somebody who waits does again and again."""
Reason = Sequence[Any]
"""Words, level, when: what stands on the card under « Pourquoi »."""


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
    before = danger_before(conn, key, conversation_id, now) if current is None else None
    reasons: list[Reason] = [[wish.reason, wish.level, now]]
    if before is not None:
        wish = Wish(
            max(wish.level, before.level or wish.level, key=LEVELS.index), wish.reason, wish.focus or before.focus
        )
        reasons = [*map(list, before.reasons), *reasons, [REASON, wish.level, now]]
    queued = {"mode": "queued"} if mode in {"bot", "stopped"} else {}
    if current is None:
        deadline = new_case(conn, key, conversation_id, wish, reasons, now=now, organisation=organisation, team=team)
        columns = {**queued, "level": wish.level, "due_at": deadline, "spoken": 0} if queued else {
            "level": wish.level, "due_at": deadline}  # fmt: skip
        return Opened(columns, alert=wish.level)
    calendar = calendar_of(conn, organisation, team)
    deadline = due(wish.level, now, calendar)
    raised = LEVELS.index(wish.level) > LEVELS.index(current.level)
    level = wish.level if raised else current.level
    sooner = min(deadline, current.due_at) if raised else current.due_at
    due_at = asked_again(conn, conversation_id, now, level) or sooner
    reasons = _with(orjson.loads(key.open(current.id, "handover", current.sealed)), [wish.reason, wish.level, now])
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


def _with(reasons: list[Reason], added: Reason) -> list[Reason]:
    """The newest of the same kind stands for those just before it: who writes ten times has one line."""
    same = bool(reasons) and list(reasons[-1][:2]) == list(added[:2])
    return [*(reasons[:-1] if same and added[0] in REPEATED else reasons), added]


def new_case(
    conn: Connection,
    key: PersonKey,
    conversation_id: str,
    wish: Wish,
    reasons: Sequence[Reason],
    *,
    now: int,
    organisation: str,
    team: str,
    resumes: str = "",
) -> int:
    """Write an open case with its ``reasons``; returns its deadline. ``resumes``: the ended one that it takes up again:
    nobody waits for it, so the team is called only when whoever took it up leaves it (`bot/desk/steps.py`).
    """
    row, calendar = new_id(), calendar_of(conn, organisation, team)
    deadline = due(wish.level, now, calendar)
    first_step = 0 if resumes else first_step_at(wish.level, now, deadline, calendar)
    conn.execute(
        insert(handover).values(
            id=row, conversation_id=conversation_id, level=wish.level, focus=wish.focus,
            sealed=key.seal(row, "handover", orjson.dumps([*map(list, reasons)])), opened_at=now, asked_at=now, due_at=deadline,
            organisation=organisation, team=team, next_step_at=first_step, code=code_of(row), resumes=resumes,
        )
    )  # fmt: skip
    return deadline


def code_in_use(conn: Connection, conversation_id: str) -> str:
    """The code of the open case, "" when none is."""
    here = (handover.c.conversation_id == conversation_id, is_open(handover))
    return conn.execute(select(handover.c.code).where(*here)).scalar_one_or_none() or ""


def reasons_of(conn: Connection, key: PersonKey, conversation_id: str) -> list[tuple[str, str, int]]:
    """Reason, level and time of everything that was asked in the open hand-over."""
    row = conn.execute(
        select(handover.c.id, handover.c.sealed).where(handover.c.conversation_id == conversation_id, is_open(handover))
    ).first()
    if row is None:
        return []
    return [(reason, level, at) for reason, level, at in orjson.loads(key.open(row.id, "handover", row.sealed))]
