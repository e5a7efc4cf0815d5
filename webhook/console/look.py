"""Everything that one conversation page shows, read in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from zlib import crc32

from fastapi import Request
from sqlalchemy import Connection, RowMapping, select

from bot.desk.audit import note
from bot.desk.card import Card, card
from bot.desk.claim import free_for, release_dead_leases, renew
from bot.desk.handover import reasons_of
from bot.desk.reach import reach
from bot.desk.referrals import of_conversation
from bot.desk.staff import Worker, can
from bot.desk.thread import Thread, thread
from bot.desk.words import said
from bot.engine.session import Session
from bot.house import House
from bot.outgoing import UNSENT
from bot.records.tables import conversation as conversation_table
from bot.records.tables import outbox, worker
from webhook.console.door import Visit

ID_LENGTH = 32


@dataclass(frozen=True, slots=True)
class Opened:
    """One conversation, opened for one worker. ``free``: they may take it now. ``before``: an older piece is shown."""

    id: str
    organisation: str
    level: str
    mode: str
    version: int
    language: str
    channel: str
    region: str
    now: int
    due_at: int
    holder: str
    mine: bool
    free: bool
    current: bool
    gone: bool
    fresh: str
    unsent: int
    window_until: int
    reasons: tuple[tuple[str, str, int], ...]
    thread: Thread
    before: str
    card: Card
    referrals: tuple[dict[str, object], ...]


def plausible(given: str) -> bool:
    """Whether this can be an id of ours: 32 hex digits."""
    return len(given) == ID_LENGTH and given.isascii() and given.isalnum()


async def look(request: Request, who: Visit, conversation: str, *, read: bool, before: str = "") -> Opened | None:
    """The conversation for the worker of this request; None when it is not for them. ``read``: a real look.

    ``before``: the line before which the thread is wanted; anything that is no id asks for the newest lines.
    """
    if not plausible(conversation) or not can(who.worker, "read_conversation"):
        return None
    state = request.app.state
    older = before if plausible(before) else ""
    found: Opened | None = await state.db.write(looked_at, state.house, who.worker, conversation, read, older)
    return found


def looked_at(
    conn: Connection,
    house: House,
    who: Worker,
    conversation_id: str,
    read: bool,  # noqa: FBT001
    before: str = "",
) -> Opened | None:
    """The conversation, or None when it is not for this worker. A real look is written to the audit."""
    release_dead_leases(conn)
    row = reach(conn, conversation_id, who)
    if row is None:
        return None
    if read:
        note(conn, who.id, "read", conversation_id, row["now"])
        renew(conn, conversation_id, who)
    key = house.vault.unwrap(row["person_id"], row["wrapped"])
    session = Session.from_json(key.open(row["id"], "session", row["session"])) if row["session"] else Session()
    holder = ""
    if row["claimed_by"]:
        holder = conn.execute(select(worker.c.login).where(worker.c.id == row["claimed_by"])).scalar_one_or_none() or ""
    unsent = conn.execute(
        select(outbox.c.id).where(outbox.c.conversation_id == conversation_id, outbox.c.state.in_(UNSENT))
    ).all()
    talk = thread(conn, key, conversation_id, before)
    here = select(free_for(who, row["now"])).where(conversation_table.c.id == conversation_id)
    return Opened(
        id=row["id"],
        organisation=row["organisation"],
        level=row["level"],
        mode=row["mode"],
        version=row["version"],
        language=row["language"],
        channel=row["channel"],
        region=row["region"],
        now=row["now"],
        due_at=row["due_at"],
        holder=holder,
        mine=row["claimed_by"] == who.id,
        free=bool(row["level"]) and bool(conn.execute(here).scalar_one()),
        current=bool(row["current"]),
        gone=bool(row["gone"]),
        fresh=_fresh(row, talk),
        unsent=len(unsent),
        window_until=row["last_at"] + 24 * 3600 if row["channel"] == "whatsapp" else 0,
        reasons=tuple(
            (", ".join(said(house.book.catalogues, "reason", word) for word in reason.split(",")), level, at)
            for reason, level, at in reasons_of(conn, key, conversation_id)
        ),
        thread=talk,
        before=before,
        card=card(house.book, session, row["now"]),
        referrals=tuple(of_conversation(conn, key, conversation_id)),
    )


def _fresh(row: RowMapping, talk: Thread) -> str:
    """Changes whenever the thread would look different: new lines, who holds it, how far a message or a file got."""
    states = ",".join(f"{line.at}{line.state}{line.files}" for line in talk.lines)
    late = row["due_at"] < row["now"]
    return f"{row['version']}-{row['mode']}-{late:d}-{crc32(states.encode()):08x}"
