"""Calling the team: one row a call and means, written with what caused it and sent later. No personal data.

A call bears what it is about, how urgent, which language, which region, since when, and a code. Who takes the conversation
ends what is not sent yet.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2s
from typing import Literal

from sqlalchemy import Connection, insert, select, update

from bot.records.ids import new_id
from bot.records.tables import alert, handover, is_one_of, is_open
from bot.signs import MANY, SIGNS

Means = Literal["telegram", "email"]
MOVED = "moved"
BY_EMAIL = frozenset({"second", "supervisor", "remind", "widen", "still"})
"""The kinds of call that are worth a second means: nobody came by the first, or there is no other."""


@dataclass(frozen=True, slots=True)
class Call:
    """``kind``: new, raised, then the steps of `bot/desk/ladder.py`."""

    conversation: str
    organisation: str
    kind: str
    level: str


def call(conn: Connection, means: tuple[Means, ...], made: Call, now: int) -> None:
    """Write the calls to be sent by each means that this machine has."""
    case = conn.execute(
        select(handover.c.id).where(handover.c.conversation_id == made.conversation, is_open(handover))
    ).scalar_one_or_none()
    if case is None:
        return
    for one in means:
        if one == "email" and made.kind not in BY_EMAIL:
            continue
        conn.execute(
            insert(alert).values(
                id=new_id(), conversation_id=made.conversation, organisation=made.organisation, means=one,
                kind=made.kind, level=made.level, code=code_of(case), next_at=now, at=now,
            )
        )  # fmt: skip


def call_off(conn: Connection, conversation_id: str, *, moved: bool = False) -> None:
    """Somebody came, or it has ``moved`` to another team: what is not sent yet would call for nothing, and what stands in
    the group is to be changed.

    A row that is *ready* and has a reference is such a change (`bot/alerts/errands.py`). One of a case that moved is made
    even though nobody holds the case: its button stands in a topic where nobody is asked any more.
    """
    case = conn.execute(
        select(handover.c.id).where(handover.c.conversation_id == conversation_id, is_open(handover))
    ).scalar_one_or_none()
    if case is None:
        return
    mine = (alert.c.code == code_of(case), alert.c.conversation_id == conversation_id)
    conn.execute(
        update(alert).where(*mine, is_one_of(alert.c.state, "ready"), alert.c.reference == "").values(state="over")
    )
    conn.execute(
        update(alert)
        .where(*mine, is_one_of(alert.c.state, "sent"), alert.c.means == "telegram", alert.c.reference != "")
        .values(state="ready", next_at=0, tries=0, **({"kind": MOVED} if moved else {}))
    )


def code_of(handover_id: str) -> str:
    """Six signs by which people speak of a case without naming anybody; the same for all calls of one hand-over."""
    number = int.from_bytes(blake2s(handover_id.encode(), digest_size=8).digest())
    signs = []
    for _ in range(MANY):
        number, place = divmod(number, len(SIGNS))
        signs.append(SIGNS[place])
    return "".join(signs)
