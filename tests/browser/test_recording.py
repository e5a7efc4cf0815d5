"""The recording page in a real browser: one sentence is recorded with the microphone, kept, and heard in the chat."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.engine.book import Book
from bot.voices.repertoire import repertoire
from locales.voices.manifest import read_manifest, write_manifest
from tests.browser.conftest import Site, served
from tests.browser.desk import hired, looked_at, signs_in_anywhere
from tests.browser.screens import DESK, PHONE, new_page
from tests.voices.shelves import fill

SENTENCE = "safety.now.ask"
SECONDS = 4.0
"""Long enough for the words, by the checks of a recording."""
TOO_LITTLE = re.compile("Trop court|On n'entend rien|ne se lit pas")
"""The browser's microphone beeps once a second: of a shorter take a beep is heard, or none, or not even a whole piece of
sound was written on a busy machine.
"""


@pytest.fixture
def shelf(tmp_path: Path, book: Book) -> Path:
    """Every voice in Bambara but one."""
    root = tmp_path / "voices"
    shelf = fill(root, book, "bm")
    assert SENTENCE in repertoire(book, "bm")
    write_manifest(root / "bm", {key: one for key, one in shelf.entries("bm").items() if key != SENTENCE})
    return root


@pytest.fixture
def studio(tmp_path: Path, shelf: Path) -> Iterator[Site]:
    """The whole application, with those voices."""
    with served(tmp_path / "sira.db", voices=str(shelf)) as site:
        yield site


def _records(desk: Page, seconds: float) -> None:
    desk.locator("#record").click()
    expect(desk.locator("#elapsed")).to_contain_text(f"0:0{seconds:.0f}", timeout=20_000)
    desk.locator("#record").click()
    expect(desk.locator("#heard")).to_be_visible()


def test_a_take_outlives_a_refusal_and_a_lost_network_and_no_question_is_asked(
    browser: Browser, studio: Site, shelf: Path, artefacts: Path
) -> None:
    hired(studio, "eli", "editor")
    desk = new_page(browser, PHONE, permissions=["microphone"])
    asked: list[str] = []
    desk.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    signs_in_anywhere(desk, studio, "eli")
    desk.goto(f"{studio.url}/desk/voices?lang=bm&room=safety&key={SENTENCE}")
    keep, told = desk.locator("#take button.main"), desk.locator("#told")
    keep.click()
    expect(told).to_contain_text("Rien n’est enregistré")
    _records(desk, 0)
    keep.click()
    expect(told).to_contain_text(TOO_LITTLE)
    expect(desk.locator("#heard")).to_be_visible()
    _records(desk, SECONDS)
    expect(told).to_be_hidden()
    desk.context.set_offline(True)
    keep.click()
    expect(keep).to_have_text("Pas de réseau : touchez pour réessayer")
    desk.locator("#heard").evaluate("sound => sound.play()")
    looked_at(desk, artefacts, "recording-offline")
    desk.set_viewport_size(PHONE)
    desk.context.set_offline(False)
    keep.click()
    expect(desk.locator("main")).to_contain_text("déjà enregistrée")
    assert read_manifest(shelf / "bm")[SENTENCE].seconds > 2
    assert asked == []
    desk.context.close()


def test_one_sentence_is_recorded_by_microphone_and_heard_in_the_chat(
    browser: Browser, studio: Site, shelf: Path, artefacts: Path
) -> None:
    chat = new_page(browser, PHONE)
    chat.goto(studio.url)
    for label in ("Bamanankan", "Ka lamɛn", "Awɔ, n sɔnna"):
        chat.locator("#answers button", has_text=label).click()
        expect(chat.locator("#talk")).to_contain_text(label)
    expect(chat.locator("#talk")).to_contain_text("Ɲininkali kelen")
    expect(chat.locator("#talk li.machine").last.locator("audio")).to_have_count(0)

    hired(studio, "dia", "editor")
    desk = new_page(browser, DESK, permissions=["microphone"])
    signs_in_anywhere(desk, studio, "dia")
    desk.goto(f"{studio.url}/desk/voices?lang=bm&room=safety")
    assert desk.locator("[name=key]").get_attribute("value") == SENTENCE
    _records(desk, SECONDS)
    looked_at(desk, artefacts, "recording")
    desk.locator("button.main", has_text="Garder et continuer").click()
    expect(desk.locator("main")).to_contain_text("déjà enregistrée")
    assert desk.locator(".error:visible").count() == 0
    assert read_manifest(shelf / "bm")[SENTENCE].synthetic is False

    chat.fill("#text", "a fɔ kokura")
    chat.locator("#compose button.send").click()
    player = chat.locator("#talk li.machine").last.locator("audio")
    expect(player).to_have_count(1)
    player.evaluate("sound => sound.play()")
    expect(player).to_have_js_property("paused", value=False)
    desk.goto(f"{studio.url}/desk/wording?lang=bm")
    looked_at(desk, artefacts, "wording")
    for page in (chat, desk):
        page.context.close()
