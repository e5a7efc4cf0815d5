"""A team of one organisation and somebody of another, on any store."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, insert, select

from bot.desk.staff import Worker
from bot.records.tables import insert_new, membership, organisation, worker

ADA: Final = Worker("d" * 32, "ada", "sira", frozenset({"admin"}))
AWA: Final = Worker("a" * 32, "awa", "sira", frozenset({"supervisor"}))
BOU: Final = Worker("b" * 32, "bou", "sira", frozenset({"case_worker"}))
CIS: Final = Worker("c" * 32, "cis", "other", frozenset({"admin"}))


def staffed(conn: Connection, *more: Worker) -> None:
    """Their rows, and those of ``more``."""
    if conn.execute(select(organisation.c.id).where(organisation.c.id == "sira")).first() is None:
        conn.execute(insert(organisation).values(id="sira", name="sira"))
    conn.execute(insert_new(conn, organisation).values(id="other", name="other"))
    for one in (ADA, AWA, BOU, CIS, *more):
        conn.execute(insert_new(conn, worker).values(id=one.id, login=one.login, password_hash="x", created_at=1))
        for role in one.roles:
            conn.execute(
                insert_new(conn, membership).values(
                    id=one.id, worker_id=one.id, organisation_id=one.organisation, role=role
                )
            )
