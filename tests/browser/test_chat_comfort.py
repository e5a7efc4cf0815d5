"""What scripts add to the chat: news without reloading, a voice, a network that comes and goes, a quick way out."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, ViewportSize, expect
from sqlalchemy import Engine, Select, create_engine, select, update

from bot.records.tables import conversation
from flows.limits import QUIET_SECONDS
from tests.browser.conftest import Site
from tests.browser.desk import on_records
from tests.browser.screens import new_page as new_phone
from tests.browser.screens import pictured
from tests.chat.team import team_writes

PHONE: ViewportSize = {"width": 360, "height": 640}
POLL_MS = 10_000
UNSENT = "Pas encore parti : pas de réseau. Gardez cette page ouverte."
DANGER = "au secour on me frape"
SECRET = "je veux être seule ici"
SILENCE = QUIET_SECONDS + 60
NOTHING_KEPT = "() => localStorage.length + sessionStorage.length === 0"
LETTERS = "I ni sɔgɔma. Ɲɛ, ŋɔmi, dɔɔni."


@pytest.fixture
def new_page(browser: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """A maker of phones; ``more`` as for a browser context."""
    contexts: list[BrowserContext] = []

    def made(**more: Any) -> Page:
        page = new_phone(browser, PHONE, reduced_motion="reduce", **more)
        contexts.append(page.context)
        page.goto(site.url)
        return page

    yield made
    for context in contexts:
        context.close()


def _agree(page: Page) -> None:
    page.locator("#answers button", has_text="Français").click()
    page.locator("#answers button", has_text="Oui, d'accord").click()
    expect(page.locator("#talk")).to_contain_text("tout va bien pour vous")


def _asked(engine: Engine, newest: Select[tuple[str]]) -> bool:
    with engine.connect() as conn:
        return bool(conn.execute(newest).scalar_one_or_none())


def _team_writes(site: Site, text: str) -> None:
    engine = create_engine(f"sqlite:///{site.database}")
    newest = select(conversation.c.level).order_by(conversation.c.id.desc()).limit(1)
    deadline = time.monotonic() + POLL_MS / 1000
    while not _asked(engine, newest):  # the page shows the person's own words before the server has them
        assert time.monotonic() < deadline, "nobody asked for a person"
        time.sleep(0.05)
    with engine.begin() as conn:
        team_writes(conn, site.app.state.house, text)
    engine.dispose()


def test_what_the_team_writes_appears_by_itself(new_page: Callable[..., Page], site: Site, artefacts: Path) -> None:
    page = new_page()
    _agree(page)
    page.click(".person")
    expect(page.locator("#talk .me").last).to_contain_text("Parler à quelqu'un")
    page.fill("#text", "je réfléchis")
    page.focus("#text")
    _team_writes(site, f"{LETTERS} Bonjour, je vous lis.")
    expect(page.locator("#talk .team")).to_contain_text(LETTERS, timeout=POLL_MS)
    expect(page.locator("#talk .team b")).to_contain_text("Équipe")
    expect(page.locator("#answers button")).to_have_count(0)
    assert page.input_value("#text") == "je réfléchis"
    assert page.evaluate("document.activeElement.id") == "text"
    pictured(page, path=artefacts / "chat-team.png")


def test_a_voice_is_recorded_heard_and_sent(new_page: Callable[..., Page], artefacts: Path) -> None:
    page = new_page(permissions=["microphone"])
    _agree(page)
    page.click("#record")
    expect(page.locator("#record")).to_have_text("⏹")
    page.wait_for_timeout(700)
    page.click("#record")
    expect(page.locator("#heard")).to_be_visible()
    pictured(page, path=artefacts / "chat-voice-1-listen.png")
    page.click("#send-voice")
    expect(page.locator("#talk .me audio")).to_be_visible()
    expect(page.locator("#talk")).to_contain_text("Message vocal bien reçu.")
    expect(page.locator("#compose")).to_be_visible()
    pictured(page, path=artefacts / "chat-voice-2-sent.png")
    seconds = page.evaluate(
        "async () => { const a = document.querySelector('#talk .me audio'); a.preload = 'auto'; a.load();"
        " await new Promise((ok, no) => { a.onloadeddata = ok; a.onerror = () => no(a.error.message); });"
        " return a.readyState; }"
    )
    assert seconds >= 2, "the player can play what was sent"


@pytest.mark.parametrize("size", [{"width": 360, "height": 740}, {"width": 1280, "height": 800}])
def test_who_records_sees_what_to_do_and_the_seconds_go_by(
    new_page: Callable[..., Page], artefacts: Path, size: ViewportSize
) -> None:
    """Over a long message too: the line stands where one writes, not at the end of what was said."""
    page = new_page(permissions=["microphone"])
    page.set_viewport_size(size)
    page.locator("#answers button", has_text="Français").click()
    expect(page.locator("#talk")).to_contain_text("Êtes-vous d'accord ?")
    for _ in range(2):
        page.click("#record")
        for line in ("Touchez le carré", "00:01"):
            expect(page.locator("#compose")).to_contain_text(line)
        for part in ("#taping", "#since", "#record"):
            box = page.locator(part).bounding_box()
            assert box is not None
            assert box["y"] + box["height"] <= size["height"], part
        pictured(page, path=artefacts / f"chat-voice-recording-{size['width']}.png")
        expect(page.locator("#text")).to_be_hidden()
        page.click("#record")
        page.click("#drop")
        expect(page.locator("#text")).to_be_visible()
        expect(page.locator("#taping")).to_be_hidden()


def test_send_sends_what_is_being_said(new_page: Callable[..., Page]) -> None:
    page = new_page(permissions=["microphone"])
    _agree(page)
    page.click("#record")
    expect(page.locator("#record")).to_have_text("⏹")
    page.wait_for_timeout(700)
    page.click("#compose .send")
    expect(page.locator("#talk .me audio")).to_be_visible()
    expect(page.locator("#talk")).to_contain_text("Message vocal bien reçu.")
    expect(page.locator("#record")).to_have_text("🎤")


def test_an_answer_ends_a_recording_which_waits_to_be_heard_and_sent(new_page: Callable[..., Page]) -> None:
    page = new_page(permissions=["microphone"])
    _agree(page)
    page.click("#record")
    expect(page.locator("#record")).to_have_text("⏹")
    page.wait_for_timeout(700)
    page.locator("#answers button.choice").first.click()
    expect(page.locator("#heard")).to_be_visible()
    expect(page.locator("#record")).to_have_text("🎤")
    expect(page.locator("#talk .me audio")).to_have_count(0)
    page.click("#send-voice")
    expect(page.locator("#talk .me audio")).to_be_visible()


def test_words_without_a_network_go_when_it_is_back_and_once(new_page: Callable[..., Page]) -> None:
    page = new_page()
    _agree(page)
    page.context.set_offline(True)
    page.fill("#text", "oui")
    page.press("#text", "Enter")
    expect(page.locator("#status")).to_have_text(UNSENT)
    expect(page.locator("#talk .sending")).to_have_text("oui")
    page.context.set_offline(False)
    expect(page.locator("#talk")).to_contain_text("Où êtes-vous maintenant ?", timeout=POLL_MS)
    expect(page.locator("#talk .me", has_text=re.compile(r"\boui\b"))).to_have_count(1)
    expect(page.locator("#status")).to_have_text("")


def _keeps_nothing(page: Page) -> None:
    """The browser holds no words: soon, for the page may still be on its way to the next."""
    page.wait_for_function(NOTHING_KEPT)


def _waiting(page: Page, words: str = "oui") -> None:
    """Words that the server did not take: it is down, the page's own network is there."""
    page.route("**/chat", lambda route: route.abort())
    page.fill("#text", words)
    page.press("#text", "Enter")
    expect(page.locator("#status")).to_have_text(UNSENT)


