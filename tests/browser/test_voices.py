"""Voice mode in a real browser at 360 px: nothing is loaded before it is touched, and a touch plays it."""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, expect

from bot.engine.book import Book
from bot.settings import Settings
from tests.browser.conftest import KEY, START_SECONDS
from tests.voices.shelves import fill
from webhook.app import create_app

PHONE = {"width": 360, "height": 640}


@pytest.fixture(scope="module")
def speaking_site(tmp_path_factory: pytest.TempPathFactory, book: Book) -> Iterator[str]:
    """The whole application with a voice for every sentence, on a port of its own."""
    folder = tmp_path_factory.mktemp("speaking")
    fill(folder / "voices", book, "fr", "bm", synthetic=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    settings = Settings(
        database_url=f"sqlite:///{folder / 'sira.db'}", master_key=KEY, pepper=KEY, public_url=url,
        voices=str(folder / "voices"),
    )  # fmt: skip
    server = uvicorn.Server(
        uvicorn.Config(create_app(settings, sends=False), port=port, log_level="error", lifespan="on")
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + START_SECONDS
    while not server.started:
        assert time.monotonic() < deadline, "the server did not start"
        time.sleep(0.02)
    yield url
    server.should_exit = True
    thread.join(START_SECONDS)


def test_a_voice_is_loaded_when_it_is_touched_and_plays(browser: Browser, speaking_site: str, artefacts: Path) -> None:
    context = browser.new_context(viewport=PHONE, locale="fr-FR", reduced_motion="reduce")
    page = context.new_page()
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url) if "/chat/voice/" in request.url else None)
    page.goto(speaking_site)
    page.locator("#answers button", has_text="Bamanankan").click()
    page.locator("#answers button", has_text="Ka lamɛn").click()
    player = page.locator("#talk audio").last
    expect(player).to_be_visible()
    expect(page.locator("#talk")).to_contain_text("mansin")
    expect(page.locator("#answers button b").first).to_have_text("1")
    page.screenshot(path=artefacts / "voice_mode_360.png")
    assert loaded == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    player.evaluate("sound => sound.play()")
    expect(player).to_have_js_property("paused", value=False)
    assert loaded
    assert all(re.fullmatch(rf"{speaking_site}/chat/voice/\w+", one) for one in loaded)
    for _ in range(2):
        page.locator("#answers button.choice").first.click()
        page.wait_for_timeout(400)
    expect(page.locator("#talk audio").last).to_be_visible()
    page.screenshot(path=artefacts / "voice_mode_choices_360.png")
    context.close()
