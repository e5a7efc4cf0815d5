"""Referrals that a worker may open: those under way, or those whose number they search."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping, ScalarSelect, func, select

from bot.desk.referral_reach import UNDER_WAY, urgency, visible_to
from bot.desk.referral_standing import asked_afterwards, day_called_off, standing, to_hand
from bot.desk.staff import Worker, can
from bot.records.clock import now as clock_now
from bot.records.tables import appointment, conversation, is_one_of, referral

SHOWN_MAX = 60
NUMBER_MAX = 40


@dataclass(frozen=True, slots=True)
class Listed:
    """One line. ``standing``: the name of its words; ``sent_at``: 0 while it is to be sent; ``meets_at``: the day that was
    given, 0 for none.
    """

    id: str
    number: str
    service: str
    standing: str
    sent_at: int
    meets_at: int = 0

    @property
    def unsent(self) -> bool:
        """Whether the person has said yes and nothing has left: that is work, and not under way."""
        return self.standing == "draft"


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
            day_called_off().label("off"),
            to_hand().label("to_hand"),
            _meets_at().label("meets_at"),
        )
        .join(conversation, conversation.c.id == referral.c.conversation_id)
        .where(chosen, visible_to(who))
        .order_by(referral.c.id.desc())
        .limit(SHOWN_MAX)
    ).mappings()
    now = clock_now(conn)
    return [_line(row, now) for row in rows if can(who, "refer", row["home"], row["urgency"])]


def _line(row: RowMapping, now: int) -> Listed:
    where = standing(row, now, asked=row["asked"], off=row["off"])
    return Listed(row["id"], row["number"], row["service"], where, row["sent_at"], row["meets_at"])


def _meets_at() -> ScalarSelect[int]:
    """The day of the row ``referral`` that holds."""
    return (
        select(func.coalesce(func.max(appointment.c.day_at), 0))
        .where(appointment.c.referral_id == referral.c.id, appointment.c.state == "set")
        .correlate(referral)
        .scalar_subquery()
    )
