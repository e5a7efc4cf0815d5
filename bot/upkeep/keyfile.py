"""People's wrapped keys, and stubs of urgent cases, in a backup file of their own, which every backup overwrites.

So the key of somebody who was erased is in no backup any more after the next one, however long the others are kept
(protection A5). One JSON line a row; sealed bytes as base64; the last line says how many there are.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import Connection, LargeBinary, Table, select

from bot.records.tables import person_key, stub
from bot.upkeep.archive import BrokenArchive, unfinished

FILE = "sira-keys"
TABLES: tuple[Table, ...] = (person_key, stub)
PAGE = 1000


def write(conn: Connection, path: Path) -> int:
    """Write the file anew. Returns how many keys of people are in it."""
    count = keys = 0
    with unfinished(path) as fresh, fresh.open("wb") as file:
        for table in TABLES:
            rows = conn.execution_options(yield_per=PAGE).execute(select(table)).mappings()
            for row in rows:
                file.write(orjson.dumps([table.name, {name: _said(value) for name, value in row.items()}]) + b"\n")
                count += 1
                keys += table is person_key
        file.write(orjson.dumps({"rows": count}) + b"\n")
    return keys


def rows(path: Path) -> Iterator[tuple[Table, dict[str, Any]]]:
    """Every row of the file. Raises ``BrokenArchive`` at its end when it is not whole."""
    by_name = {table.name: table for table in TABLES}
    count, said = 0, -1
    try:
        with path.open("rb") as file:
            for line in file:
                found = orjson.loads(line)
                if isinstance(found, dict):
                    said = found["rows"]
                    continue
                table = by_name[found[0]]
                yield table, {name: _read(table, name, value) for name, value in found[1].items()}
                count += 1
    except (OSError, ValueError, KeyError) as error:
        raise BrokenArchive(_words(path)) from error
    if said != count:
        raise BrokenArchive(_words(path))


def _words(path: Path) -> str:
    return f"{path} : le fichier des clés manque ou n'est pas entier ; sans lui rien ne se lit. Donnez-le avec --keys."


def _said(value: Any) -> Any:
    return base64.b64encode(value).decode() if isinstance(value, bytes) else value


def _read(table: Table, name: str, value: Any) -> Any:
    return base64.b64decode(value) if isinstance(table.c[name].type, LargeBinary) else value
