"""Who cannot write speaks: the file is stored sealed, played back in pieces, and nothing else is taken for a voice."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fastapi import FastAPI
from sqlalchemy import Connection, select

from bot.channels.media import MEDIA_BYTES_MAX
from bot.media import LINK_SECONDS, media_token
from bot.records.tables import inbound, media
from tests.chat.conftest import Phone

OGG = b"OggS" + bytes(range(200)) * 5
SOUNDS = {
    "ogg": (OGG, "audio/ogg"),
    "webm": (b"\x1aE\xdf\xa3" + b"\0" * 40, "audio/webm"),
    "mp4": (b"\0\0\0\x18ftypmp42" + b"\0" * 40, "audio/mp4"),
    "m4a": (b"\0\0\0\x18ftypM4A " + b"\0" * 40, "audio/mp4"),
    "mp3": (b"ID3\x04" + b"\0" * 40, "audio/mpeg"),
    "aac": (b"\xff\xf1" + b"\0" * 40, "audio/aac"),
}
NO_SOUNDS = {
    "program": b"MZ" + b"\0" * 60,
    "page": b"<html><script>alert(1)</script>",
    "picture": b"\x89PNG\r\n\x1a\n" + b"\0" * 40,
    "text": b"bonjour",
}


async def _speak(phone: Phone, data: bytes, nonce: str = "voice-1", **fields: str) -> object:
    file = ("note.ogg", data, "application/octet-stream")
    return await phone.client.post("/chat", data={"nonce": nonce, **fields}, files={"voice": file})


def _rows(conn: Connection) -> list[tuple[str, str, bytes]]:
    return [tuple(row) for row in conn.execute(select(media.c.id, media.c.content_type, media.c.sealed))]


def _address(html: str) -> str:
    return html[html.index("/chat/media/") :].partition('"')[0]


@pytest.mark.parametrize("name", SOUNDS)
async def test_a_voice_is_kept_sealed_and_played_back(app: FastAPI, talking: Phone, name: str) -> None:
    data, kind = SOUNDS[name]
    assert (await _speak(talking, data)).status_code == 303
    html = await talking.look()
    assert "Message vocal bien reçu." in talking.talk
    [(_, content_type, sealed)] = await app.state.db.read(_rows)
    assert content_type == kind
    assert data not in sealed
    answer = await talking.client.get(_address(html))
    assert answer.content == data
    assert answer.headers["content-type"] == kind
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("name", NO_SOUNDS)
async def test_what_is_no_sound_is_declined_gently(app: FastAPI, talking: Phone, name: str) -> None:
    answer = await _speak(talking, NO_SOUNDS[name])
    assert answer.status_code == 400
    assert "n&#39;est pas un message vocal" in answer.text
    assert await app.state.db.read(_rows) == []


async def test_a_voice_above_sixteen_megabytes_is_declined(app: FastAPI, talking: Phone) -> None:
    answer = await _speak(talking, b"OggS" + b"\0" * MEDIA_BYTES_MAX)
    assert answer.status_code == 413
    assert await app.state.db.read(_rows) == []


async def test_a_voice_sent_twice_is_kept_once(app: FastAPI, talking: Phone) -> None:
    for _ in range(2):
        assert (await _speak(talking, OGG)).status_code == 303
    assert len(await app.state.db.read(_rows)) == 1


async def test_a_voice_can_be_the_very_first_thing(new_phone: Callable[[], Phone]) -> None:
    fresh = new_phone()
    assert (await _speak(fresh, OGG)).status_code == 303
    await fresh.look()
    assert "Message vocal bien reçu." in fresh.talk


async def test_words_beside_a_voice_are_read_too(app: FastAPI, talking: Phone) -> None:
    await _speak(talking, OGG, text="je ne veux plus vivre")

    def kinds(conn: Connection) -> list[str]:
        return list(conn.execute(select(inbound.c.kind).order_by(inbound.c.id)).scalars())

    assert (await app.state.db.read(kinds))[-2:] == ["text", "voice"]
    assert "je ne veux plus vivre" in await talking.look()


async def test_an_empty_file_field_is_no_voice(app: FastAPI, talking: Phone) -> None:
    answer = await talking.client.post("/chat", data={"nonce": "e1", "text": "oui"}, files={"voice": ("", b"", "")})
    assert answer.status_code == 303
    assert await app.state.db.read(_rows) == []
    await talking.look()
    assert "Où êtes-vous maintenant ?" in talking.talk


async def test_a_voice_is_not_for_another_browser(talking: Phone, new_phone: Callable[[], Phone]) -> None:
    await _speak(talking, OGG)
    address = _address(await talking.look())
    assert (await new_phone().client.get(address)).status_code == 404


@pytest.mark.parametrize(
    ("asked", "status", "given"),
    [
        ("bytes=0-3", 206, OGG[:4]),
        ("bytes=4-", 206, OGG[4:]),
        ("bytes=-5", 206, OGG[-5:]),
        ("bytes=0-999999", 206, OGG),
        ("bytes=5000-", 416, b""),
        ("bytes=-", 200, OGG),
        ("lines=1-2", 200, OGG),
        ("bytes=0-1,4-5", 200, OGG),
    ],
)
async def test_players_ask_for_pieces(talking: Phone, asked: str, status: int, given: bytes) -> None:
    await _speak(talking, OGG)
    answer = await talking.client.get(_address(await talking.look()), headers={"Range": asked})
    assert answer.status_code == status
    assert answer.content == given


async def test_a_provider_fetches_by_a_signed_link(
    app: FastAPI, talking: Phone, new_phone: Callable[[], Phone]
) -> None:
    await _speak(talking, OGG)
    [(media_id, *_)] = await app.state.db.read(_rows)
    provider = new_phone().client
    token = media_token(app.state.house.vault, media_id)
    answer = await provider.get(f"/media/{token}")
    assert answer.content == OGG
    assert "set-cookie" not in answer.headers
    for wrong in (media_id, token[:-1], token + "A", "x"):
        assert (await provider.get(f"/media/{wrong}")).status_code == 404


async def test_a_signed_link_grows_old(app: FastAPI, talking: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    await _speak(talking, OGG)
    [(media_id, *_)] = await app.state.db.read(_rows)
    token = media_token(app.state.house.vault, media_id)
    monkeypatch.setattr("bot.media.LINK_SECONDS", -1)
    assert LINK_SECONDS > 0
    assert (await talking.client.get(f"/media/{token}")).status_code == 404
