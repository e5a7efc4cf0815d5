"""What a turn says, as the words that go to the outbox: which of them no transcript may hold, and what they take back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import RowMapping

from bot import outgoing, wording
from bot.channels.message import Message
from bot.engine.book import Book
from bot.engine.effects import Effect, Send
from bot.engine.session import Session


def words_of_turn(
    book: Book, row: RowMapping, session: Session, effects: Iterable[Effect], refs: tuple[str, ...]
) -> list[outgoing.Words]:
    """Every message of the turn, in order. ``row``: the conversation; ``refs``: the provider's ids of what is taken back."""
    return [
        outgoing.Words(_with_refs(message, refs),
                       "private" if row["channel"] == outgoing.WEB and _passing(effect, session) else effect.kind,
                       private=_unseen(effect, row, session))
        for effect in effects
        if isinstance(effect, Send)
        for message in wording.messages(book, effect, session)
    ]  # fmt: skip


def _unseen(effect: Send, row: RowMapping, session: Session) -> bool:
    return _passing(effect, session) and row["channel"] != outgoing.WEB


def _passing(effect: Send, session: Session) -> bool:
    """Whether no transcript may hold it; the web page, which reads one, holds it until the next turn."""
    return effect.private or session.consent == "no"


def _with_refs(message: Message, refs: tuple[str, ...]) -> Message:
    return replace(message, delete_refs=refs) if refs else message
