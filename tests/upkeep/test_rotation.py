"""A new master key: everything that hangs on the old one is found, changed while people talk, and taken up again."""

from __future__ import annotations

import base64

import pyotp
import pytest
from sqlalchemy import LargeBinary, select
from typer.testing import CliRunner

from bot.cli import app
from bot.desk import canned, complaints, second_factor
from bot.desk.staff import Worker, add_worker
from bot.house import House
from bot.records.database import Database
from bot.records.seal import SealBroken, Vault, mark_of
from bot.records.tables import canned_reply, complaint, metadata, person_key, worker
from bot.upkeep.rotation import PARTS, left, rotate
from tests.phone import KEY, Phone

NEW = base64.b64encode(b"n" * 32).decode()
BOTH = Vault(NEW, KEY, KEY)
ONLY_NEW = Vault(NEW, KEY)
COMPLAINT = ("bonjour", "1", "1", "plainte")


async def _all(database: Database, vault: Vault = BOTH) -> int:
    done = 0
    for part in PARTS:
        step = await database.write(rotate, vault, part, "")
        done += step.done
        while step.after:
            step = await database.write(rotate, vault, part, step.after)
            done += step.done
    return done


async def _waiting(database: Database, vault: Vault = BOTH) -> int:
    return sum([await database.read(left, vault, part) for part in PARTS])


def test_every_sealed_column_hangs_on_a_person_or_is_changed() -> None:
    changed = {(part.table.name, part.column) for part in PARTS}
    own = {"stub": {"sealed"}}  # with the case's own key, which is wrapped
    for table in metadata.sorted_tables:
        for column in table.columns:
            if not isinstance(column.type, LargeBinary) or (table.name, column.name) in changed:
                continue
            persons = {"person_id", "conversation_id"} & set(table.columns.keys()) or table.name == "conversation"
            persons = (persons and table.name != "complaint") or table.name in {"referral", "appointment"}
            assert persons or column.name in own.get(table.name, ()), f"{table.name}.{column.name}"


async def test_what_people_said_opens_under_the_new_key_alone(database: Database, phone: Phone) -> None:
    await phone.says("bonjour", "1", "1", "1", "1", "kayes")
    assert await _waiting(database) == 1
    assert await _all(database) == 1
    assert await _waiting(database) == 0
    phone.vault = ONLY_NEW
    phone.house = House(ONLY_NEW, phone.house.book, inline=False)
    phone.runner.house = phone.house
    heard = await phone.says("24")
    assert heard.session.facts["region"] == "kayes"
    assert await _all(database) == 0


async def test_inboxes_second_factors_and_voices_are_sealed_anew(database: Database, phone: Phone) -> None:
    old = phone.vault
    await database.write(add_worker, "awa", "supervisor", "sira", "a password long enough")
    awa = await database.read(lambda conn: conn.execute(select(worker.c.id)).scalar_one())
    fresh = second_factor.fresh(old, awa, "awa")
    who = Worker(awa, "awa", "sira", frozenset({"supervisor"}))

    def sealed(conn):  # type: ignore[no-untyped-def]
        code = pyotp.TOTP(fresh.secret).at(0)
        del code
        key = old.inbox_key(second_factor.PURPOSE)
        conn.execute(worker.update().values(totp=key.seal(awa, second_factor.PURPOSE, fresh.secret.encode())))
        inbox = old.inbox_key(complaints.INBOX)
        row = {"id": "c1", "number": "C1", "sealed": inbox.seal("c1", "complaint", b"mots"),
               "answer": inbox.seal("c1", "answer", b"oui"), "at": 1, "due_at": 1}  # fmt: skip
        conn.execute(complaint.insert().values(**row))
        voice = old.inbox_key(canned.INBOX).seal("v1", "voice_bm", b"sound")
        conn.execute(
            canned_reply.insert().values(
                id="v1", organisation_id="sira", title="t", fr="f", voice_bm=voice, changed_at=1
            )
        )

    await database.write(sealed)
    assert await _waiting(database) == 4
    assert await _waiting(database, ONLY_NEW) == 4
    assert await _all(database) == 4
    assert await _waiting(database, ONLY_NEW) == 0
    assert await database.read(canned.voice_of, ONLY_NEW, who, "v1", "bm") == b"sound"
    totp = await database.read(lambda conn: bytes(conn.execute(select(worker.c.totp)).scalar_one()))
    secret = ONLY_NEW.inbox_key(second_factor.PURPOSE).open(awa, second_factor.PURPOSE, totp)
    assert secret.decode() == fresh.secret


async def test_a_row_that_no_key_opens_is_never_called_done(database: Database, phone: Phone) -> None:
    await phone.says("bonjour")
    stranger = Vault(base64.b64encode(b"s" * 32).decode(), KEY)
    await database.write(lambda conn: conn.execute(person_key.update().values(wrapped=stranger.new_key("x")[1])))
    assert await _all(database) == 0
    assert await _waiting(database) == 1


def test_an_old_key_opens_and_wraps_nothing_new() -> None:
    old = Vault(KEY, KEY)
    _, wrapped = old.new_key("p")
    _, fresh = BOTH.new_key("p")
    assert BOTH.unwrap("p", wrapped).person == "p"
    assert ONLY_NEW.unwrap("p", fresh).person == "p"
    assert wrapped[:1] == mark_of(b"k" * 32) != fresh[:1]
    with pytest.raises(SealBroken):
        ONLY_NEW.unwrap("p", wrapped)


async def test_the_command_says_how_refuses_and_says_when_the_old_key_may_go(
    database: Database, phone: Phone, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import asyncio

    await phone.says("bonjour")
    for name, value in {"DATABASE_URL": database_url, "MASTER_KEY": NEW, "PEPPER": KEY}.items():
        monkeypatch.setenv(f"SIRA_{name}", value)

    async def run() -> tuple[int, str]:
        said = await asyncio.to_thread(CliRunner().invoke, app, ["keys", "rotate"])
        return said.exit_code, said.output

    code, output = await run()
    assert (code, "SIRA_MASTER_KEY_OLD" in output) == (1, True)
    monkeypatch.setenv("SIRA_MASTER_KEY_OLD", base64.b64encode(b"q" * 32).decode())
    code, output = await run()
    assert (code, "ne retirez pas l'ancienne" in output) == (1, True)
    monkeypatch.setenv("SIRA_MASTER_KEY_OLD", KEY)
    code, output = await run()
    assert (code, "1 ligne(s) refaite(s)" in output, "Retirez SIRA_MASTER_KEY_OLD" in output) == (0, True, True)
