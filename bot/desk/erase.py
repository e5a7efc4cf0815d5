"""Forgetting a person, and a phone that changes hands (protection A5, the shared phone).

Destroying the wrapped key comes first: from that statement on nothing of the person can be read, whatever else a
crash leaves behind. An erasure is complete when it also stands in the ledger outside the database (`bot/upkeep/ledger.py`),
so that no backup brings the person back: `bot/housekeeping.py` writes it there, then calls `finish`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping, delete, exists, insert, select, update

from bot.copies import remember
from bot.engine.beneath import PAGE
from bot.records.ids import new_id
from bot.records.seal import PersonKey, Vault
from bot.records.tables import (
    address,
    complaint,
    conversation,
    erasure,
    handover,
    inbound,
    insert_new,
    is_open,
    person,
    person_key,
    stub,
)
from content.levels import URGENT_LEVELS

STUB_SECONDS = 72 * 3600  # an open urgent case keeps its stub this long, or until a human closes it


@dataclass(frozen=True, slots=True)
class LastWord:
    """Where and in which language to say that it is erased; kept in memory only, until it is said.

    ``stub``: an urgent case is open, so not everything is; ``voice``: they heard everything, and are to hear this too.
    """

    channel: str
    address: str
    language: str
    stub: bool = False
    voice: bool = False


def forget(
    conn: Connection, vault: Vault, key: PersonKey, row: RowMapping, now: int, *, voice: bool = False
) -> LastWord:
    """Erase the person of conversation ``row``, who heard everything if ``voice``. While an urgent case is open, its stub
    stays.
    """
    sealed = conn.execute(select(address.c.sealed).where(address.c.id == row["address_id"])).scalar_one()
    urgent = _urgent_is_open(conn, row["id"])
    there = key.open(row["address_id"], "address", sealed).decode()
    last = LastWord(row["channel"], there, row["language"], urgent, voice)
    if urgent:
        _leave_stub(conn, vault, key, row, now)
    wipe(conn, row["person_id"], now)
    return last


def wipe(conn: Connection, person_id: str, now: int) -> None:
    """Erase a person of whom nothing stays."""
    conn.execute(insert_new(conn, erasure).values(id=new_id(), person_id=person_id, at=now, done_at=0))
    conn.execute(delete(person_key).where(person_key.c.person_id == person_id))
    _wipe(conn, person_id, now)


def since(conn: Connection, moment: int) -> dict[str, int]:
    """Who was erased from ``moment`` on, and when."""
    rows = conn.execute(select(erasure.c.person_id, erasure.c.at).where(erasure.c.at >= moment))
    return {row.person_id: row.at for row in rows}


def is_unfinished(conn: Connection) -> bool:
    """Whether `finish` would do anything."""
    return bool(conn.execute(select(exists().where(erasure.c.done_at == 0))).scalar_one())


def finish(conn: Connection, now: int, listed: Collection[str]) -> int:
    """Complete erasures, also those that a crash or a restored backup left open. Returns how many.

    ``listed``: who stands in the ledger; another's erasure stays open until they do.
    """
    begun = conn.execute(select(erasure.c.person_id).where(erasure.c.done_at == 0)).scalars().all()
    ending = [person_id for person_id in begun if person_id in listed]
    for person_id in ending:
        _wipe(conn, person_id, now)
        conn.execute(update(erasure).where(erasure.c.person_id == person_id).values(done_at=now))
    return len(ending)


def leave_address(conn: Connection, key: PersonKey, row: RowMapping) -> tuple[str, str]:
    """The current address of ``row`` stops being theirs. Returns (account, sender) for the newcomer.

    The former person keeps a closed copy, so that a case worker can see that the phone changed hands.
    """
    found = conn.execute(select(address.c.account, address.c.sealed).where(address.c.id == row["address_id"])).one()
    conn.execute(update(address).where(address.c.id == row["address_id"]).values(current=0))
    return found.account, key.open(row["address_id"], "address", found.sealed).decode()


def _urgent_is_open(conn: Connection, conversation_id: str) -> bool:
    levels = select(handover.c.level).where(handover.c.conversation_id == conversation_id, is_open(handover))
    return any(level in URGENT_LEVELS for level in conn.execute(levels).scalars())


def _leave_stub(conn: Connection, vault: Vault, key: PersonKey, row: RowMapping, now: int) -> None:
    """Level, time, language, region, and the address sealed with the case's own key; none of who wrote on the site's page,
    where nobody can write any more.
    """
    found = conn.execute(
        select(address.c.channel, address.c.account, address.c.sealed).where(address.c.id == row["address_id"])
    ).one()
    level = conn.execute(
        select(handover.c.level).where(handover.c.conversation_id == row["id"], is_open(handover))
    ).scalar_one()
    there = key.open(row["address_id"], "address", found.sealed)
    stub_id = new_id()
    case_key, wrapped = vault.new_key(stub_id)
    conn.execute(
        insert(stub).values(
            id=stub_id,
            organisation=row["organisation"],
            team=row["team"],
            next_step_at=now,  # the calls of the case went with it: those of the stub begin at once
            level=level,
            language=row["language"],
            region=row["region"],
            channel=found.channel,
            account=found.account,
            wrapped=wrapped,
            sealed=b"" if found.channel == PAGE else case_key.seal(stub_id, "address", there),
            at=now,
            until=now + STUB_SECONDS,
        )
    )


def _wipe(conn: Connection, person_id: str, now: int) -> None:
    """Rows of the person; what hangs on the conversation goes with it by the database's own cascade.

    A complaint that bore the person's thread loses its words and its link; its number and dates stay, for counting.
    """
    threads = select(conversation.c.id).where(conversation.c.person_id == person_id)
    remember(conn, person_id, now)
    conn.execute(update(inbound).where(inbound.c.conversation_id.in_(threads)).values(sealed=b"", state="done"))
    conn.execute(update(inbound).where(inbound.c.conversation_id.in_(threads)).values(conversation_id=""))
    conn.execute(
        update(complaint).where(complaint.c.conversation_id.in_(threads), is_open(complaint)).values(closed_at=now)
    )
    conn.execute(
        update(complaint)
        .where(complaint.c.conversation_id.in_(threads))
        .values(conversation_id="", sealed=b"", answer=b"", draft=b"", about="")
    )
    conn.execute(delete(person_key).where(person_key.c.person_id == person_id))
    conn.execute(delete(person).where(person.c.id == person_id))
