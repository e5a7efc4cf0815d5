"""The person's requests as the records know them now, whatever was told or not yet: for the talk and for who proposes."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection, RowMapping, select

from bot.desk import appointments
from bot.desk.referral_standing import to_hand
from bot.desk.referral_states import ENDS_APPOINTMENT, WAITING
from bot.engine.session import READY, Request
from bot.engine.standing import GIVEN_UP
from bot.records.seal import PersonKey
from bot.records.tables import referral, referral_event

HAS_HAD_A_DAY = frozenset({"accepted", "served", *ENDS_APPOINTMENT})


def stand(conn: Connection, key: PersonKey, conversation_id: str, requests: tuple[Request, ...]) -> tuple[Request, ...]:
    """Where each stands, since when, what was arranged or called off, why it was refused or taken back."""
    columns = (referral.c.id, referral.c.number, referral.c.status, referral.c.changed_at, referral.c.answered_at)
    rows = conn.execute(
        select(*columns, referral.c.due_at, to_hand().label("to_hand")).where(
            referral.c.conversation_id == conversation_id
        )
    ).mappings()
    known = {row["number"]: row for row in rows}
    status = {row["id"]: row["status"] for row in known.values()}
    days = appointments.days(conn, key, conversation_id) if HAS_HAD_A_DAY.intersection(status.values()) else {}
    refused = _given_up(conn, [id_ for id_, standing in status.items() if standing in GIVEN_UP])

    def now_of(request: Request) -> Request:
        row = known.get(request.number)
        if row is None:
            return request
        return _now_of(request, row, days.get(row["id"], appointments.Days()), refused.get(row["id"], ""))

    return tuple(now_of(request) for request in requests)


def _now_of(request: Request, row: RowMapping, days: appointments.Days, because: str) -> Request:
    meeting = days.meeting
    return replace(
        request,
        status=READY if row["to_hand"] else row["status"],
        since=row["changed_at"],
        until=row["due_at"] if row["status"] in WAITING and not row["answered_at"] else 0,
        studied=row["status"] in WAITING and bool(row["answered_at"]),
        meets=meeting.at if meeting else 0,
        place=meeting.place if meeting else "",
        landmark=meeting.landmark if meeting else "",
        because=because,
        before=days.before,
    )


def _given_up(conn: Connection, ids: list[str]) -> dict[str, str]:
    """Why the organisation said no or the team took it back, by stable words, of each referral. The person gives no reason."""
    if not ids:
        return {}
    noes = (referral_event.c.referral_id.in_(ids), referral_event.c.target.in_(GIVEN_UP))
    rows = conn.execute(
        select(referral_event.c.referral_id, referral_event.c.reason).where(*noes).order_by(referral_event.c.id)
    )
    return {row.referral_id: row.reason for row in rows}
