"""By which code the desk speaks of what a line of the audit is about: the queue says « KPPFX6 », and an id says nothing."""

from __future__ import annotations

from sqlalchemy import ColumnElement, func, select

from bot.records.tables import audit, handover, referral


def code_then() -> ColumnElement[str]:
    """Of a row ``audit``: the code of the case that its conversation or referral had then; "" for what is of no case."""
    through = (
        select(referral.c.conversation_id).where(referral.c.id == audit.c.thing).correlate(audit).scalar_subquery()
    )
    case = (
        select(handover.c.code)
        .where(handover.c.conversation_id == func.coalesce(through, audit.c.thing), handover.c.opened_at <= audit.c.at)
        .order_by(handover.c.opened_at.desc(), handover.c.id.desc())
        .limit(1)
        .correlate(audit)
        .scalar_subquery()
    )
    return func.coalesce(case, "").label("code")