def test_words_that_wait_outlive_a_reload_and_go_once(new_page: Callable[..., Page]) -> None:
    page = new_page()
    _agree(page)
    _waiting(page)
    page.unroute("**/chat")
    page.reload()
    expect(page.locator("#talk")).to_contain_text("Où êtes-vous maintenant ?")
    expect(page.locator("#talk .me", has_text=re.compile(r"\boui\b"))).to_have_count(1)
    page.reload()
    expect(page.locator("#talk .me", has_text=re.compile(r"\boui\b"))).to_have_count(1)
    _keeps_nothing(page)


def _in_order(page: Page, *said: str) -> None:
    """These words, each once, are the last that the person said, and the server has them."""
    expect(page.locator("#talk .sending")).to_have_count(0, timeout=POLL_MS)
    mine = page.locator("#talk .me").all_inner_texts()[-len(said) :]
    assert [words in text for words, text in zip(said, mine, strict=True)] == [True] * len(said), mine
    expect(page.locator("#status")).to_have_text("")
    _keeps_nothing(page)


def test_words_behind_an_answer_that_waits_go_after_it_and_outlive_a_reload(new_page: Callable[..., Page]) -> None:
    page = new_page()
    _agree(page)
    page.route("**/chat", lambda route: route.abort())
    page.context.set_offline(True)
    page.locator("#answers button", has_text="Oui, ça va").click()
    expect(page.locator("#status")).to_have_text(UNSENT)
    page.fill("#text", DANGER)
    page.locator("#compose .send").click()
    expect(page.locator("#text")).to_have_value("")
    page.locator(".someone button").dblclick()
    waiting = [re.compile("Oui, ça va"), DANGER, re.compile("Parler à quelqu'un")]
    expect(page.locator("#talk .sending")).to_have_text(waiting)
    page.context.set_offline(False)
    page.reload()
    expect(page.locator("#talk .sending")).to_have_text(waiting)
    page.unroute("**/chat")
    _in_order(page, "Oui, ça va", DANGER, "Parler à quelqu'un")
    expect(page.locator("#talk .me", has_text=DANGER)).to_have_count(1)

    held: list[Route] = []
    page.route("**/chat", lambda route: held.insert(0, route), times=1)
    for words in ("un mot encore", "et un autre"):
        page.fill("#text", words)
        page.press("#text", "Enter")
    expect(page.locator("#talk .sending")).to_have_text(["un mot encore", "et un autre"])
    held[0].continue_()
    _in_order(page, "un mot encore", "et un autre")


