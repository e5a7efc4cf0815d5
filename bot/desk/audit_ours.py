"""Which lines of the audit an organisation reads: what its people did, and what the operator did to their accounts.

An account that reads takes two people at the desk and one at the machine: whoever watches over the desk sees that one too.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select

from bot.desk.audit import OPERATOR
from bot.desk.audit_codes import code_then
from bot.records.tables import audit, membership, worker


def lines_of(organisation: str) -> Select[Any]:
    """Each with its ``login``, None of the operator's, and its ``code``; in no order yet."""
    return (
        select(audit, worker.c.login, code_then())
        .outerjoin(worker, worker.c.id == audit.c.worker_id)
        .where(_is_theirs(organisation))
    )


def _is_theirs(organisation: str) -> ColumnElement[bool]:
    people = select(membership.c.worker_id).where(membership.c.organisation_id == organisation)
    return or_(audit.c.worker_id.in_(people), and_(audit.c.worker_id == OPERATOR, audit.c.thing.in_(people)))
