"""The transcript in pieces: nothing twice, nothing left out, never more than a page carries."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, func, insert, select

from bot.channels.message import Message
from bot.desk.reach import reach
from bot.desk.thread import LINES_MAX, PIECE_BYTES, Thread, thread
from bot.records.ids import new_id
from bot.records.seal import PersonKey
from bot.records.tables import media, message
from tests.desk.conftest import AWA, Desk


def _key(conn: Connection, desk: Desk) -> PersonKey:
    row = reach(conn, desk.id, AWA)
    assert row is not None
    return desk.phone.vault.unwrap(row["person_id"], row["wrapped"])


async def _say(desk: Desk, *lines: str | Message) -> list[str]:
    def write(conn: Connection) -> list[str]:
        key, ids = _key(conn, desk), []
        for line in lines:
            ids.append(new_id())
            sealed = key.seal(ids[-1], "message", (line if isinstance(line, Message) else Message(text=line)).to_json())
            conn.execute(insert(message).values(id=ids[-1], conversation_id=desk.id, author="person", kind="text", seq=1,
                                                sealed=sealed, at=1))  # fmt: skip
        return ids

    return await desk.database.write(write)


async def _piece(desk: Desk, before: str = "") -> Thread:
    return await desk.database.write(lambda conn: thread(conn, _key(conn, desk), desk.id, before))


@pytest.mark.parametrize("size", [1, 400, PIECE_BYTES])
async def test_read_piece_by_piece_every_line_comes_once_and_in_order(desk: Desk, size: int) -> None:
    begun = [line.text for line in (await _piece(desk)).lines]
    said = [f"{n} " + "é" * size for n in range(LINES_MAX + 30 if size == 1 else 12)]
    await _say(desk, *said)
    read: list[str] = []
    piece = await _piece(desk)
    while True:
        assert 0 < len(piece.lines) <= LINES_MAX
        read = [line.text for line in piece.lines] + read
        if not piece.older:
            break
        piece = await _piece(desk, piece.older)
    assert read == begun + said


async def test_a_piece_is_as_heavy_as_a_page_carries(desk: Desk) -> None:
    await _say(desk, *["<&'\">" * 200] * 40)
    piece = await _piece(desk)
    assert piece.older
    assert len(piece.lines) < 40


async def test_a_message_with_two_files_shows_both_and_says_how_far_they_got(desk: Desk) -> None:
    (line,) = await _say(desk, "(image)")
    for state in ("kept", "refused"):
        row = {"id": new_id(), "conversation_id": desk.id, "message_id": line, "channel": "telegram", "state": state,
               "content_type": "image/jpeg", "at": 1}  # fmt: skip
        await desk.database.write(lambda conn, values=row: conn.execute(insert(media).values(**values)))
    last = (await _piece(desk)).lines[-1]
    assert [file.state for file in last.files] == ["kept", "refused"]


async def test_the_french_beside_an_unsigned_safety_text_is_read_once(desk: Desk) -> None:
    french = "D'abord.\n\nAppelez ce numéro.\n\nOui ?"
    await _say(
        desk,
        Message("Fɔlɔ.\n\nNin wele.\n\nAppelez ce numéro.\n\nAwɔ wa?", "bm", french),
        Message("Ni, ni.\n\nNi, ni.", "bm", "Ni, ni."),
        "Un.\n\n\n\nDeux.",
    )
    mixed, alike, own = (await _piece(desk)).lines[-3:]
    assert (mixed.text, mixed.french) == ("Fɔlɔ.\n\nNin wele.\n\nAwɔ wa?", french)
    assert (alike.text, own.text) == ("Ni, ni.\n\nNi, ni.", "Un.\n\n\n\nDeux.")


async def test_what_belongs_to_a_complaint_is_not_in_it(desk: Desk) -> None:
    (line,) = await _say(desk, "une plainte")
    hidden = message.update().where(message.c.id == line).values(kind="private")
    await desk.database.write(lambda conn: conn.execute(hidden))
    assert await desk.database.read(lambda conn: conn.execute(select(func.count()).select_from(message)).scalar_one())
    assert "une plainte" not in [shown.text for shown in (await _piece(desk)).lines]
