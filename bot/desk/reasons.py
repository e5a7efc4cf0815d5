"""Why a case stands where it stands, in a worker's own words, beside the reasons that the talk found."""

from __future__ import annotations

from collections.abc import Iterable

import orjson
from sqlalchemy import Connection, select, update

from bot.desk.staff import Worker
from bot.records.seal import PersonKey
from bot.records.tables import handover, is_open

WORDS_MAX = 300


def once(reasons: Iterable[tuple[str, str, int]]) -> tuple[tuple[str, str, int], ...]:
    """Each reason of a level once, at its first place and with its latest time: found twice it is no second reason."""
    latest = {(reason, level): at for reason, level, at in reasons}
    return tuple((reason, level, at) for (reason, level), at in latest.items())


def add_reason(
    conn: Connection, key: PersonKey, conversation_id: str, who: Worker, words: str, level: str, now: int
) -> None:
    """Write ``words`` to the open hand-over. Without one there is nothing to give a reason for."""
    open_now = (handover.c.conversation_id == conversation_id, is_open(handover))
    row = conn.execute(select(handover.c.id, handover.c.sealed).where(*open_now)).first()
    if row is None:
        return
    reasons = [*orjson.loads(key.open(row.id, "handover", row.sealed)), [signed(who, words), level, now]]
    sealed = key.seal(row.id, "handover", orjson.dumps(reasons))
    conn.execute(update(handover).where(handover.c.id == row.id).values(sealed=sealed))


def signed(who: Worker, words: str) -> str:
    """A worker's reason, as colleagues read it. A comma would part it, as it parts the reasons that the talk finds."""
    return f"{who.login} : {words.strip()}".replace(",", ";")
