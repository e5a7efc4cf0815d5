"""Notes are for the team: sealed, scoped, and without any way to the person."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Connection, func, select

from bot.channels.message import Message
from bot.desk import notes as module
from bot.desk.claim import claim
from bot.desk.notes import BESIDE_BYTES, WORDS_MAX, Notes, notes_of, write
from bot.desk.reach import reach
from bot.desk.staff import Worker, add_worker
from bot.records.tables import audit, message, note, organisation, outbox
from tests.desk.conftest import AWA, BOU, Desk

SECRET = "un mot que la personne ne lira jamais"


async def _worker(desk: Desk, login: str, house: str = "sira") -> Worker:
    made = await desk.database.write(add_worker, login, "case_worker", house, "a-good-password")
    return Worker(made, login, house, frozenset({"case_worker"}))


async def _note(desk: Desk, who: Worker, words: str) -> str:
    def kept(conn: Connection) -> str:
        row = reach(conn, desk.id, who)
        assert row is not None
        return write(conn, desk.phone.vault.unwrap(row["person_id"], row["wrapped"]), desk.id, who, words)

    return await desk.database.write(kept)


async def _notes(desk: Desk, who: Worker, before: str = "", room: int = BESIDE_BYTES) -> Notes:
    def found(conn: Connection) -> Notes:
        row = reach(conn, desk.id, BOU)
        assert row is not None
        key = desk.phone.vault.unwrap(row["person_id"], row["wrapped"])
        return notes_of(conn, key, desk.id, who, before=before, room=room)

    return await desk.database.write(found)


async def test_a_note_is_sealed_read_by_colleagues_and_noted_in_the_audit(desk: Desk) -> None:
    dia, eli = await _worker(desk, "dia"), await _worker(desk, "eli")
    assert await _note(desk, dia, f" {SECRET} ") == ""
    (found,) = (await _notes(desk, eli)).notes
    assert (found.who, found.words) == ("dia", SECRET)
    sealed = await desk.database.read(lambda conn: conn.execute(select(note.c.sealed)).scalar_one())
    assert SECRET.encode() not in sealed
    done = select(audit.c.worker_id).where(audit.c.action == "note", audit.c.thing == desk.id)
    assert await desk.database.read(lambda conn: conn.execute(done).scalar_one()) == dia.id


async def test_no_word_of_a_note_ever_stands_in_the_outbox_or_in_the_thread(desk: Desk) -> None:
    dia = await _worker(desk, "dia")
    await desk.database.write(claim, desk.id, dia)
    await _note(desk, dia, SECRET)
    await desk.reply(dia, "Bonjour.")
    await _note(desk, dia, f"{SECRET} encore")
    await desk.phone.says("oui")
    await desk.end(dia, "answered")
    await desk.phone.says("menu", "aide", "je veux parler à quelqu'un", "encore")

    def every_word(conn: Connection) -> list[str]:
        row = reach(conn, desk.id, AWA)  # who called for help is no longer for Dia to read
        assert row is not None
        key = desk.phone.vault.unwrap(row["person_id"], row["wrapped"])
        return [
            key.open(found.id, table.name, found.sealed).decode()
            for table in (outbox, message)
            for found in conn.execute(select(table.c.id, table.c.sealed))
        ]

    said = await desk.database.write(every_word)
    assert any("Bonjour." in Message.from_json(words.encode()).text for words in said)
    assert not any(SECRET in words or "jamais" in words for words in said)


def test_what_keeps_notes_knows_nothing_that_sends() -> None:
    tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
    known = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}
    assert not {name for name in known if name.startswith(("bot.out", "bot.channels", "bot.sender", "bot.engine"))}
    assert not names & {"outbox", "message", "queue"}


@pytest.mark.parametrize(("words", "why"), [("", "empty"), (" \n\t", "empty"), ("é" * (WORDS_MAX + 1), "too_long")])
async def test_what_is_no_note_is_not_kept(desk: Desk, words: str, why: str) -> None:
    assert await _note(desk, BOU, words) == why
    assert await desk.database.read(lambda conn: conn.execute(select(func.count(note.c.id))).scalar_one()) == 0


async def test_another_organisation_reads_no_note_of_ours(desk: Desk) -> None:
    await desk.database.write(lambda conn: conn.execute(organisation.insert().values(id="other", name="other")))
    await _note(desk, await _worker(desk, "dia"), SECRET)
    assert (await _notes(desk, await _worker(desk, "cis", "other"))).notes == ()


async def test_many_notes_come_in_pieces_newest_first_and_none_is_left_out(desk: Desk) -> None:
    dia = await _worker(desk, "dia")
    for number in range(30):
        await _note(desk, dia, f"note {number} " + "<&>" * 60)
    read: list[str] = []
    piece = await _notes(desk, dia)
    while True:
        assert piece.notes
        read += [found.words.split(" <")[0] for found in piece.notes]
        if not piece.older:
            break
        piece = await _notes(desk, dia, piece.older)
    assert read == [f"note {number}" for number in reversed(range(30))]


async def test_forgetting_takes_the_notes_along(desk: Desk) -> None:
    await _note(desk, await _worker(desk, "dia"), SECRET)
    await desk.phone.says("effacer", "1")
    assert (await desk.database.read(lambda conn: conn.execute(select(func.count(note.c.id))).scalar_one())) == 0


async def test_a_stranger_to_the_conversation_reaches_nothing_to_note(
    desk: Desk, new_phone: Callable[[str], object]
) -> None:
    stranger = Worker("c" * 32, "cis", "other", frozenset({"supervisor"}))
    assert await desk.database.write(reach, desk.id, stranger) is None
