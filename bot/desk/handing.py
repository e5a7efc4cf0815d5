"""A link is made, and then it leaves: by an e-mail that a server took, or from a worker's hand, which only they know of.

Until then the person is not told that the organisation has it. What says so is an open task; the link of a file or of a
question that was handed over or e-mailed has a line of the history.
"""

from __future__ import annotations

from typing import Literal

from sqlalchemy import ColumnElement, Connection, exists, select

from bot.desk import links, referral_news
from bot.desk.open_tasks import close_tasks, open_task
from bot.desk.referral_standing import HAND, LEFT
from bot.desk.referral_states import By, locked, record
from bot.records.clock import now as clock_now
from bot.records.tables import referral_event

Way = Literal["handed", "emailed"]
"""Lines of the history."""


def is_made(conn: Connection, referral_id: str) -> None:
    """A new link, which nobody outside has yet."""
    open_task(conn, "hand", referral_id, clock_now(conn))


def has_left(conn: Connection, referral_id: str, by: By, way: Way) -> bool:
    """It is with the organisation. False where no link waited to be handed over: said twice, or they opened it meanwhile."""
    row, now = locked(conn, referral_id), clock_now(conn)
    if not close_tasks(conn, HAND, referral_id, by.id, now):
        return False
    first = row["status"] == "sent" and not conn.execute(select(exists().where(*_left(referral_id)))).scalar_one()
    record(conn, row, row["status"], by, way, now)
    if first:
        referral_news.plan(conn, row["conversation_id"], row["number"], now)
    return True


def not_e_mailed(conn: Connection, referral_id: str) -> None:
    """No server took the e-mail: the task stands, and the link is one to hand over."""
    links.by_hand(conn, referral_id)


def _left(referral_id: str) -> tuple[ColumnElement[bool], ...]:
    return referral_event.c.referral_id == referral_id, referral_event.c.reason.in_(LEFT)
