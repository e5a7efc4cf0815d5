"""Somebody in danger rings in every open page of the desk, a hidden or locked one too, until a worker takes the case."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import Connection, delete, select, update

from bot.desk.sessions import IDLE_SECONDS
from bot.desk.staff import add_worker
from bot.records.clock import move
from bot.records.database import Database
from bot.records.tables import conversation, handover
from tests.browser.conftest import Site

PASSWORD = "quatre-mots-bien-secrets"
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 860}
LOOK_MS = 15_000
LISTEN = """
window.rings = []; window.notes = [];
HTMLMediaElement.prototype.play = function () { window.rings.push(this.src); return Promise.resolve(); };
window.Notification = class { constructor(title, more) { window.notes.push([title, more.body || ""]); } close() {} };
Notification.permission = "granted"; Notification.requestPermission = async () => "granted";
"""


@pytest.fixture
def on_site(site: Site) -> Callable[..., Any]:
    """Work on the site's records, aside: this thread's loop belongs to the browser."""

    def write(work: Callable[..., Any], *given: Any) -> Any:
        async def done() -> Any:
            database = Database(f"sqlite:///{site.database}")
            try:
                return await database.write(work, *given)
            finally:
                await database.close()

        with ThreadPoolExecutor(1) as apart:
            return apart.submit(lambda: asyncio.run(done())).result()

    return write


@pytest.fixture
def desk(browser: Browser, site: Site, on_site: Callable[..., Any]) -> Iterator[Page]:
    """Awa's browser, in which nobody has waited yet."""
    on_site(add_worker, "bell", "supervisor", "sira", PASSWORD)
    on_site(lambda conn: conn.execute(update(handover).values(closed_at=1)))
    context = browser.new_context(viewport=DESK, locale="fr-FR")  # type: ignore[arg-type]
    context.add_init_script(LISTEN)
    page = context.new_page()
    page.goto(f"{site.url}/desk")
    page.fill("[name=login]", "bell")
    page.fill("[name=password]", PASSWORD)
    page.click("button.main")
    expect(page.get_by_role("heading", name="Qui attend")).to_be_visible()
    yield page
    context.close()


def _somebody_in_danger(browser: Browser, site: Site) -> None:
    context = browser.new_context(viewport=PHONE, locale="fr-FR")  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(site.url)
    for label, then in (
        ("Français", "Êtes-vous d'accord"),
        ("Oui, d'accord", "tout va bien"),
        ("Oui, ça va", "Où êtes-vous"),
    ):
        page.locator("button.choice", has_text=label).first.click()
        expect(page.locator("#talk")).to_contain_text(then)
    page.fill("#text", "je ne veux plus vivre")
    page.locator("#compose button.send").click()
    expect(page.locator("#talk li").last).not_to_contain_text("Où êtes-vous")
    context.close()


def _rings(page: Page, more_than: int) -> int:
    _until(page, f"window.rings.length > {more_than}")
    return int(page.evaluate("window.rings.length"))


def _until(page: Page, condition: str) -> None:
    """Playwright's own waiting evaluates words, which the pages' policy forbids."""
    for _ in range(LOOK_MS // 200):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(200)
    raise AssertionError(f"never: {condition}")


def test_it_rings_only_once_it_is_switched_on_and_says_nothing_of_the_person(
    browser: Browser, site: Site, desk: Page, on_site: Callable[..., Any], artefacts: Path
) -> None:
    asked: list[str] = []
    desk.on("request", lambda request: asked.append(request.url))
    desk.goto(f"{site.url}/desk/me")
    assert not [one for one in asked if "/desk/count" in one], "off until somebody wants it"
    desk.get_by_role("button", name="Activer la sonnerie").click()
    expect(desk.get_by_role("button", name="Couper la sonnerie")).to_be_visible()
    expect(desk.locator("[data-bell-light]")).to_be_visible()
    desk.screenshot(path=str(artefacts / "bell-1280.png"), full_page=True)
    desk.set_viewport_size(PHONE)  # type: ignore[arg-type]
    desk.screenshot(path=str(artefacts / "bell-360.png"), full_page=True)
    assert desk.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    tried = int(desk.evaluate("window.rings.length"))
    assert tried == 1, "heard once when it is switched on"
    _somebody_in_danger(browser, site)
    _rings(desk, tried)
    assert desk.title().startswith("(1) ")
    assert desk.evaluate("window.notes") == [["Sira : une demande attend", ""]]
    assert "bell.wav" in desk.evaluate("window.rings.at(-1)")

    # a page that is locked rings on, until somebody takes the case
    on_site(move, IDLE_SECONDS + 1)
    desk.goto(f"{site.url}/desk/queue")
    expect(desk.get_by_role("heading", name="Page fermée")).to_be_visible()
    desk.evaluate("localStorage.setItem('sira-bell-rung', '1')")  # half a minute ago, and more
    heard = _rings(desk, int(desk.evaluate("window.rings.length")))
    assert desk.title().startswith("(1) ")

    def take(conn: Connection) -> None:
        open_one = select(handover.c.conversation_id).where(handover.c.closed_at == 0)
        conn.execute(
            update(conversation).where(conversation.c.id.in_(open_one)).values(claimed_by="f" * 32, lease_until=0)
        )

    on_site(take)
    _until(desk, "!document.title.startsWith('(')")
    desk.evaluate("localStorage.setItem('sira-bell-rung', '1')")
    desk.wait_for_timeout(6000)
    assert int(desk.evaluate("window.rings.length")) == heard, "taken: silence"
    on_site(lambda conn: conn.execute(delete(handover)))
