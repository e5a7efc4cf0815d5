"""What the effects of a turn are written with, and what comes of them beside their own rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, RowMapping

from bot.desk.erase import LastWord
from bot.engine.session import Session
from bot.house import House
from bot.records.seal import PersonKey


@dataclass(slots=True)
class Carried:
    """What the effects of one turn add to the conversation's row, and what follows the commit."""

    columns: dict[str, Any] = field(default_factory=dict)
    delete_refs: tuple[str, ...] = ()
    forgotten: bool = False
    last_word: LastWord | None = None
    new_sender: tuple[str, ...] = ()
    asks: str = ""  # the request's number by which who held the phone before has come back
    urgent: bool = False
    alert: str = ""


@dataclass(frozen=True, slots=True)
class Desk:
    """What an effect needs to be written."""

    conn: Connection
    house: House
    key: PersonKey
    row: RowMapping
    session: Session
    now: int
    inbound: str
    carried: Carried
