"""Writing a turn down: its words on their way, the conversation's row, the window that the person's message opens."""

from __future__ import annotations

from sqlalchemy import Connection, RowMapping, bindparam, update

from bot import outgoing
from bot.carry import Carried
from bot.channels.inbound import Inbound
from bot.desk.claim import LEASE_SECONDS, RESTING
from bot.engine.session import Session
from bot.house import House
from bot.outbox import Claimed, reopen
from bot.records.seal import PersonKey
from bot.records.tables import address, conversation
from flows.limits import WHATSAPP_WINDOW_SECONDS

COLUMNS = (
    "mode", "epoch", "level", "due_at", "claimed_by", "lease_until", "spoken", "organisation", "team", "last_from", "last_at",
)  # fmt: skip
"""Columns of the conversation that a turn may change besides its own: written always, so that the statement is one."""

SAVE = (
    update(conversation)
    .where(conversation.c.id == bindparam("key"))
    .values(
        session=bindparam("new_session"),
        seq=bindparam("new_seq"),
        language=bindparam("new_language"),
        region=bindparam("new_region"),
        centre=bindparam("new_centre"),
        version=conversation.c.version + 1,
        **{name: bindparam(f"new_{name}") for name in COLUMNS},
    )
)


def queue_words(
    conn: Connection,
    house: House,
    key: PersonKey,
    row: RowMapping,
    words: list[outgoing.Words],
    seq: int,
    now: int,
    item: Inbound | None,
    lines: list[dict[str, object]],
) -> Claimed | None:
    """Queue the words; the first one is ours to send when nothing older waits and we know where it goes."""
    to = outgoing.Destination(row["id"], row["address_id"], row["channel"], row["epoch"], seq, now)
    mine = (
        house.inline and item is not None and bool(words) and not row["has_unsent"] and row["channel"] != outgoing.WEB
    )
    ids = outgoing.queue(conn, key, to, words, lease_first=mine, after=lines)
    if not mine or item is None:
        return None
    return Claimed(ids[0], row["id"], row["channel"], item.sender, words[0].message, 0, 1)


def save(
    conn: Connection,
    key: PersonKey,
    row: RowMapping,
    session: Session | None,
    carried: Carried,
    now: int,
    item: Inbound | None,
) -> None:
    """Write the conversation's row. ``session`` None: it stays as it was (the machine had a problem)."""
    columns = {name: row[name] for name in COLUMNS} | carried.columns
    if item is not None:
        columns |= {"last_at": now, "last_from": row["address_id"]}
        if columns["claimed_by"] and columns["lease_until"] == RESTING:
            columns["lease_until"] = now + LEASE_SECONDS
        if row["channel"] == "whatsapp" or row["gone"]:
            _heard(conn, row, now)
    if session is None:
        conn.execute(
            update(conversation)
            .where(conversation.c.id == row["id"])
            .values(**columns, version=conversation.c.version + 1)
        )
        return
    conn.execute(
        SAVE,
        {
            "key": row["id"],
            "new_session": key.seal(row["id"], "session", session.to_json()),
            "new_seq": session.seq,
            "new_language": session.language,
            "new_region": str(session.facts.get("region", "")),
            "new_centre": str(session.facts.get("centre", "")),
            **{f"new_{name}": value for name, value in columns.items()},
        },
    )


def _heard(conn: Connection, row: RowMapping, now: int) -> None:
    """Who writes is there again. WhatsApp lets us write freely for a day after the person's last message; what waited
    for that may go.
    """
    conn.execute(
        update(address)
        .where(address.c.id == row["address_id"])
        .values(window_until=now + WHATSAPP_WINDOW_SECONDS, heard_at=now, gone=0)
    )
    reopen(conn, row["id"])
