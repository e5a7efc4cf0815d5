"""Twilio's news about a message that we sent. They come late, twice and out of order; a state only moves forward."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from bot.channels.untrusted import text

State = Literal["accepted", "sent", "delivered", "read", "failed"]

STATES: Mapping[str, State] = {
    "accepted": "accepted",
    "scheduled": "accepted",
    "queued": "accepted",
    "sending": "accepted",
    "sent": "sent",
    "delivered": "delivered",
    "read": "read",
    "undelivered": "failed",
    "failed": "failed",
    "canceled": "failed",
}
FORWARD: Mapping[State, frozenset[State]] = {
    "accepted": frozenset({"sent", "delivered", "read", "failed"}),
    "sent": frozenset({"delivered", "read", "failed"}),
    "delivered": frozenset({"read"}),
    "read": frozenset(),
    "failed": frozenset({"delivered", "read"}),  # it did arrive after all: a timeout between networks
}
ERROR_CODE_MAX = 99_999  # Twilio's codes have five digits


@dataclass(frozen=True, slots=True)
class Status:
    """``error`` is Twilio's code, 0 for none; see ``errors.verdict``."""

    provider_id: str
    state: State
    error: int = 0


def parse_status(form: Mapping[str, Any]) -> Status | None:
    """The news in a status callback, or None for what is none (an unknown word, no id)."""
    provider_id = text(form, "MessageSid") or text(form, "SmsSid")
    code = text(form, "ErrorCode")
    known = code.isascii() and code.isdigit() and len(code) <= len(str(ERROR_CODE_MAX))
    return status_of(provider_id, text(form, "MessageStatus") or text(form, "SmsStatus"), int(code) if known else 0)


def status_of(provider_id: str, word: str, error: int) -> Status | None:
    """The news in Twilio's ``word``, or None."""
    state = STATES.get(word.lower())
    return Status(provider_id, state, error) if provider_id and state is not None else None


def forward(current: State, news: State) -> State:
    """The state after ``news``: a step back, or the same news twice, changes nothing."""
    return news if news in FORWARD[current] else current
