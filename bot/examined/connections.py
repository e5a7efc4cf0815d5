"""Whether PostgreSQL has room for every process at its busiest: one that finds no connection answers 503, on the worst day."""

from __future__ import annotations

from sqlalchemy import Connection, text

from bot.finding import Finding
from bot.records.postgres import POOL_SIZE, PROCESS, PROCESSES

WHAT = "connexions"
_ROOM = text(
    "select setting::int from pg_settings where name = 'max_connections' "
    "union all select coalesce(sum(setting::int), 0) from pg_settings "
    "where name in ('superuser_reserved_connections', 'reserved_connections')"
)
_OURS = text(
    "select count(distinct application_name) from pg_stat_activity "
    "where datname = current_database() and application_name like :ours and application_name <> :me"
)
_OTHERS = text(
    "select count(*) from pg_stat_activity where backend_type = 'client backend' "
    "and not (datname = current_database() and application_name like :ours)"
)


def connections_examined(conn: Connection) -> list[Finding]:
    """One line on PostgreSQL, none on SQLite."""
    if conn.dialect.name != "postgresql":
        return []
    most, reserved = conn.execute(_ROOM).scalars()
    named = {"ours": f"{PROCESSES}%"}
    processes = int(conn.execute(_OURS, named | {"me": PROCESS}).scalar_one())
    others = int(conn.execute(_OTHERS, named).scalar_one())
    return [judged(most - reserved - others, processes)]


def judged(room: int, processes: int) -> Finding:
    """``room``: connections that are left for Sira. One process more runs while a release takes the place of another."""
    fit, each = max(0, room // POOL_SIZE), f"{POOL_SIZE} connexions chacun"
    there = f"{processes} processus de Sira, {each}"
    more = "augmentez max_connections dans PostgreSQL et relancez-le, ou lancez moins de processus"
    if processes > fit:
        return Finding("red", WHAT, f"{there} ; le serveur n'a de place que pour {fit} : {more}")
    if processes == fit:
        return Finding(
            "yellow", WHAT, f"{there} ; il n'y a pas de place pour un de plus, le temps d'une nouvelle version : {more}"
        )
    return Finding("green", WHAT, f"{there} ; il y a de la place pour {fit}")
