"""What the providers know: for each simulated person what was sent, what was acknowledged, what came, and whether the call
that brought it had its answer.

The ledger never looks into Sira. What it says of a person can be held against a life that nobody disturbed.
"""

from __future__ import annotations

import re
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final

DIFFERS: Final = re.compile(r"\b[2-9A-HJKMNP-Z]{6}\b|attend depuis [^\n]+|à l'instant")
"""A ticket is drawn anew each time, and a call that comes later says so: not the same in two lives."""


Update = int | str
"""Telegram numbers its updates; Twilio names a message."""


@dataclass(slots=True)
class Sent:
    """A message of a person, written ``at``. ``tries``: how often it was posted; ``acknowledged``: one had its 2xx."""

    chat: int
    update: Update
    tries: int = 0
    acknowledged: bool = False
    at: float = field(default_factory=time.time)


@dataclass(slots=True)
class Got:
    """A message of ours that a person has. ``answered``: the provider's answer to the call went out whole."""

    chat: int
    text: str
    at: float
    answered: bool = False


@dataclass
class Ledger:
    """One for a case."""

    sent: dict[Update, Sent] = field(default_factory=dict)
    got: list[Got] = field(default_factory=list)
    deleted: list[int] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def noted(self, chat: int, update: Update) -> None:
        """The provider has it, and never posts it."""
        with self._lock:
            self.sent.setdefault(update, Sent(chat, update))

    def posted(self, chat: int, update: Update) -> None:
        """The provider posts an update, for the first time or again."""
        with self._lock:
            self.sent.setdefault(update, Sent(chat, update)).tries += 1

    def acknowledged(self, update: Update) -> None:
        """It had its 2xx."""
        self.sent[update].acknowledged = True

    def came(self, chat: int, text: str) -> Got:
        """Words of ours reach a person."""
        got = Got(chat, DIFFERS.sub("…", text), time.monotonic())
        with self._lock:
            self.got.append(got)
        return got

    def heard(self, chat: int) -> list[str]:
        """What a person reads, copies of the same message in a row counted once."""
        return [text for text, _ in groupby(one.text for one in self.got if one.chat == chat)]

    def waiting(self) -> list[Update]:
        """Updates without a 2xx."""
        return [one.update for one in self.sent.values() if not one.acknowledged]

    def is_quiet(self, seconds: float) -> bool:
        """Whether nothing has come for so long."""
        return not self.got or time.monotonic() - self.got[-1].at > seconds

    def answered(self, chat: int) -> Counter[str]:
        """How often each message came by a call that had its answer: twice for the same words is twice too often, unless
        they are said twice in every life.
        """
        return Counter(one.text for one in self.got if one.chat == chat and one.answered)


def differences(expected: list[str], heard: list[str]) -> list[str]:
    """Why what a person reads is not what an undisturbed one reads; empty when it is."""
    if expected == heard:
        return []
    lost = [f"lost: {text!r}" for text in expected if text not in heard]
    more = [f"not to be said: {text!r}" for text in heard if text not in expected]
    repeated = [
        f"came {number} times: {text!r}" for text, number in Counter(heard).items() if number > expected.count(text) > 0
    ]
    return [*lost, *more, *repeated] or [f"overtaken: {heard!r} instead of {expected!r}"]
