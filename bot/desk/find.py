"""Finding a talk by what is read out over a telephone: the team's code of a case, or the number of the person's request.

A code finds what its worker may read anyway (`bot/desk/reach.py`), also an ended case that they held, and a danger of their
house that only others may read, whose page says so; one of somebody else's answers exactly like one that was never given.
"""

from __future__ import annotations

from sqlalchemy import Connection, select, union

from bot.desk.reach import known
from bot.desk.staff import Worker, can
from bot.records.tables import handover, referral
from bot.signs import MANY, SIGNS

TYPED_MAX = 40


def find(conn: Connection, who: Worker, said: str) -> str | None:
    """The conversation's id; None when ``said`` is no code of ours, or none that this worker may see."""
    code = code_in(said)
    if not code or not can(who, "read_conversation"):
        return None
    named = union(
        select(handover.c.conversation_id).where(handover.c.code == code),
        select(referral.c.conversation_id).where(referral.c.number == code),
    )
    found = (one for one in conn.execute(named).scalars().all() if known(conn, one, who, lock=False) is not None)
    return next(found, None)


def code_in(said: str) -> str:
    """« ug74 n3 », « UG7-4N3 » → UG74N3; empty for what holds no code."""
    code = "".join(sign for sign in said[:TYPED_MAX].upper() if sign.isalnum())
    return code if len(code) == MANY and set(code) <= set(SIGNS) else ""
