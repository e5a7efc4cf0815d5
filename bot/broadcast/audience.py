"""Who may hear what is said to many: those who agreed to announcements, and for whom nothing stands against it now.

The same question is put once when it sets out, and again for each person at their moment, since much can have happened.
Only what is clear in the database is asked here; what is sealed (a hidden talk) is seen at the person's moment.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, func, or_, select

from bot.broadcast.announcement import CHANNELS, To
from bot.channels.whatsapp.templates import NEUTRAL
from bot.records.tables import address, consent, content_template, conversation, person
from content.levels import URGENT_LEVELS

AGREED = "news"
"""The yes to « Voulez-vous aussi des annonces de l'équipe » (flows/referral.yaml), a purpose of its own (A7)."""
WINDOWED = "whatsapp"
_twin = address.alias("twin")
_given = consent.alias("given")


def entitled(organisation: str, to: To) -> Select[Any]:
    """Conversations of those who may hear it, each with ``channel`` and ``window_until``."""
    agreed = (
        select(_given.c.given)
        .where(_given.c.person_id == conversation.c.person_id, _given.c.purpose == AGREED)
        .order_by(_given.c.at.desc(), _given.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    shared = exists().where(
        _twin.c.hash == address.c.hash,  # of channel, account and sender
        _twin.c.id != address.c.id,
    )
    return (
        select(conversation.c.id, address.c.channel, address.c.window_until)
        .join(person, person.c.id == conversation.c.person_id)
        .join(address, address.c.id == conversation.c.last_from)
        .where(
            conversation.c.organisation == organisation,
            conversation.c.mode != "stopped",
            conversation.c.level.not_in(URGENT_LEVELS),  # who is in danger reads the phone for another answer
            person.c.consent == "yes",
            agreed == 1,
            address.c.current == 1,
            address.c.gone == 0,
            address.c.channel.in_(to.channels or CHANNELS),
            ~shared,
            *_meant(to),
        )
    )


def can_reach(conn: Connection, now: int) -> ColumnElement[bool]:
    """Whether a message of ours may go to the address: on WhatsApp after 24 hours only behind the neutral template."""
    if conn.execute(select(exists().where(content_template.c.name == NEUTRAL))).scalar():
        return address.c.channel.in_(CHANNELS)
    return or_(address.c.channel != WINDOWED, address.c.window_until > now)


def reached(conn: Connection, organisation: str, to: To, now: int) -> tuple[list[str], int]:
    """The conversations to set out to, and how many more cannot be reached."""
    everybody = entitled(organisation, to)
    found = list(conn.execute(everybody.where(can_reach(conn, now)).order_by(conversation.c.id)).scalars())
    count = conn.execute(select(func.count()).select_from(everybody.subquery())).scalar_one()
    return found, count - len(found)


def still(conn: Connection, conversation_id: str, organisation: str, to: To, now: int) -> bool:
    """Whether this one may hear it now."""
    mine = entitled(organisation, to).where(conversation.c.id == conversation_id, can_reach(conn, now))
    return conn.execute(mine).first() is not None


def _meant(to: To) -> list[ColumnElement[bool]]:
    columns = ((conversation.c.language, to.languages), (conversation.c.region, to.regions),
               (conversation.c.centre, to.centres))  # fmt: skip
    return [and_(column.in_(values)) for column, values in columns if values]
