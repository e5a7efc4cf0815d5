"""The team's side in the chat's tests: somebody takes the newest conversation and writes."""

from __future__ import annotations

from sqlalchemy import Connection, RowMapping, select

from bot.desk.claim import claim, release, release_dead_leases
from bot.desk.end import end
from bot.desk.first_yes import ask_first_yes
from bot.desk.proposals import propose
from bot.desk.reach import reach
from bot.desk.reply import Replied, reply
from bot.desk.staff import Worker
from bot.engine.events import Proposed
from bot.house import House
from bot.records.tables import conversation, insert_new, worker


def team_writes(conn: Connection, house: House, text: str) -> None:
    """Claim and answer. The person must have asked for somebody before."""
    who, row = _held(conn)
    assert isinstance(reply(conn, house, row, who, text, row["version"]), Replied)


def team_proposes(conn: Connection, house: House, service: str) -> None:
    """Claim and propose a service."""
    who, row = _held(conn)
    assert claim(conn, row["id"], who)
    row = reach(conn, row["id"], who)
    assert row
    assert propose(conn, house, row, who, Proposed(service, "Tout près."), row["version"], anyway=False) is None


def team_asks_first_yes(conn: Connection, house: House) -> None:
    """Claim and ask whether answers may be kept."""
    who, row = _held(conn)
    assert claim(conn, row["id"], who)
    row = reach(conn, row["id"], who)
    assert row
    assert ask_first_yes(conn, house, row, who, row["version"], anyway=False) is None


def team_ends(conn: Connection, _house: House) -> str:
    """Give the talk back; returns the conversation whose timer says so when it is rung."""
    who, row = _held(conn)
    given = (conn, row["id"], who, "other", row["version"])
    asked = end(*given)
    assert asked is None or end(*given, asked) is None
    return str(row["id"])


def team_goes(conn: Connection, _house: House) -> str:
    """Nobody did anything more for as long as a lease lives; returns the conversation."""
    assert release_dead_leases(conn) == 1
    return str(_newest(conn)["id"])


def team_releases(conn: Connection, _house: House) -> str:
    """Give it back to the queue; returns the conversation."""
    who, row = _held(conn)
    assert release(conn, row["id"], who)
    return str(row["id"])


def _newest(conn: Connection) -> RowMapping:
    newest = conn.execute(
        select(conversation.c.id, conversation.c.organisation).order_by(conversation.c.id.desc())
    ).mappings()
    found = newest.first()
    assert found
    return found


def _held(conn: Connection) -> tuple[Worker, RowMapping]:
    newest = _newest(conn)
    who = Worker("w1", "awa", newest["organisation"], frozenset({"supervisor"}))
    conn.execute(insert_new(conn, worker).values(id=who.id, login=who.login, password_hash="", created_at=0))
    row = reach(conn, newest["id"], who)
    assert row, "nobody asked for a person"
    return who, row
