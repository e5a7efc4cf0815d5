"""The whole road in Bambara without reading: voice mode and taps only, on every channel."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.channels.capabilities import BY_NAME
from bot.channels.message import Message
from bot.channels.render import render
from bot.engine.book import Book
from bot.voices.form import BYTES_MAX
from bot.voices.naming import recordings_in
from bot.voices.sounds import Sounds
from tests.stories.player import Heard, Player, fresh_database, make_template

CALLS_A_MESSAGE = 2
TURNS_MAX = 40
LANGUAGE = "bm"
TAPPED = {
    "welcome.language": LANGUAGE,
    "suggestions.choose": "details",
    "orientation.age": "18_24",
    "referral.second_way": "no",
}
"""Answers that are not simply the first."""
ONCE = {"suggestions.choose"}
ROAD = [
    "welcome.language",
    "welcome.consent",
    "safety.now",
    "orientation.place",
    "orientation.region",
    "orientation.age",
]


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory, book: Book) -> Path:
    path = tmp_path_factory.mktemp("walk") / "empty.db"
    make_template(path, book)
    return path


@pytest.mark.parametrize("channel", ["telegram", "whatsapp", "web"])
async def test_the_whole_orientation_is_walked_by_ear_and_taps(
    channel: str, told: Book, template: Path, tmp_path: Path
) -> None:
    database = fresh_database(template, tmp_path)
    sounds = Sounds(told.voices)
    player = Player(told, database, channel)
    heard = await player.turn({"say": "/start"})
    assert heard is not None
    assert "@listen" in heard.offered
    heard = await player.turn({"tap": "@listen"})
    asked: list[str] = []
    for _ in range(TURNS_MAX):
        assert heard is not None
        for message in heard.messages:
            assert_heard(message, channel, sounds, language=LANGUAGE if asked else "fr")
        if heard.row["level"]:
            break
        asked.append(heard.messages[-1].key.rpartition(".")[0])
        heard = await player.turn({"tap": answer(asked, heard)})
    await database.close()
    assert asked[: len(ROAD)] == ROAD
    assert "referral.share" in asked
    assert heard is not None
    assert heard.row["level"] == "P2"


def assert_heard(message: Message, channel: str, sounds: Sounds, language: str) -> None:
    """Words, buttons and voice in one language, the voice first, in no more calls than allowed."""
    assert message.language == language
    assert message.voice, message.text
    said = {spoken for spoken, _ in recordings_in(message.voice) if spoken}
    assert said == ({"fr", LANGUAGE} if language == "fr" else {language})
    sound = sounds.sound(message.voice)
    assert sound is not None
    assert sound.startswith(b"OggS")
    assert len(sound) <= BYTES_MAX
    wires = render(message, BY_NAME[channel])
    assert wires[0].kind == "voice"
    apart = bool(message.beside) and len(wires) > CALLS_A_MESSAGE  # the French that has no room is a message of its own
    assert len(wires) <= CALLS_A_MESSAGE + apart, [wire.kind for wire in wires]


def answer(asked: list[str], heard: Heard) -> str:
    """The tap that goes on."""
    offered = [choice for choice in heard.offered if not choice.startswith("@")]
    wanted = TAPPED.get(asked[-1], offered[0])
    return offered[0] if asked[-1] in ONCE and asked.count(asked[-1]) > 1 else wanted
