"""Hiding a talk on the phone where it happened (protection A4): what can be taken back, both sides of it."""

from __future__ import annotations

from sqlalchemy import Connection, RowMapping, select, update

from bot.channels.capabilities import BY_NAME
from bot.channels.wire import JOINED
from bot.outgoing import GIVES_WAY
from bot.records.tables import message, outbox

HIDE_SECONDS = 48 * 3600  # Bot API deleteMessage: only messages younger than 48 hours


def hide(conn: Connection, row: RowMapping, now: int) -> tuple[str, ...]:
    """Mark everything as hidden and drop what is not sent yet. Returns the provider ids to take back, without doubles.

    Our side is read from the outbox, not from the transcript: complaints, and talks without consent, do not stand there.
    """
    mine, ours = message.c.conversation_id == row["id"], outbox.c.conversation_id == row["id"]
    refs: list[str] = []
    if BY_NAME[row["channel"]].delete:
        theirs = select(message.c.ref).where(mine, message.c.hidden == 0, message.c.at > now - HIDE_SECONDS)
        sent = select(outbox.c.earlier_ids, outbox.c.provider_id).where(ours, outbox.c.at > now - HIDE_SECONDS)
        refs += conn.execute(theirs).scalars()
        for earlier, last in conn.execute(sent):
            refs += [*earlier.split(JOINED), last]
        conn.execute(update(outbox).where(ours, outbox.c.provider_id != "").values(provider_id="", earlier_ids=""))
    conn.execute(update(message).where(mine, message.c.hidden == 0).values(hidden=1))
    waiting = outbox.c.state.in_(("ready", "pending"))
    conn.execute(update(outbox).where(ours, waiting, outbox.c.kind.in_(GIVES_WAY)).values(state="dropped"))
    return tuple(dict.fromkeys(ref for ref in refs if ref))


def late(conn: Connection, conversation_id: str, row: str) -> tuple[str, ...]:
    """What was on its way while the person hid the talk: provider ids of messages before ``row`` that came since.

    `hide` has emptied the ids that it knew, so whatever stands there now went out after it.
    """
    older = outbox.c.conversation_id == conversation_id, outbox.c.id < row, outbox.c.provider_id != ""
    sent = select(outbox.c.earlier_ids, outbox.c.provider_id).where(*older).order_by(outbox.c.id)
    return tuple(ref for earlier, last in conn.execute(sent) for ref in (*earlier.split(JOINED), last) if ref)
