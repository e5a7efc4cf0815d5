"""How urgent a case is: raised by anyone who reads it, lowered only by a human who says why (casework.md, A11)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, RowMapping, case, select, update

from bot.desk import audit
from bot.desk.calls import Call, call
from bot.desk.claim import DANGER, let_go_of_danger
from bot.desk.deadlines import due
from bot.desk.handover import Wish, open_handover
from bot.desk.reasons import WORDS_MAX, add_reason, signed
from bot.desk.shifts import calendar_of
from bot.desk.staff import Worker, can
from bot.desk.steps import first_step_at
from bot.house import House
from bot.records.seal import PersonKey
from bot.records.tables import conversation, handover, is_open
from content.levels import LEVELS

Why = Literal["no_level", "no_reason", "short_reason", "long_reason", "reserved", "unsure", "changed", "over"]
WORDS_MIN = 3
"""Of a reason for which less is done for somebody: a lone letter lets nobody understand it afterwards."""


@dataclass(frozen=True, slots=True)
class Changed:
    """It is so now, and whoever must be called is called."""

    level: str


@dataclass(frozen=True, slots=True)
class NotChanged:
    """Nothing was changed; the page shows ``why`` and keeps the words."""

    why: Why


def change_level(
    conn: Connection,
    house: House,
    row: RowMapping,
    who: Worker,
    level: str,
    reason: str,
    version: int,
    *,
    sure: bool = False,
) -> Changed | NotChanged:
    """Set the level of an open case. ``row`` as ``bot.desk.reach`` found it in this transaction. ``sure``: they have said
    that they know who reads of a danger once it is none.

    Raising needs no newest page: nothing that was written meanwhile makes it less right. Lowering does. What is raised
    above what its holder may answer waits for who may: held, it would be answered by nobody and ring nowhere.
    """
    words = reason.strip()
    why = _unfit(row, level, words)
    if why is not None:
        return NotChanged(why)
    before = row["level"]
    key = house.vault.unwrap(row["person_id"], row["wrapped"])
    if LEVELS.index(level) > LEVELS.index(before):
        opened = open_handover(
            conn, key, row["id"], Wish(level, signed(who, words)),
            mode=row["mode"], now=row["now"], organisation=row["organisation"], team=row["team"],
        )  # fmt: skip
        columns = opened.columns
        call(conn, house.means, Call(row["id"], row["organisation"], "raised", level), row["now"])
    else:
        if not can(who, "lower", row["organisation"], before):
            return NotChanged("reserved")
        why = _unready(row, version, words, sure=sure)
        if why is not None:
            return NotChanged(why)
        columns = _lowered(conn, key, row, who, level, words)
    conn.execute(
        update(conversation).where(conversation.c.id == row["id"]).values(**columns, version=conversation.c.version + 1)
    )
    audit.note(conn, who.id, f"level:{before}:{level}", row["id"], row["now"])
    let_go_of_danger(conn, row["id"])
    return Changed(level)


def _unfit(row: RowMapping, level: str, words: str) -> Why | None:
    if not row["level"]:
        return "over"
    if level not in LEVELS or level == row["level"]:
        return "no_level"
    if not words:
        return "no_reason"
    return "long_reason" if len(words) > WORDS_MAX else None


def _unready(row: RowMapping, version: int, words: str, *, sure: bool) -> Why | None:
    """Why a level is not lowered that may be. Below danger every case worker reads all that was said."""
    if len(words.split()) < WORDS_MIN:
        return "short_reason"
    if row["level"] == DANGER and not sure:
        return "unsure"
    return "changed" if row["version"] != version else None


def _lowered(
    conn: Connection, key: PersonKey, row: RowMapping, who: Worker, level: str, words: str
) -> dict[str, object]:
    """The deadline counts from when words were asked for: the person has waited since then, whatever it is called now."""
    open_now = (handover.c.conversation_id == row["id"], is_open(handover))
    asked_at = conn.execute(select(handover.c.asked_at).where(*open_now)).scalar_one()
    calendar = calendar_of(conn, row["organisation"], row["team"])
    due_at = due(level, asked_at, calendar)
    next_step = case(
        (handover.c.next_step_at == 0, 0),  # somebody has answered: nobody is called
        else_=first_step_at(level, row["now"], max(due_at, row["now"]), calendar),
    )
    conn.execute(update(handover).where(*open_now).values(level=level, due_at=due_at, step=0, next_step_at=next_step))
    add_reason(conn, key, row["id"], signed(who, words), level, row["now"])
    return {"level": level, "due_at": due_at}
