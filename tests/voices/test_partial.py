"""A shelf that is not full: « Écouter » stands only where something is heard, and numbers mean what the screen says."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from bot.engine.book import Book
from bot.rehearsal import Rehearsal
from bot.settings import Settings
from locales.text import Text
from locales.voices.manifest import write_manifest
from locales.voices.shelf import Shelf
from tests.chat.conftest import HOME, KEY, Phone
from tests.voices.shelves import speaking
from webhook.app import create_app

FIRST = ("welcome.language.", "say.word.", "phrase.voice_choice~")
"""What the first question needs to be heard."""

BUTTON = 'class="aloud"'
"""What turns the voice on or off on the page."""

Poor = Callable[..., Book]


@pytest.fixture
def poor(told: Book, voices: Path, tmp_path: Path) -> Poor:
    """The book with voices for those keys only, in Bambara."""

    def made(*starts: str) -> Book:
        entries = {key: one for key, one in told.voices.entries("bm").items() if key.startswith(starts)}
        write_manifest(tmp_path / "poor" / "bm", entries)
        return speaking(told, Shelf(tmp_path / "poor"))

    return made


def said(book: Book, *words: str, channel: str = "telegram") -> str:
    talk = Rehearsal.begin(channel=channel, load=lambda: book)
    return "\n".join([talk.say(one) for one in words][-1])


def bambara(book: Book, text: Text) -> str:
    return book.catalogues.say(text, "bm")


def test_with_one_sentence_recorded_nobody_is_offered_to_listen_where_nothing_is_heard(poor: Poor) -> None:
    book = poor("welcome.refused_say.say")
    assert book.voices.speaks("bm")
    assert "@listen" not in said(book, "bonjour")
    assert bambara(book, book.phrase("button_listen")) not in said(book, "bonjour")
    assert bambara(book, book.phrase("voice_not_here")) in said(book, "bonjour", "bamanankan", "lamɛn")


def test_the_first_question_offers_to_listen_when_all_of_it_is_recorded(poor: Poor) -> None:
    assert bambara(poor(*FIRST), poor(*FIRST).phrase("button_listen")) in said(poor(*FIRST), "bonjour")
    assert bambara(poor(*FIRST), poor(*FIRST).phrase("button_listen")) not in said(poor(*FIRST[1:]), "bonjour")


def test_a_question_that_is_not_recorded_does_not_say_that_no_voice_is_there_at_all(poor: Poor) -> None:
    book = poor(*FIRST)
    heard = said(book, "bonjour", "bamanankan", "lamɛn")
    assert bambara(book, book.phrase("voice_not_here")) in heard
    assert bambara(book, book.phrase("voice_none")) not in heard


@pytest.mark.parametrize(("digit", "heard"), [("3", True), ("4", False)])
def test_the_number_beside_listen_turns_the_voice_on(told: Book, digit: str, heard: bool) -> None:
    talk = Rehearsal.begin(channel="whatsapp", load=lambda: told)
    assert "3. " in "\n".join(talk.say("bonjour"))
    talk.say(digit)
    assert talk.session.voice is heard


@pytest.mark.parametrize("before", [(), ("lamɛn",)])
def test_the_number_beside_the_human_brings_one(told: Book, before: tuple[str, ...]) -> None:
    talk = Rehearsal.begin(channel="whatsapp", load=lambda: told)
    for words in ("bonjour", "bamanankan", *before, "xyzzy", "plugh"):
        shown = "\n".join(talk.say(words))
    assert "4. 🧑" in shown
    missed = bambara(told, told.phrase("missed_human"))
    assert missed not in "\n".join(talk.say("4"))
    assert talk.session.frames[-1].flow == "person" or talk.level


async def test_the_page_shows_listen_only_on_what_is_heard(
    poor: Poor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with page(
        poor("welcome.consent.", "phrase.the_team", "phrase.read_by_page", *FIRST), tmp_path, monkeypatch
    ) as phone:
        assert BUTTON in phone.html
        await phone.tap("Bamanankan")
        assert BUTTON in phone.html
        await phone.tap("Ka lamɛn")
        assert "/chat/voice/" in phone.html
        await phone.tap("Awɔ, n sɔnna")
        assert BUTTON not in phone.html
        assert phone.html.count("/chat/voice/") == 1


async def test_one_recorded_sentence_puts_no_listen_on_the_page(
    poor: Poor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with page(poor("welcome.refused_say.say"), tmp_path, monkeypatch) as phone:
        assert BUTTON not in phone.html
        await phone.tap("Bamanankan")
        assert BUTTON not in phone.html


@asynccontextmanager
async def page(book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Phone]:
    """The web chat of ``book``, opened."""
    monkeypatch.setattr("bot.running.load_book", lambda: book)
    settings = Settings(
        database_url=f"sqlite:///{tmp_path / 'sira.db'}", master_key=KEY, pepper=KEY, public_url=HOME,
        voices=str(book.voices.root),
    )  # fmt: skip
    made = create_app(settings, sends=False)
    async with (
        made.router.lifespan_context(made),
        httpx.AsyncClient(transport=httpx.ASGITransport(made), base_url=HOME) as client,
    ):
        phone = Phone(client)
        await phone.look()
        yield phone
