"""Connections that stay in hand between two uses: the pool's taking out and giving back costs as much as a statement.

The pool still opens them, counts them and makes whoever comes too late wait; as soon as somebody waits, what is given
back goes to the pool, where it is found.
"""

from __future__ import annotations

from sqlalchemy import Connection, Engine


class Kept:
    """Of one engine. Not for several threads at once."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._idle: list[Connection] = []
        self._waiting = 0

    def take(self) -> Connection:
        """The connection used last, whose statements are ready; else one of the pool. Raises what the pool does."""
        if self._idle:
            return self._idle.pop()
        self._waiting += 1
        try:
            return self._engine.connect()
        finally:
            self._waiting -= 1

    def give_back(self, conn: Connection) -> None:
        """After a use that ended well. What a work has set on its connection holds for that work alone."""
        if self._waiting or conn.closed or conn.get_execution_options() != self._engine.get_execution_options():
            conn.close()
            return
        if conn.in_transaction():
            conn.rollback()  # Core's own, which holds nothing: the driver's has ended
        self._idle.append(conn)

    def close(self) -> None:
        """Give everything back to the pool."""
        while self._idle:
            self._idle.pop().close()
