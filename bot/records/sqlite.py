"""SQLite in one file: how a connection is set up, and what it needs that PostgreSQL does by itself."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool

T = TypeVar("T")

READERS = 2
BUSY_MS = 5000
STATEMENT_CACHE = 500
SYNCHRONOUS = "FULL"
"""A 2xx means on disk."""


class NoFolder(RuntimeError):
    """The folder of the data cannot be made; says what to do."""


class NoDatabase(RuntimeError):
    """The file is none of SQLite's: it is left as it is."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} n'est pas une base SQLite. Déplacez ce fichier, ou donnez-en un autre : SIRA_DATABASE_URL."
        )


class FileGone(OSError):
    """The file was removed or another put in its place: what is written into the old one is lost at the end."""


class _Place:
    """Which file was opened first; SQLite itself goes on writing into a file that has no name any more."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._opened: tuple[int, int] | None = None

    def note(self) -> None:
        """The file that the first connection opened or made."""
        self._opened = self._opened or self._there()

    def check(self) -> None:
        """Raises ``FileGone`` when the path no longer leads to that file."""
        if self._opened is not None and self._there() != self._opened:
            raise FileGone(f"{self._path}: the file that was opened is no longer there; start again")

    def _there(self) -> tuple[int, int] | None:
        try:
            found = self._path.stat()
        except FileNotFoundError:
            return None
        return found.st_dev, found.st_ino


def make_folder(folder: Path) -> None:
    """Make ``folder`` inside one that exists: a slip in a long path makes no tree of folders. Raises ``NoFolder``."""
    try:
        folder.mkdir(exist_ok=True)
        if not os.access(folder, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    except FileNotFoundError as error:
        raise NoFolder(
            f"{folder} : ce dossier n'existe pas et ne peut pas être fait ici. Faites-le (mkdir -p {folder}), "
            "ou changez SIRA_DATABASE_URL."
        ) from error
    except OSError as error:
        raise NoFolder(
            f"{folder} : on ne peut rien y écrire ({error.strerror}). Choisissez un autre dossier dans SIRA_DATABASE_URL."
        ) from error


def engine_of(path: Path) -> Engine:
    """The engine of the file ``path``: one connection that writes, some that read beside it."""
    engine = create_engine(
        f"sqlite:///{path}",
        poolclass=QueuePool,
        pool_size=READERS + 1,
        max_overflow=0,
        query_cache_size=STATEMENT_CACHE,
        hide_parameters=True,  # an error's text must not hold a person's words (protection B4)
        connect_args={"check_same_thread": False},
    )

    place = _Place(path)

    @event.listens_for(engine, "do_connect")
    def _look(*_: object) -> None:
        place.check()  # connecting would make a new, empty file

    @event.listens_for(engine, "connect")
    def _settle(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            f"synchronous={SYNCHRONOUS}",
            "foreign_keys=ON",
            "secure_delete=ON",  # what is erased is overwritten, not only unlinked
            f"busy_timeout={BUSY_MS}",
        ):
            try:
                connection.execute(f"PRAGMA {pragma}")
            except sqlite3.OperationalError:
                raise
            except sqlite3.DatabaseError as error:
                raise NoDatabase(path) from error
        place.note()

    @event.listens_for(engine, "begin")
    def _begin(conn: Connection) -> None:
        place.check()
        conn.connection.driver_connection.execute("BEGIN" if conn.info.get("reading") else "BEGIN IMMEDIATE")  # type: ignore[union-attr]

    return engine


def fold(engine: Engine) -> bool:
    """Fold the journal into the file. False: a reader was in the way."""
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        busy, _, _ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        connection.close()
    return not busy


def reading(engine: Engine, work: Callable[..., T], args: tuple[Any, ...]) -> T:
    """``work`` in a transaction that changes nothing."""
    with engine.connect() as conn:
        conn.info["reading"] = True
        with conn.begin():
            return at_work(conn, work, args)


def at_work(conn: Connection, work: Callable[..., T], args: tuple[Any, ...]) -> T:
    """The result of ``work``. No future takes a ``StopIteration``: who asked from another thread would wait for ever."""
    try:
        return work(conn, *args)
    except StopIteration as error:
        raise RuntimeError("a search without a result") from error
