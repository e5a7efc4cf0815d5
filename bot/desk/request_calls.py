"""What waits for a second person's word is written to those who may give it, once and by e-mail: else nobody hears of it.

Nothing of what is asked stands in it: the page says that, to who may read it.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, insert, select, update

from bot.desk.account_wish import wish_of
from bot.desk.calls import Means, code_of
from bot.desk.exports import MAY_ALLOW
from bot.desk.staff import MAY
from bot.records.clock import now as clock_now
from bot.records.ids import new_id
from bot.records.tables import alert, membership, request, worker

KIND: Final = "countersign"
LEVEL: Final = "P3"
"""Among the calls it goes after whoever waits for help."""


def due(conn: Connection, most: int) -> list[str]:
    """Ids of requests of which nobody was told."""
    untold = select(request.c.id).where(request.c.called == 0).order_by(request.c.at).limit(most)
    return list(conn.execute(untold).scalars())


def call(conn: Connection, means: tuple[Means, ...], request_id: str) -> None:
    """Tell of it, unless another process has, or somebody has decided."""
    untold = (request.c.id == request_id, request.c.called == 0)
    told = update(request).where(*untold).values(called=1).returning(request.c.organisation, request.c.state)
    row = conn.execute(told).first()
    if row is None or row.state != "asked" or "email" not in means:
        return
    now = clock_now(conn)
    conn.execute(
        insert(alert).values(
            id=new_id(), request_id=request_id, organisation=row.organisation, means="email", kind=KIND,
            level=LEVEL, code=code_of(request_id), next_at=now, at=now,
        )
    )  # fmt: skip


def deciders(conn: Connection, request_id: str) -> tuple[str, ...]:
    """The addresses of those who may say yes: never who asked, nor whose own account it is about."""
    row = conn.execute(select(request).where(request.c.id == request_id)).mappings().one()
    roles = [role for role, may in MAY.items() if MAY_ALLOW[row["kind"]] in may]
    about = wish_of(row["thing"]).worker if row["kind"] == "account" else ""
    found = (
        select(worker.c.email)
        .join(membership, membership.c.worker_id == worker.c.id)
        .where(membership.c.organisation_id == row["organisation"], membership.c.role.in_(roles))
        .where(worker.c.active == 1, worker.c.email != "", worker.c.id.not_in((row["asked_by"], about)))
    )
    return tuple(conn.execute(found.distinct().order_by(worker.c.email)).scalars())
