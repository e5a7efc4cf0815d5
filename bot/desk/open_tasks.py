"""Something that a human of the organisation must do about a referral: at most one open task of a kind for each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, Select, select, true, update

from bot.desk import audit
from bot.desk.claim import DANGER
from bot.desk.person_told import newest_state, told_by_person
from bot.desk.referral_reach import urgency
from bot.desk.staff import Worker, can
from bot.records.clock import DatabaseNow
from bot.records.clock import now as clock_now
from bot.records.ids import new_id
from bot.records.tables import conversation, insert_new, is_open, referral, task

Kind = Literal[
    "next_service", "disagreement", "remind", "send", "day", "outcome", "missed", "called_off", "link", "hand"
]
DUE_SECONDS = 2 * 86_400
TASKS_MAX = 60
OF_BOTH = frozenset({"outcome", "missed", "disagreement"})
"""About what the organisation and the person say: neither is asked what they have told already."""
AFTER_YES: tuple[Kind, ...] = ("day", "outcome", "missed", "called_off", "hand")
"""What is left to do once an organisation has said yes."""
BY_ITSELF = frozenset({"send"})
"""Done by doing it, never by saying so: a yes whose request was never sent would wait without a date and in no list."""
NEEDS_A_DAY: tuple[Kind, ...] = ("day", "missed", "called_off")
"""Done once a day, or a new one, is arranged."""


@dataclass(frozen=True, slots=True)
class OpenTask:
    """One line of a list. ``referral``: which one it is about; ``person``: what the person has told of it, where whoever does
    the task has to know: a name of ``words.yaml`` under ``said``, else "".
    """

    id: str
    kind: str
    referral: str
    number: str
    service: str
    due_at: int
    now: int
    person: str = ""

    @property
    def late(self) -> bool:
        """Whether it should be done by now."""
        return self.due_at < self.now

    @property
    def by_word(self) -> bool:
        """Whether somebody says that it is done."""
        return self.kind not in BY_ITSELF


def open_task(conn: Connection, kind: Kind, referral_id: str, now: int) -> None:
    """Ask the team that follows the person; one that is open already stays as it is."""
    found = conn.execute(
        select(referral.c.conversation_id, conversation.c.organisation)
        .join(conversation, conversation.c.id == referral.c.conversation_id)
        .where(referral.c.id == referral_id)
    ).one()
    conn.execute(
        insert_new(conn, task).values(
            id=new_id(), kind=kind, about=referral_id, conversation_id=found.conversation_id,
            organisation=found.organisation, due_at=now + DUE_SECONDS, at=now, closed_at=0, closed_by="",
        )
    )  # fmt: skip


def close_tasks(conn: Connection, kind: str, referral_id: str, by: str, now: int) -> bool:
    """It is done, or needs nobody any more."""
    mine = (task.c.kind == kind, task.c.about == referral_id, is_open(task))
    return bool(conn.execute(update(task).where(*mine).values(closed_at=now, closed_by=by)).rowcount)


def close_all_after_yes(conn: Connection, referral_id: str, by: str, now: int) -> None:
    """The referral is over: no day need be found, nobody asked how it went."""
    for kind in AFTER_YES:
        close_tasks(conn, kind, referral_id, by, now)


def settle(conn: Connection, who: Worker, kind: str, referral_id: str) -> bool:
    """A worker says that it is done. False for what is no open task, or not to be done by a word."""
    if kind in BY_ITSELF:
        return False
    now = clock_now(conn)
    done = close_tasks(conn, kind, referral_id, who.id, now)
    if done:
        audit.note(conn, who.id, f"task_done:{kind}", referral_id, now)
    return done


def kinds_of(conn: Connection, referral_id: str) -> list[str]:
    """The kinds of open tasks about a referral."""
    mine = (task.c.about == referral_id, is_open(task))
    return list(conn.execute(select(task.c.kind).where(*mine).order_by(task.c.id)).scalars())


def of_organisation(conn: Connection, who: Worker) -> list[OpenTask]:
    """Open ones of the worker's organisation, soonest first, of whom they may refer; those of a case that moved away went
    with it.
    """
    mine = true() if can(who, "refer", level=DANGER) else urgency() != DANGER
    theirs = (
        _open()
        .join(conversation, conversation.c.id == task.c.conversation_id)
        .where(conversation.c.organisation == who.organisation, mine)
        .order_by(task.c.due_at, task.c.id)
    )
    return _read(conn, theirs.limit(TASKS_MAX))


def of_referral(conn: Connection, referral_id: str) -> list[OpenTask]:
    """Open ones about one referral, the oldest first."""
    return _read(conn, _open().where(task.c.about == referral_id).order_by(task.c.id))


def _open() -> Select[Any]:
    columns = (task.c.id, task.c.kind, task.c.about, task.c.due_at, referral.c.number, referral.c.service)
    told = (referral.c.said_by_person, newest_state(), DatabaseNow().label("now"))
    return select(*columns, *told).join(referral, referral.c.id == task.c.about).where(is_open(task))


def _read(conn: Connection, found: Select[Any]) -> list[OpenTask]:
    return [
        OpenTask(
            row.id, row.kind, row.about, row.number, row.service, row.due_at, row.now,
            told_by_person(row.said_by_person, row.state) if row.kind in OF_BOTH else "",
        )
        for row in conn.execute(found)
    ]  # fmt: skip
