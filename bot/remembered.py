"""What Sira remembers of a talk, as the records keep it: sealed in the conversation's row, empty before the first turn."""

from __future__ import annotations

from bot.engine.session import Session
from bot.records.seal import PersonKey


def remembered(key: PersonKey, conversation_id: str, sealed: bytes) -> Session:
    """The session of a conversation; a new one where nothing is kept."""
    return Session.from_json(key.open(conversation_id, "session", sealed)) if sealed else Session()
