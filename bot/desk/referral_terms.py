"""What time does to a referral: a reminder at half of the term, a task at its end, expiry after thirty days.

Each step leaves a mark in the records that it looks for first, so any number of processes may take it, and none twice.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import ColumnElement, Connection, RowMapping, exists, select, update

from bot.desk.open_tasks import open_task
from bot.desk.referral_states import MACHINE, WAITING, NotAllowed, move
from bot.engine.book import Book
from bot.engine.session import Session
from bot.records.clock import now as clock_now
from bot.records.tables import is_one_of, referral, task
from content.match import match
from content.scored import Scored

EXPIRY_SECONDS = 30 * 86_400
"""casework.md: after thirty days nobody is left waiting for an answer."""
AT_ONCE = 50
IDEAS_LOOKED_AT = 6
"""Further down another organisation would be no match any more, only another name."""
_WAITING = is_one_of(referral.c.status, *WAITING)
_HAS_NEXT = exists().where(task.c.about == referral.c.id, task.c.kind == "next_service")


def to_remind(conn: Connection) -> list[str]:
    """Referrals of whose term half has gone by without a word, those that wait longest first."""
    now = clock_now(conn)
    half = (referral.c.sent_at + referral.c.due_at) <= 2 * now
    return _ids(conn, half, _silent(), referral.c.reminded_at == 0, referral.c.due_at > now)


def take_reminder(conn: Connection, referral_id: str) -> RowMapping | None:
    """Take on reminding; None when another process has. Until it is sent, nobody else does."""
    now = clock_now(conn)
    mine = (referral.c.id == referral_id, _silent(), referral.c.reminded_at == 0)
    taken = conn.execute(update(referral).where(*mine).values(reminded_at=now).returning(referral))
    return taken.mappings().first()


def ask_to_remind(conn: Connection, referral_id: str) -> None:
    """No e-mail reaches them: a worker calls, or hands a new link over."""
    open_task(conn, "remind", referral_id, clock_now(conn))


def is_due(conn: Connection) -> bool:
    """Whether `tidy` would do anything: one look without a lock."""
    now = clock_now(conn)
    return bool(_ids(conn, _past_term(now), limit=1) or _ids(conn, _over(now), limit=1))


def tidy(conn: Connection) -> list[str]:
    """Ask for the next service where the term is over, and close what is over. Returns conversations with news."""
    now = clock_now(conn)
    for referral_id in _ids(conn, _past_term(now)):
        open_task(conn, "next_service", referral_id, now)
    told = []
    for referral_id in _ids(conn, _over(now)):
        try:
            row = move(conn, referral_id, "expired", MACHINE)
        except NotAllowed:  # they have answered this very moment
            continue
        if not conn.execute(
            select(exists().where(task.c.about == referral_id, task.c.kind == "next_service"))
        ).scalar():
            open_task(conn, "next_service", referral_id, now)
        told.append(row["conversation_id"])
    return told


def next_best(book: Book, session: Session, row: RowMapping, silent: frozenset[str]) -> Scored | None:
    """The service to propose instead: the best for what is known, without this one and what was asked already. Who said no
    or nothing would have to be asked anew: another organisation goes before them, wherever one fits.
    """
    asked = {request.service for request in session.requests} | {row["service"]}
    found = match(
        book.directory,
        session.facts,
        datetime.fromtimestamp(row["now"], UTC).date(),
        dismissed=frozenset({*session.dismissed, *asked}),
        silent=silent | {row["organisation"]},
    )
    ideas = found.ideas(IDEAS_LOOKED_AT, frozenset())
    return next((one for one in ideas if one.service.org != row["organisation"]), next(iter(ideas), None))


def _silent() -> ColumnElement[bool]:
    return _WAITING & (referral.c.answered_at == 0) & (referral.c.due_at > 0)


def _past_term(now: int) -> ColumnElement[bool]:
    return _silent() & (referral.c.due_at <= now) & ~_HAS_NEXT


def _over(now: int) -> ColumnElement[bool]:
    return _WAITING & (referral.c.due_at > 0) & (referral.c.sent_at <= now - EXPIRY_SECONDS)


def _ids(conn: Connection, *where: ColumnElement[bool], limit: int = AT_ONCE) -> list[str]:
    return list(conn.execute(select(referral.c.id).where(*where).order_by(referral.c.due_at).limit(limit)).scalars())
