"""Whether whoever a case is passed to is there: a case once lay for a day with a team of which nobody was a member.

It is asked, not forbidden: a worker may know better, and the case stands in the queue for whoever comes.
"""

from __future__ import annotations

from typing import Literal

from sqlalchemy import ColumnElement, Connection, func, select, true

from bot.desk.shifts import PRESENT_SECONDS
from bot.desk.staff import ANSWERING, TAKES_P0, Worker
from bot.desk.transfer import Target
from bot.records.clock import now as clock_now
from bot.records.tables import membership, worker

Absence = Literal["no_member", "nobody_here", "not_here", ""]


def absence(conn: Connection, who: Worker, target: Target, level: str) -> Absence:
    """Why nobody may answer soon: the team has no member who answers cases of ``level``, none of them has been at the desk
    within ten minutes, or the colleague has not. "" where somebody is there. Of another house it is asked whether anybody is:
    how they share their work is their own. Behind the second lock it is known once the case is theirs.
    """
    roles = TAKES_P0 if level == "P0" else ANSWERING
    whose: ColumnElement[bool] = worker.c.id == target.worker if target.worker else membership.c.team == target.team
    if target.organisation != who.organisation:
        whose = true()
    seen = (
        select(func.max(worker.c.seen_at))
        .join(membership, membership.c.worker_id == worker.c.id)
        .where(
            membership.c.organisation_id == target.organisation,
            membership.c.role.in_(roles),
            worker.c.active == 1,
            whose,
        )
    )
    last = conn.execute(seen).scalar_one()
    if last is not None and last > clock_now(conn) - PRESENT_SECONDS:
        return ""
    if target.worker:
        return "not_here"
    return "no_member" if last is None else "nobody_here"
