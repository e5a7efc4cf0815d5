"""What Sira remembers of a talk, as the records keep it: sealed in the conversation's row, empty before the first turn."""

from __future__ import annotations

import structlog

from bot.engine.session import Session
from bot.engine.way_back import WAY_BACK
from bot.records.seal import PersonKey, SealBroken, Vault

log = structlog.get_logger()


def remembered(key: PersonKey, conversation_id: str, sealed: bytes) -> Session:
    """The session of a conversation; a new one where nothing is kept. Raises ``SealBroken``."""
    return Session.from_json(key.open(conversation_id, "session", sealed)) if sealed else Session()


def way_back_of(vault: Vault, person: str, wrapped: bytes, conversation_id: str, sealed: bytes) -> str:
    """The number by which ``person`` finds the way back to their talk, "" for none.

    One that does not open is passed over: who looks for a number looks through many, and the others are whole.
    """
    try:
        return str(remembered(vault.unwrap(person, wrapped), conversation_id, sealed).notes.get(WAY_BACK, ""))
    except SealBroken as error:
        log.error("seal_broken", what=str(error))
        return ""
