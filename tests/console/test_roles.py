"""Every address of the console × every role × own or another organisation: what the table says, and nothing else (D4)."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import Connection, delete, insert, select

from bot.desk.sessions import open_session
from bot.desk.staff import add_worker
from bot.records.ids import new_id
from bot.records.staff import ROLES
from bot.records.tables import canned_reply, complaint, membership, one_time_link, request, stub, worker
from locales.yamlfile import read
from tests.console.addresses import addresses
from tests.console.conftest import HOME, checked
from tests.console.test_scope import things  # noqa: F401 — a fixture

TABLE: Final = dict(read(Path(__file__).parent / "roles.yaml").data)
ROUTES: Final = [(method, path) for method, path in addresses() if path.startswith("/desk")]
DENIED: Final = {401, 404}
WORDS: Final = {"word": "allow", "language": "fr"}
SPENT: Final = (stub, canned_reply, complaint, request, one_time_link, worker, membership)
"""What one request may use up before the next role asks."""
LEAVES: Final = {"/desk/logout", "/desk/lock", "/desk/password", "/desk/login", "/desk/locked"}


def test_every_address_stands_in_the_table_and_nothing_else() -> None:
    assert sorted(TABLE) == sorted(f"{method} {path}" for method, path in ROUTES)
    for row in TABLE.values():
        assert row in ("door", "own", "asker") or set(row) <= set(ROLES)


def test_the_operator_sees_nothing_and_the_auditor_no_person() -> None:
    for address, row in TABLE.items():
        if isinstance(row, list):
            assert "operator" not in row, address
            assert "auditor" not in row or re.search("audit|numbers|complaints|requests$", address), address
            assert "editor" not in row or re.search("canned|wording|voices", address), address


@pytest.fixture
async def team(app: FastAPI) -> dict[tuple[str, str], str]:
    """One signed-in worker a role and organisation: their sessions."""

    def made(conn: Connection) -> dict[tuple[str, str], str]:
        found = {}
        for organisation in ("sira", "other"):
            for role in ROLES:
                one = add_worker(conn, f"{organisation}.{role}", role, organisation, "a-good-password")
                found[organisation, role] = open_session(conn, one)
        return found

    return await app.state.db.write(made)  # type: ignore[no-any-return]


async def test_each_role_finds_what_the_table_says_and_nothing_else(
    app: FastAPI,
    team: dict[tuple[str, str], str],
    things: dict[str, str],  # noqa: F811
) -> None:
    db, vault = app.state.db, app.state.house.vault
    somebody = await db.read(lambda conn: conn.execute(select(worker.c.id).where(worker.c.login == "bou")).scalar_one())
    given = {**things, "worker": somebody, **WORDS}
    kept = await db.read(lambda conn: {t: [dict(row) for row in conn.execute(select(t)).mappings()] for t in SPENT})
    for row in kept[request]:
        row |= {"state": "asked", "allowed_by": ""}

    def restored(conn: Connection) -> None:
        for table in SPENT[:-2]:
            conn.execute(delete(table))
            if kept[table]:
                conn.execute(insert(table), kept[table])

    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    wrong = []
    async with httpx.AsyncClient(transport=transport, base_url=HOME) as client:
        for method, path in ROUTES:
            row = TABLE[f"{method} {path}"]
            if path in LEAVES or row == "door":
                continue
            word = "save" if "{worker}" in path else WORDS["word"]
            address = _filled(path, {**given, "word": word})
            for (organisation, role), token in team.items():
                away = organisation == "other" and "{" in path
                expected = not away and (row == "own" or (isinstance(row, list) and role in row))
                await db.write(restored)
                answer = await _asked(client, method, address, token, vault.token("csrf", token))
                if not _is_as_expected(answer, path, expected):
                    wrong.append((method, path, organisation, role, answer.status_code))
    assert not wrong, "\n".join(map(str, wrong))


def _filled(path: str, given: dict[str, str]) -> str:
    return re.sub(r"{(\w+)}", lambda found: given[found[1]], path)


async def _asked(client: httpx.AsyncClient, method: str, address: str, token: str, csrf: str) -> httpx.Response:
    cookie = {"Cookie": f"sira_desk={token}"}
    if method == "GET":
        return await client.get(address, headers=cookie)
    return await client.post(address, headers=cookie, data={"csrf": csrf, "session": new_id(), "organisation": "ecica"})


def _is_as_expected(answer: httpx.Response, path: str, expected: bool) -> bool:
    if answer.status_code == 303 and "/desk/login" in answer.headers["location"]:
        return False  # the session was lost on the way
    if answer.status_code >= 500:
        return False
    checked(answer)
    return path == "/desk/security/end" or (answer.status_code not in DENIED) is expected
