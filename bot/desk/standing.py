"""Whose turn it is: a deadline says nothing once its words went; a lease that ends soon is told.

Each is of a conversation joined with its open hand-over, where there is one.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, ScalarSelect, and_, case, func, not_, select

from bot.desk.claim import RESTING, WARNED_SECONDS
from bot.records.clock import DatabaseNow
from bot.records.tables import conversation, handover, is_filled, message, outbox

UNWRITTEN = ("pick", "private", "start")
"""Kinds of a person's line that are no words to a human: « Continuer » is a tap, a complaint has its own inbox."""

_WORDS = (
    select(func.coalesce(func.max(outbox.c.at), 0))
    .where(outbox.c.conversation_id == conversation.c.id, outbox.c.kind == "worker")
    .correlate(conversation)
    .scalar_subquery()
)
_CLAIMED = is_filled(conversation.c.claimed_by)
_HELD = and_(_CLAIMED, conversation.c.spoken > 0)
_RUNS = conversation.c.lease_until != RESTING
_OWES = and_(_HELD, _RUNS, func.coalesce(handover.c.answered_at, 0) == 0, conversation.c.last_at >= _WORDS)
"""Who takes over has a lease that runs, also where the team has had the last word."""


def answered_at() -> ColumnElement[int]:
    """When the team answered the person's last word at the present level; 0 while words are owed (`bot/desk/owed.py`)."""
    return func.coalesce(handover.c.answered_at, 0)


def wrote_again_at() -> ColumnElement[int]:
    """When the person wrote last, once their worker had answered and has not since; else 0."""
    return case((_OWES, conversation.c.last_at), else_=0)


def words_at() -> ScalarSelect[int]:
    """When the person last wrote or sent something to be read; 0 for never, or where nothing may be kept."""
    said = (message.c.conversation_id == conversation.c.id, message.c.author == "person")
    newest = select(func.coalesce(func.max(message.c.at), 0)).where(*said, message.c.kind.not_in(UNWRITTEN))
    return newest.correlate(conversation).scalar_subquery()


def ends_at() -> ColumnElement[int]:
    """When the holder's lease ends, if that is soon; else 0."""
    soon = and_(_CLAIMED, _RUNS, conversation.c.lease_until < DatabaseNow() + WARNED_SECONDS)
    return case((soon, conversation.c.lease_until), else_=0)


def left_at() -> ColumnElement[int]:
    """When it came back into the queue because its holder did nothing more; 0 where that is not so, or somebody has it."""
    return case((not_(_CLAIMED), func.coalesce(handover.c.left_at, 0)), else_=0)
