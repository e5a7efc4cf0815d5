"""Voices on Telegram: a real voice note before the words, uploaded once and then sent by its id."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot.channels.render import KEYS
from bot.engine.book import Book
from bot.records.tables import content_template
from tests.doubles.telegram_api import Call, TelegramApi
from tests.doubles.telegram_rules import Upload
from tests.runner.door import PATIENCE, PAUSE_SECONDS, Door, opened

CHAT = 500


@pytest.fixture
async def door(
    telegram: TelegramApi, told: Book, voices: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Door]:
    monkeypatch.setenv("SIRA_VOICES", str(voices))
    async with opened(f"sqlite:///{tmp_path / 'sira.db'}", telegram, told) as one:
        yield one


async def _last_word(api: TelegramApi) -> None:
    """It comes after the commit, from nothing that is stored."""
    for _ in range(PATIENCE):
        if api.seen(CHAT) and "Tout est effacé" in api.seen(CHAT)[-1].text:
            return
        await asyncio.sleep(PAUSE_SECONDS)
    raise AssertionError("the last word did not come")


def spoken(api: TelegramApi) -> list[Call]:
    return [call for call in api.calls if call.method == "sendVoice"]


async def test_a_question_is_heard_before_it_is_read(door: Door, telegram: TelegramApi) -> None:
    await door.writes(CHAT, "bonjour", "écouter")
    await door.settled()
    first, voice, words = telegram.seen(CHAT)
    assert (first.kind, voice.kind, words.kind) == ("text", "voice", "text")
    assert isinstance(voice.file, Upload)
    assert voice.file.data.startswith(b"OggS")
    assert [label.split()[0] for label, _ in words.buttons] == [KEYS[1], KEYS[2]]


async def test_a_voice_is_uploaded_once_and_then_sent_by_its_id(door: Door, telegram: TelegramApi) -> None:
    await door.writes(CHAT, "bonjour", "écouter", "répéter")
    await door.settled()
    await door.writes(CHAT + 1, "bonjour", "écouter")
    await door.settled()
    uploads = [isinstance(call.parameters["voice"], Upload) for call in spoken(telegram)]
    assert uploads == [True, False, False]
    assert len(await door.app.state.db.read(lambda conn: conn.execute(select(content_template)).all())) == 1


async def test_an_id_that_telegram_forgot_is_uploaded_anew(door: Door, telegram: TelegramApi) -> None:
    await door.writes(CHAT, "bonjour", "écouter")
    await door.settled()
    await door.alter(update(content_template).values(sid="gone"))
    door.app.state.channels["telegram"]._voices._ids.clear()
    await door.writes(CHAT, "répéter")
    await door.settled()
    assert [one.kind for one in telegram.seen(CHAT)][-2:] == ["voice", "text"]
    assert isinstance(spoken(telegram)[-1].parameters["voice"], Upload)


async def test_a_voice_whose_file_is_gone_costs_the_words_nothing(
    door: Door, telegram: TelegramApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    await door.writes(CHAT, "bonjour")
    monkeypatch.setattr("bot.voices.sounds.Sounds.sound", lambda *_: None)
    await door.writes(CHAT, "écouter")
    await door.settled()
    assert [one.kind for one in telegram.seen(CHAT)] == ["text", "text"]
    assert spoken(telegram) == []


async def test_the_last_word_is_heard_by_who_heard_everything(door: Door, telegram: TelegramApi) -> None:
    await door.writes(CHAT, "bonjour", "français", "écouter", "oui", "effacer")
    await door.settled()  # else an answer that is still on its way comes between
    await door.writes(CHAT, "oui")
    await _last_word(telegram)
    voice, words = telegram.seen(CHAT)[-2:]
    assert (voice.kind, words.kind) == ("voice", "text")


async def test_the_last_word_is_only_read_by_who_reads(door: Door, telegram: TelegramApi) -> None:
    await door.writes(CHAT, "bonjour", "français", "oui", "effacer", "oui")
    await _last_word(telegram)
    assert spoken(telegram) == []
