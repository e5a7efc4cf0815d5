"""A danger of the last days is carried into the next request: ending a case does not end what the person is in.

A closed case leaves its level behind, and whoever asks again a minute later stood in the queue as a stranger with a question.
"""

from __future__ import annotations

from dataclasses import dataclass

import orjson
from sqlalchemy import Connection, select

from bot.desk.reasons import SIGN
from bot.records.seal import PersonKey
from bot.records.tables import handover
from content.levels import URGENT_LEVELS

DAYS_SECONDS = 7 * 86_400
"""After the case was closed. casework.md is silent; a week is as long as the first follow-up waits."""
LEVEL = "P1"
"""At least, as long as no human had lowered the case below it: what a human has decided stands (A11)."""
REASON = "danger_before"
CASES_MAX = 5


@dataclass(frozen=True, slots=True)
class Before:
    """``level``: the least that a new request has, "" where a human had lowered the case; ``reasons``: as they were."""

    level: str
    focus: str
    reasons: tuple[tuple[str, str, int], ...]


def danger_before(conn: Connection, key: PersonKey, conversation_id: str, now: int) -> Before | None:
    """The newest closed case of the last days in which a danger was said; None for none. What was carried into a case is
    no danger of its own: else it would be carried on for ever.
    """
    rows = conn.execute(
        select(handover.c.id, handover.c.level, handover.c.focus, handover.c.sealed, handover.c.opened_at)
        .where(handover.c.conversation_id == conversation_id, handover.c.closed_at > now - DAYS_SECONDS)
        .order_by(handover.c.closed_at.desc(), handover.c.id.desc())
        .limit(CASES_MAX)
    )
    for row in rows:
        said = orjson.loads(key.open(row.id, "handover", row.sealed))
        own = [(words, level, at) for words, level, at in said if words != REASON and at >= row.opened_at]
        if any(level in URGENT_LEVELS for _, level, _ in own):
            kept = tuple((words, level, at) for words, level, at in own if _telling(words, level))
            stands = row.level in URGENT_LEVELS
            return Before(LEVEL if stands else "", row.focus if stands else "", kept)
    return None


def _telling(words: str, level: str) -> bool:
    """The danger itself, and what a colleague wrote about its level."""
    return level in URGENT_LEVELS or words.startswith(SIGN)
