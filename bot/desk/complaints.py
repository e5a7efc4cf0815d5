"""Complaints: their own path, sealed with the complaints inbox's own key, unseen by those they are about."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Connection, RowMapping, and_, insert, not_, select, update

from bot.desk.complaint_ladder import first_call
from bot.desk.staff import Worker
from bot.engine.complaint_effects import Complain
from bot.records.ids import new_id
from bot.records.seal import Vault
from bot.records.tables import complaint, handover, is_open, referral, worker
from locales.fold import words

INBOX = "complaints"
DAY_SECONDS = 86_400
ID_BYTES = 16
ANSWER_SECONDS = {"P0": 3 * DAY_SECONDS, "P3": 14 * DAY_SECONDS}
"""Deadline of an answer by gravity (R89): three days for force, sex or money asked, fourteen for the rest; to be settled
with the organisation that runs Sira (001 §3.4 names none). The receipt says the same (flows/complaint.yaml).
"""


@dataclass(frozen=True, slots=True)
class About:
    """Whom a complaint is about, who therefore never see it: an organisation, who holds the talk, whom its words name."""

    organisation: str
    worker_id: str
    named: str


def file(conn: Connection, vault: Vault, row: RowMapping, wish: Complain, now: int) -> None:
    """Keep a complaint. An anonymous one holds nothing that leads back to the person: neither their conversation nor the
    second in which they wrote, which would tell it from the day's other turns, and an id is made of that too.
    """
    whom = about(conn, row, wish)
    complaint_id = secrets.token_hex(ID_BYTES) if wish.anonymous else new_id()
    at = now - now % DAY_SECONDS if wish.anonymous else now
    due_at = at + ANSWER_SECONDS[wish.level]
    grave = wish.level == "P0"
    body = orjson.dumps({"text": wish.text, "about": wish.about, "level": wish.level})
    conn.execute(
        insert(complaint).values(
            id=complaint_id,
            number=wish.number,
            conversation_id="" if wish.anonymous else row["id"],
            about=wish.about,
            organisation=whom.organisation,
            worker_id=whom.worker_id,
            named=whom.named,
            grave=int(grave),
            sealed=vault.inbox_key(INBOX).seal(complaint_id, "complaint", body),
            at=at,
            due_at=due_at,
            **first_call(now, at, due_at, grave=grave),
        )
    )


def answer_here(conn: Connection, row: RowMapping, number: str) -> None:
    """Whoever had written a complaint without being asked for one wants its answer in the talk ``row``."""
    nameless = (complaint.c.number == number, complaint.c.conversation_id == "", is_open(complaint))
    conn.execute(update(complaint).where(*nameless).values(conversation_id=row["id"]))


def about(conn: Connection, row: RowMapping | Mapping[str, Any], wish: Complain) -> About:
    """Whom the complaint ``wish`` of the talk ``row`` is about, as far as the records can tell."""
    return About(
        _organisation(conn, row["id"], wish.request),
        _worker(conn, row["id"], only_now=wish.about != "worker"),
        " ".join(sorted({*named_in(conn, wish.text).split(), *wish.worker.split()})),
    )


def named_in(conn: Connection, text: str) -> str:
    """The ids of workers whose login stands in ``text``, whatever its capitals and signs: « Tsupervisor », « awa traoré » of
    awa.traore. Who bears a common first name is shut out now and then of what is not about them: others read it.
    """
    said = words(text)
    found = conn.execute(select(worker.c.id, worker.c.login).order_by(worker.c.id))
    return " ".join(row.id for row in found if _stands_in(words(row.login), said))


def is_about_others(who: Worker) -> ColumnElement[bool]:
    """Of a row ``complaint``: neither ``who`` nor their organisation is whom it is about."""
    return and_(
        complaint.c.worker_id != who.id,
        complaint.c.organisation != who.organisation,
        not_(complaint.c.named.contains(who.id)),
    )


def _stands_in(name: tuple[str, ...], said: tuple[str, ...]) -> bool:
    """One word after the other."""
    many = len(name)
    return bool(name) and any(said[at : at + many] == name for at in range(len(said) - many + 1))


def _organisation(conn: Connection, conversation_id: str, number: str) -> str:
    """Whose service it is about, when the person named one of their requests."""
    mine = (referral.c.conversation_id == conversation_id, referral.c.number == number)
    found = conn.execute(select(referral.c.organisation).where(*mine)).scalar_one_or_none() if number else None
    return found or ""


def _worker(conn: Connection, conversation_id: str, *, only_now: bool) -> str:
    """Who follows the person, whatever they complain of; of a complaint about somebody also who did so last."""
    held = select(handover.c.held_by).where(handover.c.conversation_id == conversation_id, handover.c.held_by != "")
    if only_now:
        held = held.where(is_open(handover))
    return conn.execute(held.order_by(handover.c.opened_at.desc(), handover.c.id.desc()).limit(1)).scalar() or ""
