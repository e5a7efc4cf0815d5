"""How many wait before somebody who asks now: the backlog behind « in general within a working day » (protection A12)."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from bot.records.tables import conversation, handover, is_open
from content.levels import URGENT_LEVELS

EACH_URGENT = 3
EACH = 10
"""What one person at the desk is trusted to answer in time: three urgent requests at once, ten others in a day. An
assumption, for the organisation that runs Sira to settle: no document says how many a case worker follows.
"""


def too_many(conn: Connection, organisation_id: str, conversation_id: str, level: str, here: int) -> bool:
    """Whether more wait before this one, at least as urgent and held by nobody, than ``here`` people answer in time."""
    each = EACH_URGENT if level in URGENT_LEVELS else EACH
    waiting = (
        is_open(handover),
        handover.c.level <= level,
        conversation.c.organisation == organisation_id,
        conversation.c.claimed_by == "",
        conversation.c.id != conversation_id,
    )
    of = select(func.count()).select_from(handover).join(conversation, conversation.c.id == handover.c.conversation_id)
    return int(conn.execute(of.where(*waiting)).scalar_one()) >= here * each
