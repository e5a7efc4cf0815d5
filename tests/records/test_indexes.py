"""What waits of a talk is found among what waits: a long talk costs a turn no more than a short one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sqlalchemy import Connection

from bot import inbox, outbox, posted, waiting
from bot.records.database import Database
from bot.records.prepared import Prepared

STATEMENTS = {
    "look": inbox.LOOK,
    "find": inbox.FIND,
    "settled": posted.STANDS,
    "lease": outbox._ONE,
    "resume": waiting._BY_ID,
}


def _plan(conn: Connection, statement: Prepared) -> str:
    sql = statement._for(conn).sql
    told = conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", ("x",) * sql.count("?"))
    return "\n".join(row[3] for row in told)


@pytest.fixture
def file_url(tmp_path: Path, ready_file: Path) -> str:
    path = shutil.copyfile(ready_file, tmp_path / "plan.db")
    return f"sqlite:///{path}"


@pytest.mark.parametrize("name", STATEMENTS)
async def test_no_statement_of_a_turn_reads_all_that_was_said(file_url: str, name: str) -> None:
    async with Database(file_url) as database:
        plan = await database.read(_plan, STATEMENTS[name])
    assert "outbox_unsent" in plan
    assert "inbound_of_conversation" not in plan
    assert "SCAN inbound" not in plan
    assert "SCAN outbox" not in plan
