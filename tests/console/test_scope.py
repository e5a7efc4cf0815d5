"""What belongs to another organisation answers, byte for byte, like what does not exist (D4)."""

from __future__ import annotations

import re

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import Connection, select, update

from bot.desk import canned, erase, links_once
from bot.desk.account_wish import AccountWish, Wish
from bot.desk.staff import Worker
from bot.media import keep
from bot.records.ids import new_id
from bot.records.seal import Vault
from bot.records.tables import audit, canned_reply, complaint, conversation, person_key, referral, stub, worker
from bot.records.tables import request as request_table
from tests.console.addresses import addresses
from tests.console.conftest import Desk, Person

VOICE = b"OggS" + bytes(600)
MISSING = ("0" * 32, "x", "0" * 33, "%00" * 32, "é" * 32)
PERSON = person_key.c.person_id == conversation.c.person_id
NAMES = ("conversation", "media", "stub", "link", "canned", "referral", "complaint", "request_id", "worker",
         "account_request")  # fmt: skip
ADDRESS = "whatsapp:+22370000009"


ROUTES = [(method, path) for method, path in addresses() if path.startswith("/desk/") and "{" in path]
AT_A_TIME = 8
"""Routes that one house is asked for: none of them may change a thing, so the next finds it as it was."""


def test_every_kind_of_thing_is_tried() -> None:
    assert {name for name in NAMES for _, path in ROUTES if f"{{{name}}}" in path} == set(NAMES)
    assert len(ROUTES) >= 7


@pytest.fixture
async def things(app: FastAPI, person: Person) -> dict[str, str]:
    """A conversation with a voice note, and what is left of an urgent case, all of the first organisation."""
    await person.asks_for_somebody()
    db = app.state.db

    def voice(conn: Connection) -> tuple[str, str]:
        row = (
            conn.execute(select(conversation.c.id, person_key).join_from(conversation, person_key, PERSON))
            .mappings()
            .one()
        )
        key = app.state.house.vault.unwrap(row["person_id"], row["wrapped"])
        return row["id"], keep(conn, key, row["id"], VOICE, kind="audio/ogg", channel="telegram")

    found, file = await db.write(voice)
    stub_id = new_id()
    key, wrapped = app.state.house.vault.new_key(stub_id)
    row = {"id": stub_id, "organisation": "sira", "level": "P1", "language": "fr", "region": "gao", "channel": "whatsapp",
           "account": "whatsapp:+22320000000", "wrapped": wrapped, "at": 1, "until": 4_000_000_000,
           "sealed": key.seal(stub_id, "address", ADDRESS.encode())}  # fmt: skip
    await db.write(lambda conn: conn.execute(stub.insert().values(**row)))
    await db.write(_ready_answer, app.state.house.vault)
    ready = await db.read(lambda conn: conn.execute(select(canned_reply.c.id)).scalar_one())
    who = await db.read(lambda conn: conn.execute(select(worker.c.id).where(worker.c.login == "awa")).scalar_one())
    link = await db.write(links_once.mint, "conversation", who, found)
    request = await db.write(_drafted, app.state.house.vault)
    words = {"id": "c" * 32, "number": "P123", "sealed": b"", "at": 1, "due_at": 1}
    await db.write(lambda conn: conn.execute(complaint.insert().values(**words)))
    wish = {"id": "d" * 32, "kind": "data", "thing": found, "organisation": "sira", "asked_by": who, "at": 1,
            "allowed_by": "b" * 32, "state": "allowed", "until": 4_000_000_000}  # fmt: skip
    account = {"id": "e" * 32, "kind": "account", "thing": AccountWish("add", "zoe", Wish(frozenset({"protection"}))).thing,
               "allowed_by": "", "state": "asked"}  # fmt: skip
    await db.write(lambda conn: conn.execute(request_table.insert(), [wish, wish | account]))
    return {"conversation": found, "media": file, "stub": stub_id, "link": link, "canned": ready, "referral": request,
            "complaint": "c" * 32, "request_id": "d" * 32, "worker": who,
            "account_request": "e" * 32}  # fmt: skip


def _drafted(conn: Connection, vault: Vault) -> str:
    row = (
        conn.execute(select(conversation.c.id, person_key).join_from(conversation, person_key, PERSON)).mappings().one()
    )
    request = new_id()
    sealed = vault.unwrap(row["person_id"], row["wrapped"]).seal(request, "referral", b'{"shared":{},"notes":{}}')
    conn.execute(
        referral.insert().values(
            id=request, conversation_id=row["id"], number="K7M4QD", service="ecica-jeunes", organisation="ecica",
            status="accepted", consent_id="", sealed=sealed, at=1, changed_at=1,
        )
    )  # fmt: skip
    return request


