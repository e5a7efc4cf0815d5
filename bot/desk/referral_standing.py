"""Where a referral stands, as a list says it: of a question without an answer a state alone would say nothing.

The words are in ``words.yaml`` under ``standing``.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, RowMapping, and_, exists

from bot.records.tables import appointment, is_open, referral, referral_event, task

ASKED_AFTERWARDS = ("asked", "new_link")
"""Lines of the history by which the organisation was asked how it went (`bot/desk/afterwards.py`)."""


HAND = "hand"
"""The task to hand a link over (`bot/desk/handing.py`)."""
LEFT = ("handed", "emailed")
"""Lines of the history: the link left the desk."""


def asked_afterwards() -> ColumnElement[bool]:
    """Whether the organisation of the row ``referral`` was asked how it went."""
    return exists().where(referral_event.c.referral_id == referral.c.id, referral_event.c.reason.in_(ASKED_AFTERWARDS))


def day_called_off() -> ColumnElement[bool]:
    """Whether the row ``referral`` had a day, and none of its days holds any more."""
    of_it = exists().where(appointment.c.referral_id == referral.c.id)
    return and_(of_it, ~of_it.where(appointment.c.state != "cancelled"))


def to_hand() -> ColumnElement[bool]:
    """Whether the row ``referral`` is called sent and its link never left the desk."""
    waits = exists().where(task.c.about == referral.c.id, task.c.kind == HAND, is_open(task))
    left = exists().where(referral_event.c.referral_id == referral.c.id, referral_event.c.reason.in_(LEFT))
    return and_(referral.c.status == "sent", waits, ~left)


def standing(row: RowMapping, now: int, *, asked: bool, off: bool) -> str:
    """The words' name for a row of ``referral`` with ``to_hand``. ``asked``: they were asked afterwards how it went; ``off``:
    the day was called off, and no other stands.
    """
    status = str(row["status"])
    if row["to_hand"]:
        return "to_hand"
    if status in {"sent", "seen"}:
        if row["answered_at"]:
            return "studied"
        return "late" if 0 < row["due_at"] <= now else f"{status}_silent"
    if status == "accepted" and row["said_by_organisation"]:
        return "not_served"
    if status == "accepted" and off:
        return "accepted_no_day"
    return "accepted_silent" if status == "accepted" and asked else status