def _opened_again(page: Page) -> Page:
    """The same browser's next tab, after the one that could not send is closed."""
    later = page.context.new_page()
    page.close()
    later.goto(f"{page.url}")
    return later


def test_words_that_wait_outlive_their_tab_and_go_once(new_page: Callable[..., Page]) -> None:
    page = new_page()
    _agree(page)
    _waiting(page)
    later = _opened_again(page)
    expect(later.locator("#talk")).to_contain_text("Où êtes-vous maintenant ?", timeout=POLL_MS)
    expect(later.locator("#talk .me", has_text=re.compile(r"\boui\b"))).to_have_count(1)
    _keeps_nothing(later)


def _silence(site: Site) -> None:
    on_records(site, lambda conn: conn.execute(update(conversation).values(last_at=conversation.c.last_at - SILENCE)))


def test_after_a_silence_words_that_wait_are_shown_to_nobody_and_go_when_their_writer_says_so(
    new_page: Callable[..., Page], site: Site
) -> None:
    page = new_page()
    _agree(page)
    _waiting(page, SECRET)
    _silence(site)
    later = _opened_again(page)
    expect(later.locator("#again")).to_contain_text("Un message n'est pas encore parti.")
    expect(later.locator("body")).not_to_contain_text(SECRET)
    later.locator("#again button").click()
    expect(later.locator("#talk .me", has_text=SECRET)).to_have_count(1)
    _keeps_nothing(later)


