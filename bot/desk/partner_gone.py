"""What became of a link that opens nothing any more, for whoever holds it rightly; of a guessed one there is nothing to say.

A token is too long to be guessed, so whoever has it was given it. They hear what became of the link, and nothing of the
person, the service or the request's number.
"""

from __future__ import annotations

from typing import Literal

from sqlalchemy import Connection

from bot.desk import links
from bot.desk.open_tasks import Kind, kinds_of, open_task
from bot.desk.referral_reach import linked
from bot.desk.referral_states import ORGANISATION, locked, record
from bot.records.clock import now as clock_now

Gone = Literal["declined", "served", "replaced", "expired", "over"]
GONE: tuple[Gone, ...] = ("declined", "served", "replaced", "expired", "over")
ANSWERED: tuple[Gone, ...] = ("declined", "served")
ASKED: Kind = "link"
STILL_OPEN = frozenset({"sent", "seen", "accepted"})


def gone(conn: Connection, token: str) -> Gone | None:
    """Why it opens nothing; None for a link that was never given, and for one that opens."""
    link = links.given(conn, token)
    if link is None or linked(conn, token) is not None:
        return None
    status = str(link["status"])
    for answered in ANSWERED:
        if status == answered:
            return answered
    if status not in STILL_OPEN:
        return "over"
    return "replaced" if link["followed"] else "expired"


def standing_of(conn: Connection, token: str) -> Gone | Literal["accepted", "studied", ""]:
    """What the first page says, which is opened before anything is: what became of the link, else what was answered
    already. "" for a link that waits for its answer, and for a guessed one, which looks the same.
    """
    row = linked(conn, token)
    if row is None:
        return gone(conn, token) or ""
    if row["status"] == "accepted":
        return "accepted"
    return "studied" if row["answered_at"] else ""


def ask_for_another(conn: Connection, token: str) -> bool:
    """Whoever held an expired link asks the team for a new one: something to do, once. False for any other link."""
    link = links.given(conn, token)
    if link is None or gone(conn, token) != "expired":
        return False
    row, now = locked(conn, link["referral_id"]), clock_now(conn)
    if ASKED not in kinds_of(conn, row["id"]):
        open_task(conn, ASKED, row["id"], now)
        record(conn, row, row["status"], ORGANISATION, "asks_link", now)
    return True
