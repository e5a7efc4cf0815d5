"""The team's side in the chat's tests: somebody takes the newest conversation and writes."""

from __future__ import annotations

from sqlalchemy import Connection, select

from bot.desk.reach import reach
from bot.desk.reply import Replied, reply
from bot.desk.staff import Worker
from bot.house import House
from bot.records.tables import conversation, insert_new, worker


def team_writes(conn: Connection, house: House, text: str) -> None:
    """Claim and answer. The person must have asked for somebody before."""
    newest = conn.execute(
        select(conversation.c.id, conversation.c.organisation).order_by(conversation.c.id.desc())
    ).first()
    assert newest
    who = Worker("w1", "awa", newest.organisation, frozenset({"supervisor"}))
    conn.execute(insert_new(conn, worker).values(id=who.id, login=who.login, password_hash="", created_at=0))
    row = reach(conn, newest.id, who)
    assert row, "nobody asked for a person"
    assert isinstance(reply(conn, house, row, who, text, row["version"]), Replied)
