"""The second lock on PostgreSQL: what the console reads and writes is its worker's organisation's, whatever it asks (D4).

The first lock is the condition in every query; this one holds when somebody forgets it. A transaction of the console takes
on the role ``sira_console`` and says for whom it works; the policies below show that role the rows of this organisation
and no others, and nothing at all when nobody is named. The account by which Sira connects passes every policy, so the
talk pays nothing. A table of a new migration is closed to the console until it stands in one of the lists.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, text

from bot.records.row_policies import BECOMES, OPEN, RIGHTS, SCOPED

ROLE = "sira_console"
POLICY, EARLIER = "of_the_desk_3", ("of_sira", "of_the_desk_1", "of_the_desk_2")
"""Raised when the policies below change, so that they are made anew; an earlier one that stayed would still open its rows."""
LOCK = 0x51A4C


@dataclass(frozen=True, slots=True)
class Scope:
    """For whom a transaction of the console works. ``complaints``: it is about the complaints inbox; ``trained``: they may
    read of a danger; ``auditor``: they read what others did. Everybody reads their own deeds, and who raised a case.
    """

    organisation: str
    worker: str
    complaints: bool = False
    trained: bool = False
    auditor: bool = False


def take_on(conn: Connection, scope: Scope) -> None:
    """From here to the end of the transaction only this organisation's rows are there. On SQLite nothing happens."""
    if conn.dialect.name == "postgresql":
        given = {"role": ROLE, "organisation": scope.organisation, "worker": scope.worker,
                 "complaints": "yes" if scope.complaints else "no",
                 "trained": "yes" if scope.trained else "no", "auditor": "yes" if scope.auditor else "no"}  # fmt: skip
        conn.execute(_TAKE_ON, given)


def beyond(conn: Connection) -> None:
    """From here on as Sira itself: for what an organisation does with another, such as handing a case over.

    Call it after every check: what follows is held by the first lock only.
    """
    if conn.dialect.name == "postgresql":
        conn.execute(text("select set_config('role', 'none', true)"))


def is_set_up(conn: Connection) -> bool:
    """Whether the second lock holds: the role is there, may be taken on, and every table is under its policy."""
    if conn.dialect.name != "postgresql":
        return True
    return _has_role(conn) and _guarded(conn) == set(SCOPED)


def set_up(conn: Connection) -> bool:
    """Make role and policies, unless they are there. False when this account may not make the role.

    What `sira doctor` then says, somebody who may does once; the next start finds it.
    """
    if is_set_up(conn):
        return True
    conn.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    if not _has_role(conn) and not _made_role(conn):
        return False
    for order in _orders():
        conn.exec_driver_sql(order)
    return True


def _orders() -> list[str]:
    orders = [f"grant usage on schema public to {ROLE}"]
    for table, rows in SCOPED.items():
        orders += [
            f'revoke all on "{table}" from {ROLE}',
            f'grant {RIGHTS.get(table, "select, insert, update, delete")} on "{table}" to {ROLE}',
            f'alter table "{table}" enable row level security',
            f'alter table "{table}" force row level security',
            *(f'drop policy if exists {policy} on "{table}"' for policy in (*EARLIER, POLICY)),
            f'create policy of_sira on "{table}" to current_user using (true) with check (true)',
            f'create policy {POLICY} on "{table}" to {ROLE} using ({rows}) with check ({BECOMES.get(table, rows)})',
        ]
    for table, rights in OPEN.items():
        orders += [f'revoke all on "{table}" from {ROLE}', f'grant {rights} on "{table}" to {ROLE}']
    return orders


def _has_role(conn: Connection) -> bool:
    """Whether the role is there and may be taken on; since PostgreSQL 16 being a member is not enough for that."""
    may = (
        "select exists (select 1 from pg_roles where rolname = :role and pg_has_role(oid, "
        "case when current_setting('server_version_num')::int >= 160000 then 'set' else 'member' end))"
    )
    return bool(conn.execute(text(may), {"role": ROLE}).scalar_one())


def _made_role(conn: Connection) -> bool:
    """The role belongs to the whole server: another database's start may make it at the same moment."""
    conn.exec_driver_sql(_MAKE_ROLE)
    return _has_role(conn)


def _guarded(conn: Connection) -> set[str]:
    found = conn.execute(text("select tablename from pg_policies where policyname = :policy"), {"policy": POLICY})
    return set(found.scalars())


_TAKE_ON = text(
    "select set_config('sira.organisation', :organisation, true), set_config('sira.worker', :worker, true), "
    "set_config('sira.complaints', :complaints, true), set_config('sira.trained', :trained, true), "
    "set_config('sira.auditor', :auditor, true), "
    "set_config('role', :role, true)"
)
_MAKE_ROLE = f"""
do $$
begin
  begin
    create role {ROLE} nologin;
  exception
    when duplicate_object or unique_violation or insufficient_privilege then null;
  end;
  begin
    execute format('grant {ROLE} to %I', current_user);
  exception
    when undefined_object or insufficient_privilege or unique_violation then null;
  end;
end $$
"""
