"""What the person has told of an appointment so far, as one stable word: each answer counts, also where none followed.

The words are in ``words.yaml`` under ``said``.
"""

from __future__ import annotations

from sqlalchemy import Label, func, select

from bot.records.tables import appointment, referral

SERVED = ("helped", "little", "not_helped", "served")
"""What a person says who was received: whether it helps, or only that they were."""
NOT_SERVED = "not_served"
WENT, MISSED = "went", "missed"
"""Of an appointment's state: whether they went."""


def told_by_person(said: str, state: str) -> str:
    """``said``: whether they were received and it helps, "" untold; ``state``: of their newest appointment, "" for none."""
    if said in SERVED:
        return said
    if state == MISSED:
        return MISSED
    return said or (WENT if state == WENT else "")


def newest_state() -> Label[str]:
    """As ``state``: that of the newest appointment of the row ``referral`` which was not called off."""
    of_it = (appointment.c.referral_id == referral.c.id, appointment.c.state != "cancelled")
    newest = select(appointment.c.state).where(*of_it).order_by(appointment.c.id.desc()).limit(1)
    return func.coalesce(newest.correlate(referral).scalar_subquery(), "").label("state")