def _ready_answer(conn: Connection, vault: Vault) -> None:
    asked = Worker("a" * 32, "awa", "sira", frozenset({"supervisor"}))
    assert not canned.save(conn, vault, asked, canned.Canned("", "Bonjour", "Bonjour.", ""), {"fr": VOICE})


async def test_the_things_are_there_for_their_own_organisation(awa: Desk, things: dict[str, str]) -> None:
    assert (await awa.get(f"/desk/c/{things['conversation']}")).status_code == 200
    sound = await awa.get(f"/desk/media/{things['media']}")
    assert sound.content == VOICE
    assert (await awa.get(f"/desk/stub/{things['stub']}")).status_code == 200
    assert ADDRESS in awa.words
    assert (await awa.get(f"/desk/referral/{things['referral']}")).status_code == 200


@pytest.mark.parametrize("first", range(0, len(ROUTES), AT_A_TIME))
async def test_every_route_answers_like_nothing(cis: Desk, things: dict[str, str], first: int) -> None:
    await cis.get("/desk/password")
    for method, path in ROUTES[first : first + AT_A_TIME]:
        await _answers_like_nothing(cis, things, method, path)


async def _answers_like_nothing(cis: Desk, things: dict[str, str], method: str, path: str) -> None:
    name = re.findall(r"{(\w+)}", path)[0]

    async def asked(value: str) -> httpx.Response:
        address = re.sub(r"{\w+}", "fr", path.replace(f"{{{name}}}", value).replace("{word}", "password"))
        if method == "GET":
            return await cis.get(address)
        return await cis.post(address, text="mots", outcome="answered")

    theirs = await asked(things[name])
    assert theirs.status_code == 404, (method, path)
    for missing in MISSING:
        nobodys = await asked(missing)
        assert nobodys.status_code == 404, (method, path)
        assert theirs.content == nobodys.content, (method, path)
        assert dict(theirs.headers) == dict(nobodys.headers), (method, path)


async def test_looking_from_outside_leaves_no_trace_that_it_exists(
    app: FastAPI, cis: Desk, things: dict[str, str]
) -> None:
    await cis.get(f"/desk/c/{things['conversation']}")
    noted = await app.state.db.read(lambda conn: conn.execute(select(audit.c.thing)).scalars().all())
    assert things["conversation"] not in noted


async def test_the_queue_shows_nothing_of_another_organisation(awa: Desk, cis: Desk, things: dict[str, str]) -> None:
    await cis.get("/desk/queue")
    assert "Personne n’attend" in cis.words
    await awa.get("/desk/queue")
    assert things["conversation"] in awa.html
    assert things["stub"] in awa.html


async def test_a_case_that_moves_away_is_gone_at_once(
    app: FastAPI, awa: Desk, cis: Desk, things: dict[str, str]
) -> None:
    address = f"/desk/c/{things['conversation']}"
    await awa.get(address)
    await awa.post(f"{address}/claim")
    await app.state.db.write(lambda conn: conn.execute(update(conversation).values(organisation="other")))
    assert (await awa.get(address)).status_code == 404
    assert (await awa.post(f"{address}/reply", text="encore moi")).status_code == 404
    assert (await cis.get(address)).status_code == 200


async def test_who_may_not_take_p0_does_not_open_what_is_left_of_one(
    app: FastAPI, awa: Desk, bou: Desk, things: dict[str, str]
) -> None:
    await app.state.db.write(lambda conn: conn.execute(update(stub).values(level="P0")))
    assert (await bou.get(f"/desk/stub/{things['stub']}")).status_code == 404
    assert (await awa.get(f"/desk/stub/{things['stub']}")).status_code == 200


async def test_a_human_closes_what_is_left_and_the_address_is_gone(
    app: FastAPI, awa: Desk, things: dict[str, str]
) -> None:
    address = f"/desk/stub/{things['stub']}"
    await awa.get(address)
    assert (await awa.post(f"{address}/close")).status_code == 303
    assert (await awa.get(address)).status_code == 404
    row = await app.state.db.read(lambda conn: conn.execute(select(stub)).mappings().one())
    assert (row["sealed"], row["wrapped"]) == (b"", b"")
    assert erase.STUB_SECONDS == 72 * 3600