def test_after_a_silence_whoever_goes_on_instead_never_sees_the_words_that_waited(
    new_page: Callable[..., Page], site: Site
) -> None:
    page = new_page()
    _agree(page)
    _waiting(page, SECRET)
    _silence(site)
    later = _opened_again(page)
    later.locator("#answers button", has_text="Continuer").click()
    expect(later.locator("#talk .me").last).to_contain_text("Continuer")
    _keeps_nothing(later)
    expect(later.locator("body")).not_to_contain_text(SECRET)


@pytest.mark.parametrize("next_page", ["/?f=fr", "/"], ids=["erased", "another talk"])
def test_words_that_wait_are_for_their_own_talk_or_nobody(new_page: Callable[..., Page], next_page: str) -> None:
    page = new_page()
    _agree(page)
    _waiting(page)
    page.context.clear_cookies()
    page.unroute("**/chat")
    page.goto(page.url.rstrip("/") + next_page)
    expect(page.locator("h1")).to_be_visible()
    _keeps_nothing(page)
    expect(page.locator("#talk .me")).to_have_count(0)


def test_words_that_wait_do_not_outlive_hiding(new_page: Callable[..., Page]) -> None:
    page = new_page()
    _agree(page)
    _waiting(page)
    page.click(".hide")
    expect(page.locator("main, footer")).to_have_count(2)  # the page as the server knows it
    _keeps_nothing(page)
    expect(page.locator("#talk")).not_to_contain_text("Où êtes-vous maintenant ?")


def test_hide_empties_the_page_even_without_a_network(new_page: Callable[..., Page]) -> None:
    page = new_page()
    _agree(page)
    page.context.set_offline(True)
    page.click(".hide")
    expect(page.locator("#talk .machine")).to_have_count(0)
    expect(page.locator("main, footer")).to_have_count(0)


def test_after_hide_the_way_back_shows_nothing(new_page: Callable[..., Page], site: Site) -> None:
    page = new_page()
    _agree(page)
    page.click(".hide")
    expect(page.locator("#talk")).to_have_text("Bonjour")
    page.goto("about:blank")
    page.go_back()
    expect(page.locator("#talk")).to_have_text("Bonjour")
    assert page.context.cookies(site.url)[0]["httpOnly"]


def test_a_double_tap_is_one_answer(new_page: Callable[..., Page]) -> None:
    page = new_page()
    page.locator("#answers button", has_text="Français").dblclick()
    expect(page.locator("#talk")).to_contain_text("Êtes-vous d'accord")
    expect(page.locator("#talk .me")).to_have_count(1)


def test_the_page_is_readable_in_the_dark(new_page: Callable[..., Page], artefacts: Path) -> None:
    page = new_page(color_scheme="dark")
    page.locator("#answers button", has_text="Bamanankan").click()
    expect(page.locator("html[lang=bm] #talk .machine")).to_have_count(1)
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert max(int(part) for part in dark.removeprefix("rgb(").removesuffix(")").split(",")) < 60
    pictured(page, path=artefacts / "chat-dark.png")


def test_nothing_is_wider_than_a_small_phone(new_page: Callable[..., Page]) -> None:
    page = new_page()
    _agree(page)
    page.fill("#text", "x" * 400)
    page.press("#text", "Enter")
    expect(page.locator("#talk .sending")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_a_gentle_page_says_what_to_do(new_page: Callable[..., Page], artefacts: Path) -> None:
    page = new_page(java_script_enabled=False)
    page.locator("summary").click()
    page.set_input_files("#voice", {"name": "a.txt", "mimeType": "text/plain", "buffer": b"pas une voix"})
    pictured(page, path=artefacts / "chat-plain-voice.png")
    page.click(".voice .send")
    expect(page.locator("#trouble")).to_contain_text("n'est pas un message vocal")
    pictured(page, path=artefacts / "chat-trouble.png")
    page.get_by_text("Aller à la discussion").click()
    expect(page.locator("#talk")).to_contain_text("Quelle langue")
