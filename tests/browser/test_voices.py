"""The whole orientation in Bambara in a real browser at 360 px, by voice and taps only: every message has its voice, which a
tap begins, and nothing is loaded that no tap brought. The voices are stand-ins: espeak-ng at the beginning, tones after it.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from bot.engine.book import Book
from bot.voices.repertoire import repertoire
from bot.voices.standin import make
from locales.voices.shelf import Shelf
from tests.browser.conftest import Site, served
from tests.browser.screens import new_page, pictured
from tests.prepare import SPEAKER_LINE, speaker
from tests.voices.shelves import fill
from tests.voices.test_walk import ROAD as BEFORE_THE_IDEAS

PHONE = {"width": 360, "height": 640}
LANGUAGE = "bm"
BY_MACHINE = ("welcome.language.", "phrase.voice_choice", "phrase.voice_machine", "say.word.kelen", "say.word.fila")
"""What espeak-ng says for this test; one short tone stands for every other sentence."""
TURNS_MAX = 40
APART_PX = 10
ROAD = (*BEFORE_THE_IDEAS, "suggestions.choose", "referral.share", "referral.second_way")
"""Questions on the way, in their order; others stand between them."""
NOT_THE_FIRST = {
    "welcome.language": LANGUAGE,
    "orientation.age": "18_24",
    "suggestions.choose": "details",
    "referral.second_way": "no",
}
"""Answers that go on where the first choice would not."""
ONCE = frozenset({"suggestions.choose"})
SCREENS = {
    "welcome.language": "voice_mode_360.png",
    "orientation.place": "voice_mode_choices_360.png",
    "suggestions.choose": "voice_mode_ideas_360.png",
    "referral.share": "voice_mode_share_360.png",
}


@dataclass
class Listener:
    """Somebody who never reads: their page, what they were asked, and which sounds the page fetched."""

    page: Page
    book: Book
    asked: list[str] = field(default_factory=list)
    fetched: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("request", lambda request: self._note(request.url))

    def _note(self, url: str) -> None:
        if "/voice/" in url or "/media/" in url:
            self.fetched.append(url)

    @property
    def said(self) -> Locator:
        """Everything that the machine has said."""
        return self.page.locator("#talk li.machine")

    def tap(self, button: Locator) -> None:
        """Touch it, and wait until the machine has answered."""
        before = self.said.count()
        button.tap()
        self.page.wait_for_function(ANSWERED, arg=before)

    def answer(self) -> None:
        """Touch the answer that goes on."""
        name = self.question()
        first = self.page.locator("#answers button.choice").first.get_attribute("value") or ""
        wanted = "" if name in ONCE and name in self.asked else NOT_THE_FIRST.get(name, "")
        value = f"{first.partition(':')[0]}:{wanted}" if wanted else first
        self.asked.append(name)
        self.tap(self.page.locator(f"#answers button[value='{value}']"))

    def question(self) -> str:
        """Which question of ``ROAD`` stands open, by its words."""
        open_now = bare(self.said.last.inner_text())
        return next((name for name in ROAD if self._words(name) in open_now), "")

    def _words(self, name: str) -> str:
        """The longest piece of the question that holds no value."""
        text = self.book.node(*name.split(".")).text
        assert text is not None
        return max(map(bare, re.split(r"\{\w+\}", self.book.catalogues.say(text, LANGUAGE))), key=len)

    def hears_everything(self) -> None:
        """Every message has one player, which holds nothing yet."""
        players = self.page.locator("#talk li.machine audio[preload=none]")
        assert players.count() == self.said.count(), self.said.last.inner_text()
        numbers = self.page.locator("#answers button.choice b").all_inner_texts()
        assert numbers == [str(n) for n in range(1, self.page.locator("#answers button.choice").count() + 1)]
        assert self.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


ANSWERED = """before => document.querySelectorAll('#talk li.machine').length > before
    && !document.getElementById('answers').inert && !document.querySelector('.sending')"""


def bare(words: str) -> str:
    """Without the signs and spaces that a page sets differently."""
    return "".join(filter(str.isalnum, words))


def levels(database: Path) -> list[str]:
    """How urgent each talk is, for the team."""
    with closing(sqlite3.connect(database)) as opened:
        return [str(level) for (level,) in opened.execute("SELECT level FROM conversation WHERE level <> ''")]


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory, book: Book) -> Shelf:
    """A voice for every sentence, all of them stand-ins."""
    if speaker() is None:
        pytest.fail(f"This test needs espeak-ng. Run: sudo {SPEAKER_LINE}")
    made = fill(tmp_path_factory.mktemp("speaking"), book, "fr", LANGUAGE, synthetic=True)
    for language in ("fr", LANGUAGE):
        items = [item for key, item in repertoire(book, language).items() if key.startswith(BY_MACHINE)]
        assert [why for _, why in make(items, made, language) if why] == []
    return made


@pytest.fixture(scope="module")
def speaking_site(tmp_path_factory: pytest.TempPathFactory, shelf: Shelf) -> Iterator[Site]:
    """The whole application with those voices, on a port of its own."""
    with served(tmp_path_factory.mktemp("listening") / "sira.db", voices=str(shelf.root)) as site:
        yield site


@pytest.fixture
def listener(browser: Browser, speaking_site: Site, book: Book) -> Iterator[Listener]:
    """A phone with the first page on it."""
    page = new_page(browser, PHONE, has_touch=True, reduced_motion="reduce")
    page.goto(speaking_site.url)
    yield Listener(page, book)
    page.context.close()


def test_the_whole_orientation_is_walked_by_ear_and_taps(
    listener: Listener, speaking_site: Site, artefacts: Path
) -> None:
    page = listener.page
    page.locator("#answers button.aloud").tap()
    expect(listener.said.last.locator("audio")).to_be_visible()
    expect(page.locator("#talk")).to_contain_text("mansin")
    for _ in range(TURNS_MAX):
        listener.hears_everything()
        if screen := SCREENS.get(listener.question()):
            pictured(page, path=artefacts / screen)
        listener.answer()
        if levels(speaking_site.database):
            break
    listener.hears_everything()
    pictured(page, path=artefacts / "voice_mode_receipt_360.png")
    assert list(dict.fromkeys(name for name in listener.asked if name)) == list(ROAD)
    assert levels(speaking_site.database) == ["P2"]


def test_ecouter_plays_and_so_does_what_each_answer_brings_even_in_a_new_language(listener: Listener) -> None:
    page = listener.page
    page.locator("#answers button.aloud").tap()
    expect(listener.said.last.locator("audio")).to_have_js_property("paused", value=False)
    page.locator("#answers button[value$=':bm']").tap()
    expect(page.locator("html")).to_have_attribute("lang", LANGUAGE)
    asked = listener.said.nth(listener.said.count() - 1).locator("audio")
    expect(asked).to_have_js_property("paused", value=False)
    listener.tap(page.locator("#answers button.choice").first)
    expect(listener.said.last.locator("audio")).to_have_js_property("paused", value=False)
    expect(asked).to_have_js_property("paused", value=True)
    listener.said.last.locator(".sound span").tap()
    expect(listener.said.last.locator("audio")).to_have_js_property("paused", value=True)


@pytest.mark.parametrize("by_voice", [True, False])
def test_who_listens_hears_that_all_is_erased_and_nobody_else_does(listener: Listener, *, by_voice: bool) -> None:
    page = listener.page
    if by_voice:
        page.locator("#answers button.aloud").tap()
        expect(listener.said.last.locator("audio")).to_be_visible()
    page.locator("#answers button[value$=':fr']").tap()
    expect(page.locator("#answers button[value$=':yes']")).to_be_visible()
    page.locator("#text").fill("effacer")
    listener.tap(page.locator("#compose button.send"))
    page.locator("#answers button.choice").first.tap()
    farewell = page.locator("#talk audio[src^='/chat/farewell/']")
    expect(farewell).to_have_js_property("paused", value=not by_voice)


def test_several_messages_are_heard_one_after_the_other(listener: Listener) -> None:
    page = listener.page
    page.locator("#answers button.aloud").tap()
    expect(listener.said.last.locator("audio")).to_be_visible()
    before = listener.said.count()
    listener.tap(page.locator(".person").first)
    first, second = (listener.said.nth(before + place).locator("audio") for place in (0, 1))
    expect(first).to_have_js_property("paused", value=False)
    expect(second).to_have_js_property("paused", value=True)
    page.wait_for_function("sound => sound.duration > 0", arg=first.element_handle())
    first.evaluate("sound => { sound.currentTime = sound.duration - 0.1; }")
    expect(second).to_have_js_property("paused", value=False)


def test_the_button_for_silence_stands_apart_from_the_answers_above_it(listener: Listener) -> None:
    page = listener.page
    page.locator("#answers button.aloud").tap()
    expect(listener.said.last.locator("audio")).to_be_visible()
    listener.tap(page.locator("#answers button[value$=':bm']"))
    last = page.locator("#answers button.choice").nth(2).bounding_box()
    silence = page.locator("#answers button[value='0:@silent']").bounding_box()
    assert last
    assert silence
    assert silence["y"] - (last["y"] + last["height"]) >= APART_PX


def test_again_and_slowly_stand_in_sight_above_many_answers(listener: Listener, artefacts: Path) -> None:
    """Under ten answers nobody finds the turtle; a finger that wants it must not meet the first answer either."""
    page = listener.page
    page.set_viewport_size({"width": PHONE["width"], "height": 740})
    page.locator("#answers button.aloud").tap()
    expect(listener.said.last.locator("audio")).to_be_visible()
    while listener.question() != "orientation.age":
        listener.answer()
    slowly = page.locator("#answers button[value='0:@slowly']").bounding_box()
    first = page.locator("#answers button.choice").first.bounding_box()
    footer = page.locator("footer").bounding_box()
    assert slowly
    assert first
    assert footer
    assert slowly["y"] + slowly["height"] <= footer["y"]
    assert first["y"] - (slowly["y"] + slowly["height"]) >= APART_PX
    assert first["y"] + first["height"] <= footer["y"]
    pictured(page, path=artefacts / "voice_mode_age_360.png")


def test_a_voice_is_loaded_when_it_is_touched_and_plays(listener: Listener, speaking_site: Site, shelf: Shelf) -> None:
    assert listener.fetched == []
    listener.page.locator("#answers button.aloud").tap()
    player = listener.said.last.locator("audio")
    expect(player).to_have_js_property("paused", value=False)
    assert listener.fetched
    assert all(re.fullmatch(rf"{speaking_site.url}/chat/voice/\w+", one) for one in listener.fetched)
    asked = sum(shelf.entries(language)["welcome.language.ask"].seconds for language in ("fr", LANGUAGE))
    assert asked > 2
    listener.page.wait_for_function("([sound, least]) => sound.duration > least", arg=[player.element_handle(), asked])


def test_what_is_repeated_slowly_is_played_slower_and_what_comes_next_is_not(listener: Listener) -> None:
    page = listener.page
    page.locator("#answers button.aloud").tap()
    expect(listener.said.last.locator("audio")).to_be_visible()
    listener.tap(page.locator("#answers button[value$=':bm']"))
    for button, speed in (("0:@repeat", 1), ("0:@slowly", 0.75)):
        listener.tap(page.locator(f"#answers button[value='{button}']"))
        player = listener.said.last.locator("audio")
        expect(player).to_have_js_property("paused", value=False)
        expect(player).to_have_js_property("playbackRate", value=speed)
    listener.tap(page.locator("#answers button.choice").first)
    expect(listener.said.last.locator("audio")).to_have_js_property("playbackRate", value=1)
