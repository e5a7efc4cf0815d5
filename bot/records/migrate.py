"""Bringing a database to this release: the same migrations for both stores."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from bot.records.tables import clock, insert_new

FOLDER = Path(__file__).parent / "migrations"
LOCK = 0x51A4A  # an advisory lock, so that two processes starting together do not migrate twice


def migrate(conn: Connection) -> None:
    """Upgrade to the newest revision; safe to call at every start and from several processes."""
    if conn.dialect.name == "postgresql":
        conn.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    command.upgrade(_config(conn), "head")
    conn.execute(insert_new(conn, clock).values(id=1, shift=0))


def is_current(conn: Connection) -> bool:
    """Whether the database is at this release's revision."""
    head = ScriptDirectory.from_config(_config(conn)).get_current_head()
    return MigrationContext.configure(conn).get_current_revision() == head


def _config(conn: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = conn
    return config
