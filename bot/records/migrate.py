"""Bringing a database to this release: the same migrations for both stores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Table, inspect, text
from sqlalchemy.engine.interfaces import ReflectedColumn
from sqlalchemy.exc import DBAPIError

from bot.records import row_security
from bot.records.tables import clock, insert_new, metadata

FOLDER = Path(__file__).parent / "migrations"
LOCK = 0x51A4A  # an advisory lock, so that two processes starting together do not migrate twice


class StrangeDatabase(RuntimeError):
    """What is there was not made by this release or an earlier one; it is left as it is."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"{what} Rien n'y est changé. Relancez la version qui l'a faite, ou donnez une base neuve : "
            "SIRA_DATABASE_URL=sqlite:///AUTRE.db, par exemple, ou déplacez le fichier."
        )


def migrate(conn: Connection) -> None:
    """Upgrade to the newest revision; safe to call at every start and from several processes.

    Raises ``StrangeDatabase`` for tables of another shape, and for a revision that this release does not know.
    """
    if conn.dialect.name == "postgresql":
        conn.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    _refuse_strange(conn)
    if not is_current(conn):
        _upgrade(conn)
    conn.execute(insert_new(conn, clock).values(id=1, shift=0))
    row_security.set_up(conn)


def make_at(conn: Connection, revision: str) -> None:
    """An empty database as it was at ``revision``, without its second lock, to fill from a backup.

    Raises ``StrangeDatabase`` for one that is not empty, and for a revision that this release does not know.
    """
    if inspect(conn).get_table_names():
        raise StrangeDatabase("La base n'est pas vide : une sauvegarde ne se restaure que dans une base neuve.")
    if revision not in _release().revisions:
        raise StrangeDatabase(f"La sauvegarde vient d'une version de Sira plus récente (révision {revision}).")
    command.upgrade(_config(conn), revision)


def is_current(conn: Connection) -> bool:
    """Whether the database is at this release's revision."""
    return MigrationContext.configure(conn).get_current_revision() == _release().head


def can_serve(conn: Connection) -> bool:
    """Whether this release may work here: at its own revision, or at a newer one that has only added.

    A rolling restart migrates first, and the processes of the release before must go on being asked until the new ones
    stand. An older revision lacks what we write; a newer one that took something away, or asks for what we do not give,
    would refuse our rows.
    """
    revision = MigrationContext.configure(conn).get_current_revision()
    if revision is None or revision in _release().revisions:
        return revision == _release().head
    there = inspect(conn).get_multi_columns()
    return all(_only_added(table, there.get((None, table.name), [])) for table in metadata.sorted_tables)


def _only_added(table: Table, there: Sequence[ReflectedColumn]) -> bool:
    """Whether each column of ours is there, and each other one fills itself."""
    others = [column for column in there if column["name"] not in table.columns]
    filled = all(column["nullable"] or column["default"] is not None for column in others)
    return filled and len(there) - len(others) == len(table.columns)


@dataclass(frozen=True, slots=True)
class _Release:
    revisions: frozenset[str]
    head: str | None


@cache
def _release() -> _Release:
    """What this release knows, read once: every start asks for it, and every look at whether we are ready."""
    scripts = ScriptDirectory.from_config(_config())
    return _Release(frozenset(one.revision for one in scripts.walk_revisions()), scripts.get_current_head())


def _upgrade(conn: Connection) -> None:
    try:
        command.upgrade(_config(conn), "head")
    except DBAPIError as error:
        if error.connection_invalidated:
            raise
        raise StrangeDatabase("La base n'a pas la forme attendue par cette version.") from error


def _refuse_strange(conn: Connection) -> None:
    revision = MigrationContext.configure(conn).get_current_revision()
    if revision is None:
        if inspect(conn).get_table_names():
            raise StrangeDatabase("La base contient déjà des tables qui ne viennent pas de Sira.")
    elif revision not in _release().revisions:
        raise StrangeDatabase(f"La base vient d'une version de Sira plus récente (révision {revision}).")


def _config(conn: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = conn
    return config
