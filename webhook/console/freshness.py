"""Whether an open conversation page is still right: a version of all that it shows, which costs a look and opens nothing."""

from __future__ import annotations

from zlib import crc32

from fastapi import Request
from sqlalchemy import Connection, RowMapping, select

from bot.desk.reach import reach
from bot.desk.ringing import danger_elsewhere
from bot.desk.staff import can
from bot.desk.thread import newest
from bot.records.ids import plausible
from bot.records.tables import referral
from webhook.console.door import Visit

MINUTE_SECONDS = 60


async def is_unchanged(request: Request, who: Visit, conversation: str, seen: str) -> bool:
    """Whether a page that shows version ``seen`` is still right. It opens nothing: sixty pages ask every few seconds."""
    if not seen or not plausible(conversation) or not can(who.worker, "read_conversation"):
        return False

    def same(conn: Connection) -> bool:
        row = reach(conn, conversation, who.worker, lock=False)
        return row is not None and freshness(conn, row, danger_elsewhere(conn, row)) == seen

    return bool(await request.app.state.db.read(same))


def freshness(conn: Connection, row: RowMapping, elsewhere: int) -> str:
    """Changes whenever the thread would look different: new lines, who holds it, how far a message, a file or a referral
    got; with the number of those in danger who wait ``elsewhere``; and each minute while a deadline or WhatsApp's window runs
    down before the worker's eyes.
    """
    files = conn.execute(
        select(referral.c.id, referral.c.status, referral.c.answered_at)
        .where(referral.c.conversation_id == row["id"])
        .order_by(referral.c.id)
    ).all()
    states = crc32(repr((newest(conn, row["id"]), [tuple(file) for file in files])).encode())
    runs = row["level"] or row["channel"] == "whatsapp"
    minute = row["now"] // MINUTE_SECONDS if runs else 0
    return f"{row['version']}-{row['mode']}-{row['current']}{row['gone']}-{minute}-{elsewhere}-{states:08x}"
