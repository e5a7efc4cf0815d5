"""Statements of the hot way: composed in Core, compiled once a dialect, run by the driver itself.

Core's execution costs about 75 µs of CPU a statement, most of a turn's whole budget. Column names stay checked, since the
statement is built from the tables; ``in_`` with a list is not taken. Values must be what the driver takes as it is: str,
int, bytes, lists of these.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Connection, Executable, RowMapping
from sqlalchemy.util import await_only

Values = Mapping[str, Any]


class Prepared:
    """One statement. Every call runs in the transaction that ``conn`` is in."""

    def __init__(self, statement: Executable) -> None:
        self._statement = statement
        self._made: dict[str, tuple[str, tuple[str, ...], Values]] = {}

    def all(self, conn: Connection, values: Values) -> list[RowMapping]:
        """The rows, readable by column name."""
        sql, names, fixed = self._for(conn)
        given = _ordered(names, fixed, values)
        driver = conn.connection.driver_connection
        if conn.dialect.name == "postgresql":
            rows = [dict(record) for record in await_only(driver.fetch(sql, *given))]  # type: ignore[union-attr]
        else:
            cursor = driver.execute(sql, given)  # type: ignore[union-attr]
            columns = [column[0] for column in cursor.description]
            rows = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
        return cast("list[RowMapping]", rows)

    def first(self, conn: Connection, values: Values) -> RowMapping | None:
        """The first row, or None."""
        rows = self.all(conn, values)
        return rows[0] if rows else None

    def run(self, conn: Connection, *many: Values) -> None:
        """Run once for each of ``many``; on SQLite in one call. For statements that give no rows."""
        sql, names, fixed = self._for(conn)
        given = [_ordered(names, fixed, values) for values in many]
        driver = conn.connection.driver_connection
        if conn.dialect.name == "postgresql":
            await_only(driver.executemany(sql, given))  # type: ignore[union-attr]
        else:
            driver.executemany(sql, given)  # type: ignore[union-attr]

    def _for(self, conn: Connection) -> tuple[str, tuple[str, ...], Values]:
        name = conn.dialect.name
        made = self._made.get(name)
        if made is None:
            compiled = self._statement.compile(dialect=conn.dialect)  # type: ignore[attr-defined]
            made = self._made[name] = (str(compiled), tuple(compiled.positiontup or ()), dict(compiled.params))
        return made


def _ordered(names: Sequence[str], fixed: Values, values: Values) -> tuple[Any, ...]:
    return tuple(map({**fixed, **values}.__getitem__, names))
