"""Row ids: UUIDv7 (RFC 9562) as 32 hex digits, made by us before the insert, so that sealing can bind a value to its row.

Ids order the inbox, the outbox and the transcript, and several processes write them. So their time is the database's,
measured now and then, and runs on in between with the machine's counter of seconds since it started: setting a machine's
clock, by hand or by a time server, moves no message before an older one. `bot/timekeeping.py` measures.
"""

from __future__ import annotations

import os
import threading
import time

_FRACTION = 12  # bits below the millisecond (RFC 9562, 6.2, method 3)
_MILLI = 1_000_000  # nanoseconds
_RANDOM = 62
_VERSION, _VARIANT = 7 << 76, 0b10 << 62
LENGTH = 32
_COUNTER = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
"""Counts on while the machine sleeps, where the system has such a one; nobody can set it."""


def counter() -> int:
    """Nanoseconds since the machine started."""
    return time.clock_gettime_ns(_COUNTER)


class Ids:
    """Ids of one process: each sorts after the one before."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ahead = time.time_ns() - counter()
        self._last = 0

    def follow(self, database_ns: int, before: int, after: int) -> None:
        """The database read ``database_ns`` at some moment between two readings of ``counter``."""
        with self._lock:
            self._ahead = min(max(self._ahead, database_ns - after), database_ns - before)

    def new(self) -> str:
        """A fresh id."""
        with self._lock:
            tick = max(((counter() + self._ahead) << _FRACTION) // _MILLI, self._last + 1)
            self._last = tick
        milli, fraction = tick >> _FRACTION, tick & ((1 << _FRACTION) - 1)
        chance = int.from_bytes(os.urandom(8)) >> (64 - _RANDOM)
        return f"{milli << 80 | _VERSION | fraction << 64 | _VARIANT | chance:032x}"


ids = Ids()
"""Those of this process."""


def new_id() -> str:
    """A fresh id; later ids sort after earlier ones, whichever process made them."""
    return ids.new()


def first_id_of(second: int) -> str:
    """What no id of that second or later (UTC) sorts before."""
    return f"{second * 1000 << 80:032x}"


def plausible(given: str) -> bool:
    """Whether this can be an id of ours: 32 hex digits. What cannot is asked of no database."""
    return len(given) == LENGTH and given.isascii() and given.isalnum()
