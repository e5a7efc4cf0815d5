"""One call to make, or one message of the group to change: leased by one process, written down when it has ended.

A lease is only the moment before which nobody else may try. A process that dies in the middle is followed by another,
so a call may come twice, and never not at all. One that slept over its lease writes nothing down but that the call was
made: whoever has the errand by then ends it.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Label, RowMapping, and_, case, exists, func, or_, select, update

from bot.alerts.recipients import recipients
from bot.channels.wire import Delivered, Rejected, Retry, Sent
from bot.desk.calls import MOVED, Means, code_of
from bot.desk.complaint_ladder import CALLS, NEW
from bot.records.clock import now as clock_now
from bot.records.tables import alert, complaint, conversation, handover, is_one_of, is_open, request, stub

LEASE_SECONDS = 45  # another process follows a dead one within the minute that the design allows
MAKING_SECONDS = 40.0  # what takes longer is given up, and tried again
BACKOFF_SECONDS = (5, 10, 20, 40, 60, 120, 300, 600, 1200, 1800)
"""Before each further try: about an hour in all, then the call has failed and `sira doctor` says so."""
ERROR_MAX = 160
FOR_WHOEVER_HOLDS = frozenset({"widen", "still", *CALLS} - {NEW})
"""Calls that are worth making though somebody holds the case: they hold it and do not answer (`bot/desk/ladder.py`)."""


@dataclass(frozen=True, slots=True)
class Errand:
    """``message``: the group's message to change, empty for a call to make. ``taken``: somebody holds the case now.

    ``waits``: seconds since the person asked. ``to``: e-mail addresses. ``lease``: when it ends, which tells whose it is.
    """

    alert: str
    means: Means
    kind: str
    level: str
    code: str
    organisation: str
    team: str
    language: str
    place: str
    waits: int
    tries: int
    message: str = ""
    taken: bool = False
    to: tuple[str, ...] = ()
    lease: int = 0


def is_due(conn: Connection, means: Means) -> bool:
    """Whether there is anything to do: one look without a lock, so that idle sweeps cost nothing."""
    return bool(conn.execute(select(exists().where(_due(means, clock_now(conn))))).scalar_one())


def claim_next(conn: Connection, means: Means) -> Errand | None:
    """Lease the most urgent errand that is due, those that wait longest first; None when there is none."""
    now = clock_now(conn)
    decided = case((request.c.state != "asked", 1))
    while True:
        row = conn.execute(
            select(
                alert, func.coalesce(_either("organisation"), alert.c.organisation).label("here"), _either("team"),
                _either("language"), _either("region"), conversation.c.centre,
                func.coalesce(conversation.c.claimed_by, complaint.c.taken_by, "").label("claimed_by"),
                func.coalesce(handover.c.id, stub.c.id, complaint.c.id, request.c.id).label("case"),
                func.coalesce(handover.c.opened_at, stub.c.at).label("opened_at"),
                func.coalesce(stub.c.closed_at, complaint.c.closed_at, decided).label("closed_at"),
            )
            .outerjoin(conversation, conversation.c.id == alert.c.conversation_id)
            .outerjoin(handover, and_(handover.c.conversation_id == conversation.c.id, is_open(handover)))
            .outerjoin(stub, stub.c.id == alert.c.stub_id)
            .outerjoin(complaint, complaint.c.id == alert.c.complaint_id)
            .outerjoin(request, request.c.id == alert.c.request_id)
            .where(_due(means, now))
            .order_by(alert.c.level, alert.c.at, alert.c.id)
            .limit(1)
            .with_for_update(of=alert, skip_locked=True)
        ).mappings().first()  # fmt: skip
        if row is None:
            return None
        same = bool(row["case"]) and code_of(row["case"]) == row["code"]
        waits_here = same and row["here"] == row["organisation"] and not row["closed_at"]
        here = update(alert).where(alert.c.id == row["id"])
        if row["reference"]:
            if not waits_here or row["claimed_by"] or row["kind"] == MOVED:
                return _leased(conn, row, now)
            conn.execute(here.values(state="sent"))  # given up meanwhile: the message is true again
        elif waits_here and (not row["claimed_by"] or row["kind"] in FOR_WHOEVER_HOLDS):
            return _leased(conn, row, now)
        else:
            conn.execute(here.values(state="over"))


def settle(conn: Connection, done: Errand, sent: Sent) -> None:
    """Write down how it ended. A call that somebody has answered meanwhile is to be changed in the group at once."""
    now = clock_now(conn)
    here = update(alert).where(alert.c.id == done.alert)
    still = here.where(is_one_of(alert.c.state, "ready"), alert.c.next_at == done.lease)
    if done.message and isinstance(sent, Delivered | Rejected):  # what cannot be changed is gone, or says so already
        conn.execute(still.values(state="over", error="" if isinstance(sent, Delivered) else sent.reason[:ERROR_MAX]))
    elif isinstance(sent, Delivered):
        state = conn.execute(select(alert.c.state).where(alert.c.id == done.alert).with_for_update())
        late = state.scalar_one_or_none() == "over" and done.means == "telegram"
        made = here.where(
            is_one_of(alert.c.state, "ready"), or_(alert.c.next_at == done.lease, alert.c.reference == "")
        )
        kept = {"reference": sent.provider_id, "error": ""}
        conn.execute(
            here.values(state="ready", next_at=now, tries=0, **kept) if late else made.values(state="sent", **kept)
        )
    elif isinstance(sent, Rejected) or done.tries > len(BACKOFF_SECONDS):
        conn.execute(still.values(state="over" if done.message else "failed", error=sent.reason[:ERROR_MAX]))
    else:
        asked = sent.after if isinstance(sent, Retry) else None
        wait = int(asked or BACKOFF_SECONDS[done.tries - 1])
        conn.execute(still.values(next_at=now + wait, error=sent.reason[:ERROR_MAX]))


def _either(name: str) -> Label[str]:
    """Of the conversation that the call is about, or of what is left of it."""
    return func.coalesce(conversation.c[name], stub.c[name]).label(name)


def _due(means: Means, now: int) -> ColumnElement[bool]:
    return and_(is_one_of(alert.c.state, "ready"), alert.c.next_at <= now, is_one_of(alert.c.means, means))


def _leased(conn: Connection, row: RowMapping, now: int) -> Errand:
    lease = now + LEASE_SECONDS
    conn.execute(update(alert).where(alert.c.id == row["id"]).values(next_at=lease, tries=alert.c.tries + 1))
    means: Means = "email" if row["means"] == "email" else "telegram"
    return Errand(
        alert=row["id"],
        means=means,
        kind=row["kind"],
        level=row["level"],
        code=row["code"],
        organisation=row["organisation"],
        team=row["team"],
        language=row["language"],
        place=row["region"] or row["centre"] or "",
        waits=now - (row["opened_at"] or row["at"]),
        tries=row["tries"] + 1,
        message=row["reference"],
        taken=bool(row["claimed_by"] or row["closed_at"]),
        to=recipients(conn, row, now) if means == "email" else (),
        lease=lease,
    )
