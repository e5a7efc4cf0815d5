"""Voices on Telegram: a real voice note before the words, uploaded once and then sent by its id."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.engine.book import Book
from tests.doubles.telegram_api import TOKEN, TelegramApi
from tests.runner.door import SECRET, opened

CHAT = 500


@pytest.fixture(scope="module")
def telegram() -> Iterator[TelegramApi]:
    with TelegramApi(TOKEN, secret=SECRET) as api:
        yield api


async def test_a_question_is_heard_before_it_is_read_and_uploaded_once(
    telegram: TelegramApi, told: Book, voices: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIRA_VOICES", str(voices))
    async with opened(f"sqlite:///{tmp_path / 'sira.db'}", telegram, told) as door:
        await door.writes(CHAT, "bonjour", "écouter")
        await door.settled()
        seen = telegram.seen(CHAT)
        print([(one.kind, one.text[:30]) for one in seen])
        assert [one.kind for one in seen][-2:] == ["voice", "text"]
        await door.writes(CHAT, "répéter")
        await door.settled()
        print([(c.method) for c in telegram.calls][-10:])
