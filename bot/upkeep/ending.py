"""Talks and cases whose time is over: erased whole, or down to what a later question needs (protection B3).

A talk that never became a case ends 90 days after its last message, 180 for somebody who waits in a centre; a case 90 days
after it was closed. Whoever agreed to be asked later keeps address, language and the requests' numbers until the last
question. An ended talk is erased as « effacer » does, so no backup brings it back.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import structlog
from sqlalchemy import ColumnElement, Connection, Select, and_, case, delete, exists, func, or_, select, update

from bot.desk import erase
from bot.desk.follow_ups import KIND as LATER_QUESTION
from bot.desk.referral_states import FINISHED
from bot.engine.session import Request, Session
from bot.records.seal import SealBroken, Vault
from bot.records.tables import (
    alert,
    appointment,
    complaint,
    conversation,
    draft,
    handover,
    inbound,
    is_open,
    media,
    message,
    note,
    outbox,
    person_key,
    referral,
    referral_event,
    referral_link,
    reminder,
    task,
    timer,
)
from bot.remembered import remembered

log = structlog.get_logger()

BATCH = 50
WAITING_IN_CENTRE_FACTOR = 2
"""180 days in place of 90: who waits in a transit centre in Niger may wait for months (protection B3)."""
NOT_SENT = "draft"
KEPT_NOTES = ("safe_hours",)
KEPT_FACTS = ("in",)
"""Without the hours that are safe, and the country whose clock they go by, a later question could come at a wrong one."""
_OF_CASE = (message, outbox, media, note, draft, reminder, task, alert, appointment, handover)


def erase_ended(conn: Connection, _vault: Vault, now: int, seconds: int) -> int:
    """Erase a batch of people whose time is over. Returns how many."""
    rows = conn.execute(_ended(now, seconds).where(~_asked_later())).all()
    for conversation_id, person_id in rows:
        _cut_complaints(conn, complaint.c.conversation_id == conversation_id)
        erase.wipe(conn, person_id, now)
    return len(rows)


def reduce_ended(conn: Connection, vault: Vault, now: int, seconds: int) -> int:
    """Reduce a batch of those who are asked later. Returns how many."""
    whole = exists().where(message.c.conversation_id == conversation.c.id)
    rows = conn.execute(_ended(now, seconds).where(_asked_later(), whole)).all()
    for conversation_id, person_id in rows:
        _cut_complaints(conn, complaint.c.conversation_id == conversation_id)
        _reduce(conn, vault, conversation_id, person_id)
    return len(rows)


def cut_complaints(conn: Connection, _vault: Vault, now: int, seconds: int) -> int:
    """An answered complaint leads to nobody any more once the case's time is over."""
    closed = (complaint.c.closed_at > 0, complaint.c.closed_at <= now - seconds, complaint.c.conversation_id != "")
    return _cut_complaints(conn, and_(*closed))


def _cut_complaints(conn: Connection, where: ColumnElement[bool]) -> int:
    return conn.execute(update(complaint).where(where).values(conversation_id="")).rowcount


def _ended(now: int, seconds: int) -> Select[Any]:
    before, here = now - seconds, conversation.c.id
    alive = case(
        (conversation.c.centre != "", now - seconds * WAITING_IN_CENTRE_FACTOR),
        else_=before,
    )
    lately = exists().where(message.c.conversation_id == here, message.c.at > alive)  # ours too: it may be answered
    case_lives = exists().where(
        handover.c.conversation_id == here, or_(is_open(handover), handover.c.closed_at > before)
    )
    with_them = referral.c.status.not_in((*FINISHED, NOT_SENT))
    file_lives = exists().where(
        referral.c.conversation_id == here,
        or_(with_them, and_(referral.c.status != NOT_SENT, referral.c.changed_at > before)),
    )
    unanswered = exists().where(complaint.c.conversation_id == here, is_open(complaint))
    return (
        select(conversation.c.id, conversation.c.person_id)
        .where(conversation.c.level == "", conversation.c.last_at <= alive)
        .where(~lately, ~case_lives, ~file_lives, ~unanswered)
        .order_by(conversation.c.id)
        .limit(BATCH)
    )


def _asked_later() -> ColumnElement[bool]:
    later = timer.c.kind.startswith(LATER_QUESTION, autoescape=True)
    return exists().where(timer.c.conversation_id == conversation.c.id, later)


def _reduce(conn: Connection, vault: Vault, conversation_id: str, person_id: str) -> None:
    theirs = select(referral.c.id).where(referral.c.conversation_id == conversation_id)
    for table in (referral_event, referral_link):
        conn.execute(delete(table).where(table.c.referral_id.in_(theirs)))
    for table in _OF_CASE:
        conn.execute(delete(table).where(table.c.conversation_id == conversation_id))
    conn.execute(update(referral).where(referral.c.conversation_id == conversation_id).values(sealed=b""))
    conn.execute(update(inbound).where(inbound.c.conversation_id == conversation_id).values(sealed=b""))
    row = conn.execute(
        select(conversation.c.session, person_key.c.wrapped)
        .join(person_key, person_key.c.person_id == conversation.c.person_id)
        .where(conversation.c.id == conversation_id, func.length(conversation.c.session) > 0)
    ).first()
    sealed = b"" if row is None else _less(vault, conversation_id, person_id, row.session, row.wrapped)
    values: dict[str, Any] = {"session": sealed, "version": conversation.c.version + 1}
    conn.execute(update(conversation).where(conversation.c.id == conversation_id).values(**values))


def _less(vault: Vault, conversation_id: str, person_id: str, session: bytes, wrapped: bytes) -> bytes:
    """The session with what a later question needs and nothing else."""
    try:
        key = vault.unwrap(person_id, wrapped)
        whole = remembered(key, conversation_id, session)
    except SealBroken:
        log.error("session_not_read", conversation=conversation_id)
        return b""
    kept = Session(
        language=whole.language,
        seq=whole.seq,
        since=whole.since,
        last_at=whole.last_at,
        consent=whole.consent,
        voice=whole.voice,
        facts={name: whole.facts[name] for name in KEPT_FACTS if name in whole.facts},
        notes={name: whole.notes[name] for name in KEPT_NOTES if name in whole.notes},
        requests=tuple(_number(request) for request in whole.requests),
    )
    return key.seal(conversation_id, "session", kept.to_json())


def _number(request: Request) -> Request:
    return replace(request, meets=0, place="", landmark="")
