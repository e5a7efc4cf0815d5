"""What a provider later says of a message that we sent: it only moves forward, and an expired window is not a loss."""

from __future__ import annotations

from sqlalchemy import Connection, literal_column, select, update

from bot.channels.whatsapp.errors import OUTSIDE_WINDOW
from bot.channels.whatsapp.status import FORWARD, Status, forward
from bot.records.tables import address, outbox


def note_status(conn: Connection, news: Status) -> str | None:
    """Write the news down. Returns the conversation when a row must be tried again by template, else None."""
    row = conn.execute(
        select(outbox.c.id, outbox.c.state, outbox.c.conversation_id)
        .where(outbox.c.provider_id == news.provider_id, outbox.c.provider_id != literal_column("''"))
        .with_for_update()
    ).first()
    if row is None or news.state == "accepted":
        return None
    if news.error == OUTSIDE_WINDOW and row.state == "sent":
        closed = select(outbox.c.address_id).where(outbox.c.id == row.id).scalar_subquery()
        conn.execute(update(address).where(address.c.id == closed).values(window_until=0))
        conn.execute(update(outbox).where(outbox.c.id == row.id).values(state="ready", provider_id="", parts_done=0))
        return str(row.conversation_id)
    if row.state not in FORWARD or forward(row.state, news.state) == row.state:
        return None
    error = str(news.error) if news.error else ""
    conn.execute(update(outbox).where(outbox.c.id == row.id).values(state=news.state, error=error))
    return None
