"""Statements of the hot way: composed in Core, compiled once a dialect, run by the driver itself.

Core's execution costs about 75 µs of CPU a statement, most of a turn's whole budget. Column names stay checked, since the
statement is built from the tables; ``in_`` with a list is not taken. Values must be what the driver takes as it is: str,
int, bytes, lists of these.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, cast

from sqlalchemy import Connection, Executable, RowMapping
from sqlalchemy.util import await_only

Values = Mapping[str, Any]


@dataclass(slots=True)
class _Made:
    """A statement as one driver takes it. ``pick``: its values in their order; ``columns``: told by the first answer."""

    sql: str
    pick: Callable[[Values], tuple[Any, ...]]
    columns: list[str] | None = None


class Prepared:
    """One statement. Every call runs in the transaction that ``conn`` is in, and raises ``KeyError`` for a value not given."""

    def __init__(self, statement: Executable) -> None:
        self._statement = statement
        self._made: dict[str, _Made] = {}

    def all(self, conn: Connection, values: Values) -> list[RowMapping]:
        """The rows, readable by column name."""
        made = self._for(conn)
        driver = conn.connection.driver_connection
        if conn.dialect.name == "postgresql":
            rows = [dict(record) for record in await_only(driver.fetch(made.sql, *made.pick(values)))]  # type: ignore[union-attr]
        else:
            cursor = driver.execute(made.sql, made.pick(values))  # type: ignore[union-attr]
            columns = made.columns = made.columns or [column[0] for column in cursor.description]
            rows = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
        return cast("list[RowMapping]", rows)

    def first(self, conn: Connection, values: Values) -> RowMapping | None:
        """The first row, or None."""
        rows = self.all(conn, values)
        return rows[0] if rows else None

    def changed(self, conn: Connection, values: Values) -> int:
        """How many rows SQLite wrote: to have it give them back (RETURNING) costs as much as the statement."""
        made = self._for(conn)
        return int(conn.connection.driver_connection.execute(made.sql, made.pick(values)).rowcount)  # type: ignore[union-attr]

    def run(self, conn: Connection, *many: Values) -> None:
        """Run once for each of ``many``; on SQLite in one call. For statements that give no rows."""
        made = self._for(conn)
        driver = conn.connection.driver_connection
        given = [made.pick(values) for values in many]
        if conn.dialect.name == "postgresql":
            await_only(driver.executemany(made.sql, given))  # type: ignore[union-attr]
        else:
            driver.executemany(made.sql, given)  # type: ignore[union-attr]

    def _for(self, conn: Connection) -> _Made:
        name = conn.dialect.name
        made = self._made.get(name)
        if made is None:
            compiled = self._statement.compile(dialect=conn.dialect)  # type: ignore[attr-defined]
            made = self._made[name] = _Made(str(compiled), _picking(compiled.positiontup or (), compiled.params))
        return made


def _picking(names: Sequence[str], params: Values) -> Callable[[Values], tuple[Any, ...]]:
    """How values come into their order, most of it in C. ``params``: of the statement's own constants their values, of what
    is to be given None.
    """
    constants = {name: params[name] for name in names if params[name] is not None}
    if len(names) > 1:
        get = itemgetter(*names)
        return (lambda values: get({**constants, **values})) if constants else get
    return lambda values: tuple([{**constants, **values}[name] for name in names])


def named(prefix: str, row: Values) -> dict[str, Any]:
    """The values of ``row`` under names of their own, where a statement takes those of several."""
    return {f"{prefix}_{name}": value for name, value in row.items()}
