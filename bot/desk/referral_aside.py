"""What an organisation writes beside its answer: for the team's eyes. The person is told a reason in our words instead.

It stands in the file itself, sealed with the person's key, and goes when the file goes. No path leads from it to the talk.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Connection, update

from bot.desk.referral_states import locked
from bot.records.seal import PersonKey
from bot.records.tables import referral

WORDS_MAX = 300
KEPT_MAX = 20
"""Who writes more often than that has the team's number; the newest stay."""
_NAME = "aside"


class Aside(NamedTuple):
    """``at`` in Unix seconds."""

    at: int
    words: str


def add(conn: Connection, key: PersonKey, referral_id: str, words: str, now: int) -> None:
    """Keep what they wrote, as far as there is room for it."""
    row = locked(conn, referral_id)
    file = orjson.loads(key.open(referral_id, "referral", row["sealed"]))
    file[_NAME] = [*file.get(_NAME, ()), (now, " ".join(words.split())[:WORDS_MAX])][-KEPT_MAX:]
    sealed = key.seal(referral_id, "referral", orjson.dumps(file))
    conn.execute(update(referral).where(referral.c.id == referral_id).values(sealed=sealed))


def asides_of(file: Mapping[str, Any]) -> tuple[Aside, ...]:
    """Of an opened file, the oldest first."""
    return tuple(Aside(*one) for one in file.get(_NAME, ()))
