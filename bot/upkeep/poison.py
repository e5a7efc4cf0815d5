"""Messages whose turn broke, and the second try that a mended release gives them.

The person has had the safety text and a human was called at once (`bot/fallback.py`), so a second try that fails again says
nothing to anybody. Whoever has written since has gone on: their old words would answer another question, so they are left
to the human who has them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal

import structlog
from sqlalchemy import Connection, RowMapping, Select, select, update

from bot import turns
from bot.desk.audit import OPERATOR, note
from bot.done import TurnDone
from bot.engine.events import Event
from bot.house import House
from bot.inbox import FIND_BY_ID, from_json
from bot.logs import place_of
from bot.records.clock import now as clock_now
from bot.records.down import DatabaseDown
from bot.records.prepared import Prepared
from bot.records.seal import PersonKey
from bot.records.tables import inbound, is_one_of
from bot.thinking import event_of, think

log = structlog.get_logger()

TRIES_MAX: Final = 5
"""reliability.md: then it is a human's alone."""
LIST_MAX: Final = 200
Outcome = Literal["answered", "broken", "overtaken", "worn_out", "gone"]

_BY_ID = Prepared(FIND_BY_ID)


@dataclass(frozen=True, slots=True)
class Poison:
    """One such message, without a word of it. ``readable``: its words are still kept (24 hours)."""

    id: str
    conversation: str
    channel: str
    kind: str
    tries: int
    at: int
    readable: bool
    overtaken: bool


def poisoned(conn: Connection) -> list[Poison]:
    """The oldest first."""
    rows = conn.execute(_rows().limit(LIST_MAX)).mappings().all()
    return [
        Poison(
            row["id"], row["conversation_id"], row["channel"], row["kind"], row["tries"], row["at"], bool(row["sealed"]),
            _overtaken(conn, row),
        )
        for row in rows
    ]  # fmt: skip


def replay(conn: Connection, house: House, inbound_id: str) -> tuple[Outcome, list[TurnDone]]:
    """Try one again; a turn that works is written as if the message had just come."""
    row = conn.execute(_rows().where(inbound.c.id == inbound_id).with_for_update()).mappings().first()
    if row is None or not row["sealed"]:
        return "gone", []
    if row["tries"] >= TRIES_MAX:
        return "worn_out", []
    talk = _BY_ID.first(conn, {"conversation": row["conversation_id"]})
    if talk is None:
        return "gone", []
    if _overtaken(conn, row):
        return "overtaken", []
    key = house.vault.unwrap(talk["person_id"], talk["wrapped"])
    item = from_json(key.open(inbound_id, "inbound", row["sealed"]))
    conn.execute(update(inbound).where(inbound.c.id == inbound_id).values(tries=inbound.c.tries + 1))
    note(conn, OPERATOR, "replay", row["conversation_id"], clock_now(conn))
    event = event_of(item)
    if event is not None and not _thinks(conn, house, talk, key, event):
        return "broken", []
    try:
        with conn.begin_nested():
            return "answered", [turns.resume(conn, house, talk, key, inbound_id, item)]
    except DatabaseDown:
        raise
    except Exception as error:  # noqa: BLE001 — it could be thought and not be written: nothing of it is
        log.error("replay_failed", conversation=talk["id"], error=type(error).__name__, where=place_of(error))
        return "broken", []


def _rows() -> Select[Any]:
    return select(inbound).where(is_one_of(inbound.c.state, "poison")).order_by(inbound.c.id)


def _overtaken(conn: Connection, row: RowMapping) -> bool:
    later = (inbound.c.conversation_id == row["conversation_id"], inbound.c.id > row["id"])
    since = select(inbound.c.id).where(*later, inbound.c.state.in_(("done", "pending"))).limit(1)
    return conn.execute(since).first() is not None


def _thinks(conn: Connection, house: House, talk: RowMapping, key: PersonKey, event: Event) -> bool:
    """Whether the turn can be thought now; thinking writes nothing."""
    try:
        think(conn, house, talk, key, event)
    except Exception as error:  # noqa: BLE001 — whatever it is, the operator is told and the person is not
        log.error("replay_failed", conversation=talk["id"], error=type(error).__name__, where=place_of(error))
        return False
    return True
