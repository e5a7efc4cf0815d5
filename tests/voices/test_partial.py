"""A shelf that is not full: « Écouter » stands only where something is heard, and numbers mean what the screen says."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from bot.engine.book import Book
from bot.engine.effects import Send
from bot.engine.events import Said
from bot.engine.moment import Moment
from bot.engine.step import step
from bot.engine.voiced import can_be_heard, voice_of
from bot.rehearsal import Rehearsal
from bot.settings import Settings
from flows.flow import Option
from locales.text import Text
from locales.voices.manifest import write_manifest
from locales.voices.parts import parts_of
from locales.voices.shelf import Shelf
from tests.chat.conftest import HOME, KEY, Phone
from tests.voices.shelves import speaking
from webhook.app import create_app
from webhook.chat.view import _first

FIRST = ("welcome.language.", "say.word.", "phrase.voice_choice~")
"""What the first question needs to be heard."""

ARABIC = Option("ar", Text("", "العربية"), "🗣️", "ar")

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


def with_arabic(book: Book) -> Book:
    """The release in which somebody opened a third language, which nobody speaks here yet."""
    welcome = book.flows["welcome"]
    node = welcome.nodes["language"]
    asked = replace(node, options=(*node.options, ARABIC))
    catalogues = replace(book.catalogues, messages={**book.catalogues.messages, ARABIC.id: {}})
    flows = {**book.flows, "welcome": replace(welcome, nodes={**welcome.nodes, "language": asked})}
    return replace(book, flows=flows, catalogues=catalogues)


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


def test_a_language_without_voices_takes_the_sound_from_nobody(told: Book, poor: Poor) -> None:
    for book in (told, poor(*FIRST)):
        three = with_arabic(book)
        assert [option.id for option in three.node("welcome", "language").options] == ["fr", "bm", "ar"]
        asked = _first(three)
        assert can_be_heard(three, asked, "")
        assert "say.name." not in voice_of(three, asked, "bm"), "nobody recorded that name"
    assert not can_be_heard(with_arabic(poor(*FIRST)), asked, "ar")


def test_a_language_that_was_recorded_is_said_although_it_has_no_voices_of_its_own(told: Book, tmp_path: Path) -> None:
    three = with_arabic(told)
    (name,) = parts_of(three.catalogues, ARABIC.label, "bm")
    there = told.voices.entries("bm")
    write_manifest(tmp_path / "bm", {**there, name.key: replace(there["welcome.language.ask"], text=name.text)})
    assert name.key in voice_of(speaking(three, Shelf(tmp_path)), _first(three), "bm")


def test_who_listens_hears_before_each_silent_question_that_it_is_silent_and_that_a_human_is_there(poor: Poor) -> None:
    """Nobody who cannot read is left before a voice that only stops."""
    book = poor(*FIRST, "phrase.voice_not_here", "welcome.consent")
    told = bambara(book, book.phrase("voice_not_here"))
    talk = Rehearsal.begin(channel="telegram", load=lambda: book)
    for word in ("bonjour", "lamɛn", "bamanankan"):
        talk.say(word)
    for word in ("1", "1"):  # neither what follows the yes is recorded, nor what follows that
        effects = step(book, talk.session, Said(word), Moment(at=talk.at, channel="telegram")).effects
        sends = [one for one in effects if isinstance(one, Send)]
        said_alone = [one for one in sends if [line.key for line in one.lines] == ["phrase.voice_not_here"]]
        assert len(said_alone) == 1
        assert voice_of(book, said_alone[0], "bm")
        question = sends[sends.index(said_alone[0]) + 1]
        assert not voice_of(book, question, "bm")
        assert "@person" in [button.id for button in question.buttons]
        talk.say(word)
    assert told not in said(book, "bonjour", "bamanankan", "1"), "who reads is not told"


def test_one_way_back_is_said_where_the_question_has_one_of_its_own(told: Book) -> None:
    """By ear two answers « Revenir » are the same."""
    talk = Rehearsal.begin(channel="web", load=lambda: told)
    for word in ("bonjour", "lamɛn", "bamanankan", "1", "1"):
        talk.say(word)
    effects = step(told, talk.session, Said("plainte"), Moment(at=talk.at, channel="web", numbered=False)).effects
    buttons = next(one.buttons for one in effects if isinstance(one, Send) and one.buttons)
    back = told.phrase("button_back").fr
    assert [button.label.fr for button in buttons].count(back) == 1


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
        poor("welcome.consent.", "phrase.the_team", "phrase.read_by_page", "phrase.ways_page", *FIRST),
        tmp_path,
        monkeypatch,
    ) as phone:
        assert BUTTON in phone.html
        await phone.tap("Bamanankan")
        assert BUTTON in phone.html
        await phone.tap("Ka lamɛn")
        assert "/chat/voice/" in phone.html
        await phone.tap("Awɔ, n sɔnna")
        assert "Ka lamɛn" not in phone.html.partition('<div id="answers"')[2]
        assert 'value="0:@silent"' in phone.html, "who listens can still turn it off"
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


def test_two_answers_that_seem_unread_offer_the_voice_in_words_with_its_button(told: Book) -> None:
    talk = Rehearsal.begin(channel="web", load=lambda: told)
    for words in ("bonjour", "bamanankan", "ffgh"):
        talk.say(words)
    shown = "\n".join(talk.say("hjkk lpo"))
    assert bambara(told, told.phrase("listen_too")) in shown
    assert bambara(told, told.phrase("button_listen")) in shown
    assert bambara(told, told.phrase("listen_too")) not in said(
        told, "bonjour", "bamanankan", "lamɛn", "ffgh", "hjkk lpo"
    )


def test_where_nothing_can_be_heard_nobody_is_told_to_listen(poor: Poor) -> None:
    book = poor("welcome.refused_say.say")
    assert bambara(book, book.phrase("listen_too")) not in said(book, "bonjour", "bamanankan", "ffgh", "hjkk lpo")
