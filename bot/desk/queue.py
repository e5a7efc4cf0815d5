"""Who waits: open P0 first, of them those whom nobody has; who is owed words before who has an answer; then by deadline.

Only what the queue sorts by is read; no content.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from sqlalchemy import ColumnElement, Connection, and_, case, func, or_, select, true

from bot.desk.claim import release_dead_leases
from bot.desk.staff import Worker
from bot.desk.standing import answered_at, ends_at, left_at, wrote_again_at
from bot.records.clock import DatabaseNow
from bot.records.tables import conversation, handover, is_filled, is_open, stub, task, worker

QUEUE_MAX = 60  # what a page of 50 kB carries; the rest stands on the pages after it
MINUTE_SECONDS = 60
NEWEST_DIGITS = 8  # of the newest hand-over's id: sums may stay the same when one leaves as another comes


@dataclass(frozen=True, slots=True)
class Waiting:
    """One line of the queue. Times in Unix seconds; ``mine``: claimed by who looks; ``answered_at`` and ``wrote_at`` as
    `bot.desk.standing` says; ``code``: by which the team's calls name the case. ``ends_at``: when the hold of who has it ends,
    if that is soon; ``left_at``: when it came back because ``left_by`` did nothing more, 0 where that is not so.
    """

    id: str
    level: str
    mode: str
    language: str
    region: str
    centre: str
    opened_at: int
    due_at: int
    now: int
    claimed_by: str
    mine: bool
    focus: str
    answered_at: int = 0
    wrote_at: int = 0
    code: str = ""
    ends_at: int = 0
    left_at: int = 0
    left_by: str = ""

    @property
    def late(self) -> bool:
        """Whether the deadline has passed, and the words are owed still."""
        return self.due_at < self.now and not self.answered_at


@dataclass(frozen=True, slots=True)
class Crowd:
    """How many wait in all, and of them how many are in danger and nobody's yet. Who comes last of many in danger stands on no
    first page: the count says that somebody is there.
    """

    waiting: int
    free_danger: int

    @property
    def pages(self) -> int:
        """How many pages of `QUEUE_MAX` they fill, at least one."""
        return max(ceil(self.waiting / QUEUE_MAX), 1)


def crowd(conn: Connection, viewer: Worker, *, mine: bool = False) -> Crowd:
    """Whom `queue` lists on all its pages together."""
    rows = conn.execute(
        select(func.count(), func.coalesce(func.sum(case((_free_danger(), 1), else_=0)), 0))
        .select_from(conversation)
        .join(handover, handover.c.conversation_id == conversation.c.id)
        .where(*_open_at(viewer), _wanted(viewer, mine=mine))
    ).one()
    return Crowd(int(rows[0]), int(rows[1]))


def queue(conn: Connection, viewer: Worker, *, mine: bool = False, page: int = 1) -> list[Waiting]:
    """Open hand-overs of the viewer's organisation; ``mine``: whom the viewer has, and danger that nobody has. ``page``: from
    1, each of `QUEUE_MAX`; empty after the last.
    """
    release_dead_leases(conn)
    leaver = worker.alias()
    rows = conn.execute(
        select(
            conversation.c.id,
            handover.c.level,
            conversation.c.mode,
            conversation.c.language,
            conversation.c.region,
            conversation.c.centre,
            handover.c.opened_at,
            handover.c.due_at,
            handover.c.focus,
            handover.c.code,
            conversation.c.claimed_by,
            func.coalesce(worker.c.login, "").label("login"),
            answered_at().label("answered_at"),
            wrote_again_at().label("wrote_at"),
            ends_at().label("ends_at"),
            left_at().label("left_at"),
            select(leaver.c.login).where(leaver.c.id == handover.c.held_by).scalar_subquery().label("left_by"),
            DatabaseNow().label("now"),
        )
        .join(handover, handover.c.conversation_id == conversation.c.id)
        .outerjoin(worker, worker.c.id == conversation.c.claimed_by)
        .where(*_open_at(viewer), _wanted(viewer, mine=mine))
        .order_by(
            case((_free_danger(), 0), (handover.c.level == "P0", 1), else_=2),
            case((handover.c.answered_at > 0, 1), else_=0),
            handover.c.due_at,
            conversation.c.id,
        )
        .limit(QUEUE_MAX)
        .offset((page - 1) * QUEUE_MAX)
    ).all()
    return [
        Waiting(
            row.id, row.level, row.mode, row.language, row.region, row.centre, row.opened_at, row.due_at, row.now,
            row.login, row.claimed_by == viewer.id, row.focus, row.answered_at, row.wrote_at,
            row.code, row.ends_at, row.left_at, row.left_by or "",
        )
        for row in rows
    ]  # fmt: skip


def holds(conn: Connection, viewer: Worker) -> int:
    """How many open hand-overs the viewer has."""
    rows = (
        select(func.count()).select_from(conversation).join(handover, handover.c.conversation_id == conversation.c.id)
    )
    found: int = conn.execute(rows.where(*_open_at(viewer), conversation.c.claimed_by == viewer.id)).scalar_one()
    return found


def _open_at(viewer: Worker) -> tuple[ColumnElement[bool], ...]:
    """Of ``conversation`` joined with its hand-overs: those that wait at the viewer's organisation."""
    return is_filled(conversation.c.level), is_open(handover), conversation.c.organisation == viewer.organisation


def _free_danger() -> ColumnElement[bool]:
    return and_(handover.c.level == "P0", conversation.c.claimed_by == "")


def _wanted(viewer: Worker, *, mine: bool) -> ColumnElement[bool]:
    return or_(conversation.c.claimed_by == viewer.id, _free_danger()) if mine else true()


def version(conn: Connection, viewer: Worker) -> str:
    """Changes when the viewer's queue does, or what is to be done beside it, and each minute, since waiting times stand in
    it. One small statement.
    """
    todo = (task.c.organisation == viewer.organisation, is_open(task))
    row = conn.execute(
        select(
            func.count(),
            func.coalesce(func.sum(conversation.c.version + conversation.c.epoch + conversation.c.seq), 0),
            func.coalesce(func.max(handover.c.id), ""),
            DatabaseNow(),
            select(func.count()).where(stub.c.organisation == viewer.organisation, is_open(stub)).scalar_subquery(),
            select(func.count()).where(*todo).scalar_subquery(),
            select(func.coalesce(func.max(task.c.id), "")).where(*todo).scalar_subquery(),
        )
        .select_from(conversation)
        .join(handover, handover.c.conversation_id == conversation.c.id)
        .where(*_open_at(viewer))
    ).one()
    return f"{row[0]}-{row[1]}-{row[2][-NEWEST_DIGITS:]}-{row[3] // MINUTE_SECONDS}-{row[4]}.{row[5]}.{row[6][-NEWEST_DIGITS:]}"
