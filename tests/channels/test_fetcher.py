"""Files that people sent come one after the other, whatever one of them does; what cannot be had is said at the desk."""

from __future__ import annotations

import asyncio
import io
from dataclasses import dataclass, field

import pytest
from PIL import Image
from sqlalchemy import Connection, insert, select

from bot import fetcher
from bot.channels.media import MediaRefusedError, MediaUnreachableError
from bot.engine.book import Book
from bot.fetcher import AGAIN_SECONDS, AT_ONCE, Fetcher
from bot.media import opened
from bot.records.clock import move
from bot.records.database import Database
from bot.records.tables import media
from tests.phone import Phone

SECRET = b"taken at Nioro"


def _photo() -> bytes:
    """A picture that says where it was taken, as phones' do."""
    out = io.BytesIO()
    about = Image.Exif()
    about[0x010E] = SECRET.decode()  # ImageDescription
    Image.new("RGB", (8, 8), "green").save(out, "JPEG", exif=about)
    return out.getvalue()


@dataclass
class Store:
    """A provider: what it answers to each reference; an exception is raised, None never ends."""

    files: dict[str, bytes | Exception | None]
    asked: list[str] = field(default_factory=list)

    async def fetch_media(self, reference: str) -> bytes:
        self.asked.append(reference)
        found = self.files[reference]
        if found is None:
            await asyncio.Event().wait()
        if isinstance(found, Exception):
            raise found
        assert found is not None
        return found


async def test_a_picture_is_drawn_anew_and_one_that_never_ends_holds_up_none_and_is_given_up(
    database: Database, book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetcher, "FETCHING_SECONDS", 0.01)
    phone = Phone(book, database, "whatsapp")
    await phone.says("bonjour")
    bomb = _photo()[:60] + bytes(40)
    slow = [f"slow{number}" for number in range(AT_ONCE)]
    store = Store(
        {
            **dict.fromkeys(slow),
            "photo": _photo(), "broken": bomb, "away": MediaUnreachableError("away"), "no": MediaRefusedError("no"),
        }
    )  # fmt: skip

    def sent(conn: Connection) -> None:
        for name in store.files:
            row = {"id": name, "conversation_id": phone.conversation, "channel": "whatsapp", "reference": name}
            conn.execute(insert(media).values(**row, content_type="", state="wanted", at=1))

    async def states() -> dict[str, str]:
        rows = select(media.c.id, media.c.state)
        return await database.read(lambda conn: {row.id: row.state for row in conn.execute(rows)})

    await database.write(sent)
    fetching = Fetcher(database, phone.house, {"whatsapp": store})
    for _ in range(2 + len(store.files) // AT_ONCE):
        await fetching.sweep()
    assert await states() == dict.fromkeys((*slow, "away"), "wanted") | {
        "photo": "kept",
        "broken": "refused",
        "no": "refused",
    }
    assert len(store.asked) == len(store.files), "none a second time at once"
    drawn = await database.read(opened, phone.vault, "photo")
    assert drawn is not None
    assert SECRET in _photo()
    assert SECRET not in drawn
    assert Image.open(io.BytesIO(drawn)).size == (8, 8)
    for seconds in AGAIN_SECONDS:
        await database.write(move, seconds + 1)
        for _ in range(2 + len(slow) // AT_ONCE):
            await fetching.sweep()
    assert set((await states()).values()) == {"kept", "refused"}
    assert store.asked.count("slow0") == 1 + len(AGAIN_SECONDS)
