"""A sound as a dictaphone writes it is taken like the others; an empty file gets a word."""

from __future__ import annotations

import io
import wave

import pytest

from bot.desk.sound import SECONDS_MAX
from tests.chat.conftest import Phone


def _wave(seconds: float, rate: int = 22_050) -> bytes:
    written = io.BytesIO()
    with wave.open(written, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(rate)
        sound.writeframes(bytes(2 * int(seconds * rate)))
    return written.getvalue()


async def test_a_wave_becomes_a_voice_note(talking: Phone) -> None:
    file = ("mon son.wav", _wave(1.5), "audio/wav")
    answer = await talking.client.post("/chat", data={"nonce": "w1"}, files={"voice": file})
    assert answer.status_code == 303
    html = await talking.look()
    address = html[html.index("/chat/media/") :].partition('"')[0]
    kept = await talking.client.get(address)
    assert kept.headers["content-type"] == "audio/ogg"
    assert kept.content.startswith(b"OggS")
    assert len(kept.content) < len(file[1]) / 4


@pytest.mark.parametrize(
    ("data", "status", "told"),
    [
        (b"", 400, "pas un message vocal"),
        (b"RIFF\x24\0\0\0WAVEfmt nonsense", 400, "pas un message vocal"),
        (_wave(SECONDS_MAX + 2, 800), 413, "trop long"),
    ],
    ids=["empty", "broken", "too long"],
)
async def test_what_cannot_be_heard_gets_a_word(talking: Phone, data: bytes, status: int, told: str) -> None:
    file = ("mon son.wav", data, "audio/wav")
    answer = await talking.client.post("/chat", data={"nonce": "w2"}, files={"voice": file})
    assert answer.status_code == status
    assert told in answer.text.replace("&#39;", "'")


async def test_words_beside_an_empty_file_are_read(talking: Phone) -> None:
    file = ("mon son.wav", b"", "audio/wav")
    answer = await talking.client.post("/chat", data={"nonce": "w3", "text": "menu"}, files={"voice": file})
    assert answer.status_code == 303
