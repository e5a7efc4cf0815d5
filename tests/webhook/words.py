"""Putting a worker's words into the outbox, as the desk does."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.channels.message import Message
from bot.house import House
from bot.inbox import FIND_BY_ID
from bot.outgoing import Destination, Words, queue


def queue_worker_words(conn: Connection, house: House, conversation_id: str, text: str) -> None:
    """As ``bot.desk.reply`` writes them, without a worker."""
    row = conn.execute(FIND_BY_ID, {"conversation": conversation_id}).mappings().one()
    key = house.vault.unwrap(row["person_id"], row["wrapped"])
    to = Destination(row["id"], row["address_id"], row["channel"], row["epoch"], row["seq"], row["now"])
    queue(conn, key, to, [Words(Message(text=text), "worker", author="awa")])
