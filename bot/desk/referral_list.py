"""Referrals that a worker may open: those under way, or those whose number they search."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from bot.desk.referral_reach import UNDER_WAY, urgency, visible_to
from bot.desk.referral_standing import asked_afterwards, standing
from bot.desk.staff import Worker, can
from bot.records.clock import now as clock_now
from bot.records.tables import conversation, is_one_of, referral

SHOWN_MAX = 60
NUMBER_MAX = 40


@dataclass(frozen=True, slots=True)
class Listed:
    """One line. ``standing``: the name of its words; ``sent_at``: 0 while it is to be sent."""

    id: str
    number: str
    service: str
    standing: str
    sent_at: int


def listed(conn: Connection, who: Worker, number: str = "") -> list[Listed]:
    """Newest first. ``number``: any part of one, of whatever state; without it those under way."""
    wanted = number.strip()[:NUMBER_MAX]
    chosen = (
        referral.c.number.icontains(wanted, autoescape=True) if wanted else is_one_of(referral.c.status, *UNDER_WAY)
    )
    rows = conn.execute(
        select(
            referral,
            conversation.c.organisation.label("home"),
            urgency().label("urgency"),
            asked_afterwards().label("asked"),
        )
        .join(conversation, conversation.c.id == referral.c.conversation_id)
        .where(chosen, visible_to(who))
        .order_by(referral.c.id.desc())
        .limit(SHOWN_MAX)
    ).mappings()
    now = clock_now(conn)
    return [
        Listed(row["id"], row["number"], row["service"], standing(row, now, asked=row["asked"]), row["sent_at"])
        for row in rows
        if can(who, "refer", row["home"], row["urgency"])
    ]
