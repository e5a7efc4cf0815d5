"""Whose turn it is in a talk that a worker holds: a deadline is for the first words, and says nothing once they went."""

from __future__ import annotations

from sqlalchemy import ColumnElement, ScalarSelect, and_, case, func, select

from bot.desk.claim import RESTING
from bot.records.tables import conversation, is_filled, outbox

_WORDS = (
    select(func.coalesce(func.max(outbox.c.at), 0))
    .where(outbox.c.conversation_id == conversation.c.id, outbox.c.kind == "worker")
    .correlate(conversation)
    .scalar_subquery()
)
_HELD = and_(is_filled(conversation.c.claimed_by), conversation.c.spoken == 1)


def answered_at() -> ScalarSelect[int] | ColumnElement[int]:
    """When the holder wrote last, while the person has not written since; else 0."""
    return case((and_(_HELD, conversation.c.lease_until == RESTING), _WORDS), else_=0)


def wrote_again_at() -> ColumnElement[int]:
    """When the person wrote last, once their worker had answered and has not since; else 0."""
    return case((and_(_HELD, conversation.c.lease_until != RESTING), conversation.c.last_at), else_=0)
