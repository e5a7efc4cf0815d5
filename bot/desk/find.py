"""Finding a talk by what is read out over a telephone: the team's code of a case, or whatever number the person was given.

A code finds what its worker may read anyway (`bot/desk/reach.py`), also an ended case that they held, and a danger of their
house that only others may read, whose page says so; one of somebody else's answers exactly like one that was never given.
"""

from __future__ import annotations

from sqlalchemy import Connection, or_, select, union

from bot.desk.complaint_inbox import for_eyes
from bot.desk.reach import known
from bot.desk.staff import Worker, can
from bot.house import House
from bot.records.seal import Vault
from bot.records.tables import complaint, conversation, handover, is_open, person_key, referral
from bot.remembered import way_back_of
from bot.signs import MANY, SIGNS

TYPED_MAX = 40
TALKS_MAX = 2000
"""So many talks are opened for one look, the newest first: about a second."""


def find(conn: Connection, vault: Vault, who: Worker, said: str) -> str | None:
    """The conversation's id; None when ``said`` is no code of ours, or none that this worker may see."""
    code = code_in(said)
    if not code or not can(who, "read_conversation"):
        return None
    named = union(
        select(handover.c.conversation_id).where(handover.c.code == code),
        select(referral.c.conversation_id).where(referral.c.number == code),
    )
    found = (one for one in conn.execute(named).scalars().all() if known(conn, one, who, lock=False) is not None)
    return next(found, None) or _by_way_back(conn, vault, who, code)


def find_complaint(conn: Connection, house: House, who: Worker, said: str) -> str | None:
    """The complaint's id by the number that the person was given; None for whom it is not for."""
    code = code_in(said)
    if not code or not can(who, "see_complaints"):
        return None
    mine = (complaint.c.number == code, for_eyes(house, who))
    return conn.execute(select(complaint.c.id).where(*mine)).scalar_one_or_none()


def _by_way_back(conn: Connection, vault: Vault, who: Worker, code: str) -> str | None:
    """By the number of an open talk, which lies sealed in the talk and nowhere else: those that wait, or that this worker
    had, are opened for this one look.
    """
    talks = (
        select(conversation.c.id, conversation.c.person_id, conversation.c.session, person_key.c.wrapped)
        .distinct()
        .join(handover, handover.c.conversation_id == conversation.c.id)
        .join(person_key, person_key.c.person_id == conversation.c.person_id)
        .where(conversation.c.organisation == who.organisation, or_(is_open(handover), handover.c.held_by == who.id))
        .order_by(conversation.c.id.desc())
        .limit(TALKS_MAX)
    )
    for talk in conn.execute(talks):
        if way_back_of(vault, talk.person_id, talk.wrapped, talk.id, talk.session) == code:
            return str(talk.id)
    return None


def code_in(said: str) -> str:
    """« ug74 n3 », « UG7-4N3 » → UG74N3; empty for what holds no code."""
    code = "".join(sign for sign in said[:TYPED_MAX].upper() if sign.isalnum())
    return code if len(code) == MANY and set(code) <= set(SIGNS) else ""
