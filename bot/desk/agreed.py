"""To what a person has said yes or no besides keeping the talk: the last word of each, for who is about to write or to share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, select

from bot.records.tables import consent

KEPT: Final = "talk"
"""Whether answers are kept: the talk itself knows it (`bot/desk/card.py`)."""


@dataclass(frozen=True, slots=True)
class Agreed:
    """``service``: the one that its answers go to, "" for what concerns Sira alone; ``yes``: the last word."""

    purpose: str
    service: str
    yes: bool


def agreed(conn: Connection, person_id: str) -> tuple[Agreed, ...]:
    """In the order in which each was last said."""
    mine = select(consent.c.purpose, consent.c.organisation, consent.c.given).where(
        consent.c.person_id == person_id, consent.c.purpose != KEPT
    )
    last: dict[tuple[str, str], Agreed] = {}
    for row in conn.execute(mine.order_by(consent.c.at, consent.c.id)):
        about = (row.purpose, row.organisation)
        last.pop(about, None)
        last[about] = Agreed(*about, bool(row.given))
    return tuple(last.values())
