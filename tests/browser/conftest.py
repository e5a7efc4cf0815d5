"""A real browser and a real server on a free port, for looking at pages as people see them."""

from __future__ import annotations

import base64
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, Page, sync_playwright

from bot.settings import Settings
from tests.browser.screens import PHONE, new_page
from tests.prepare import LINE, chromium
from webhook.app import create_app

KEY: Final = base64.b64encode(b"k" * 32).decode()
FLAGS: Final = (
    "--no-sandbox",
    "--headless",
    "--disable-gpu",
    "--disable-background-networking",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
)
START_SECONDS: Final = 20
ARTEFACTS: Final = Path(__file__).parents[1] / "artefacts"


@dataclass(frozen=True)
class Site:
    """Where the server answers, and the application behind it."""

    url: str
    app: FastAPI
    database: Path


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium of the machine; says what to install when there is none."""
    executable = chromium()
    if executable is None:
        pytest.fail(f"The browser tests need Chromium. Run: sudo {LINE} (or set SIRA_TEST_CHROMIUM to its path).")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=executable, args=list(FLAGS))
        yield started
        started.close()


@pytest.fixture(scope="session")
def artefacts() -> Path:
    """Where screenshots are kept."""
    ARTEFACTS.mkdir(exist_ok=True)
    return ARTEFACTS


@contextmanager
def served(database: Path, **more: Any) -> Iterator[Site]:
    """The whole application on a port of its own, served from a thread. ``more`` settings."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    app = create_app(
        Settings(database_url=f"sqlite:///{database}", master_key=KEY, pepper=KEY, public_url=url, **more), sends=False
    )
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="error", lifespan="on"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + START_SECONDS
    while not server.started:
        assert time.monotonic() < deadline, "the server did not start"
        time.sleep(0.05)
    yield Site(url, app, database)
    server.should_exit = True
    thread.join(START_SECONDS)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The whole application, as it comes."""
    with served(tmp_path_factory.mktemp("site") / "sira.db") as one:
        yield one


@pytest.fixture
def person(browser: Browser, site: Site) -> Iterator[Page]:
    """The web chat on somebody's phone."""
    page = new_page(browser, PHONE)
    page.goto(site.url)
    yield page
    page.context.close()
