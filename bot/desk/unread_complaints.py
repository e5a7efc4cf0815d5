"""Who may read a complaint, and those that nobody is left to read: whoever might is whom it is about, or works where it is about.

What is said of the unread is how many; who is told may be the one they are about.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, exists, func, not_, or_, select, true

from bot.desk.complaints import About
from bot.desk.staff import MAY
from bot.finding import Finding
from bot.records.row_security import beyond
from bot.records.tables import complaint, is_open, membership, worker

READING = tuple(role for role, may in MAY.items() if "see_complaints" in may)
_HELD = (membership, membership.c.worker_id == worker.c.id)


def unread(conn: Connection, home: str) -> int:
    """How many. ``home``: the organisation that runs the desk (`bot/desk/complaint_inbox.py`, ``for_eyes``).

    The second lock hides them from the console, which may know of their number; nothing follows in this transaction.
    """
    beyond(conn)
    reader = select(worker.c.id).join(*_HELD).where(*_may_read(home)).correlate(complaint)
    nobody = select(func.count()).select_from(complaint).where(is_open(complaint), ~exists(reader))
    return int(conn.execute(nobody).scalar_one())


def readers(conn: Connection, home: str, complaint_id: str) -> tuple[str, ...]:
    """The addresses of those who may read it, and whom it is not about."""
    written = (worker.c.email != "", complaint.c.id == complaint_id)
    found = select(worker.c.email).join(*_HELD).join(complaint, true()).where(*_may_read(home), *written)
    return tuple(conn.execute(found.distinct().order_by(worker.c.email)).scalars())


def _may_read(home: str) -> tuple[ColumnElement[bool], ...]:
    """Of a row ``complaint``, a worker and what they are."""
    return (
        worker.c.active == 1,
        membership.c.role.in_(READING),
        worker.c.id != complaint.c.worker_id,
        not_(complaint.c.named.contains(worker.c.id)),
        membership.c.organisation_id != complaint.c.organisation,
        or_(membership.c.organisation_id == home, complaint.c.organisation == home),
    )


def has_reader(conn: Connection, home: str, whom: About) -> bool:
    """Whether somebody may read a complaint that is about ``whom``: what the person is promised hangs on it."""
    rows = conn.execute(
        select(worker.c.id, membership.c.organisation_id)
        .join(membership, membership.c.worker_id == worker.c.id)
        .where(
            worker.c.active == 1,
            membership.c.role.in_(READING),
            worker.c.id.not_in((whom.worker_id, *whom.named.split())),
            membership.c.organisation_id != whom.organisation,
        )
    )
    return any(home in (row.organisation_id, whom.organisation) for row in rows)


def complaints_examined(conn: Connection, home: str) -> list[Finding]:
    """The line of `sira doctor`; none while every complaint has a reader."""
    count = unread(conn, home)
    if not count:
        return []
    words = (
        f"{count} que personne ne peut lire : elles parlent de qui les lirait ; "
        "donnez le rôle supervisor ou auditor à quelqu'un d'autre (sira staff add)"
    )
    return [Finding("red", "plaintes", words)]
