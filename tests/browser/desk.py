"""Who works at the desk in a browser: hired, signed in, looked at on a screen and on a phone."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from bot.desk.staff import add_worker
from bot.records.database import Database
from tests.browser.conftest import Site
from tests.browser.screens import DESK, PHONE, new_page, pictured

PASSWORD: Final = "quatre-mots-bien-secrets"
RULES: Final = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}


def on_records(site: Site, work: Callable[..., Any], *given: Any) -> Any:
    """Work on the site's records, in a thread of its own: this one's loop belongs to the browser."""

    async def done() -> Any:
        database = Database(f"sqlite:///{site.database}")
        try:
            return await database.write(work, *given)
        finally:
            await database.close()

    with ThreadPoolExecutor(1) as apart:
        return apart.submit(lambda: asyncio.run(done())).result()


def hired(site: Site, login: str, *roles: str) -> str:
    """Somebody who may sign in. Returns the id."""
    return [str(on_records(site, add_worker, login, role, "sira", PASSWORD)) for role in roles][-1]


def signs_in_anywhere(page: Page, site: Site, login: str) -> None:
    """Through the door, to where the work of one's role is."""
    page.goto(f"{site.url}/desk")
    page.fill("[name=login]", login)
    page.fill("[name=password]", PASSWORD)
    page.click("button.main")
    expect(page.get_by_role("link", name="Sortir").or_(page.get_by_role("button", name="Sortir"))).to_be_visible()


def signs_in(page: Page, site: Site, login: str) -> None:
    """Through the door, to the queue."""
    signs_in_anywhere(page, site, login)
    expect(page.get_by_role("heading", name="Qui attend")).to_be_visible()


def signed_in(browser: Browser, site: Site, login: str, **more: Any) -> Page:
    """A worker's browser."""
    page = new_page(browser, DESK, **more)
    signs_in(page, site, login)
    return page


def looked_at(page: Page, artefacts: Path, name: str) -> None:
    """A picture on a screen and on a phone, where nothing is wider than it."""
    page.set_viewport_size(DESK)
    pictured(page, path=str(artefacts / f"{name}-{DESK['width']}.png"))
    page.set_viewport_size(PHONE)
    wide = page.evaluate("document.documentElement.scrollWidth")
    pictured(page, path=str(artefacts / f"{name}-{PHONE['width']}.png"), full_page=True)
    page.set_viewport_size(DESK)
    assert wide <= PHONE["width"], name


def open_to_everybody(page: Page) -> None:
    """No rule is broken, at a desk's width and at a phone's."""
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        found = Axe().run(page, options=RULES).response["violations"]
        broken = [f"{rule['id']}: {rule['help']} · {node['html'][:160]}" for rule in found for node in rule["nodes"]]
        assert not broken, "\n".join([f"{page.url} at {size['width']} px", *broken])


def asks(person: Page, question: str) -> None:
    """A fresh chat, from nothing to the queue."""
    for label, then in (("Français", "Êtes-vous d'accord"), ("Oui, d'accord", "tout va bien"), ("Oui, ça va", "Où êtes-vous"),
                        ("Au Mali", "Dans quelle région"), ("Kayes", "Quel âge")):  # fmt: skip
        person.locator("button.choice", has_text=label).first.click()
        expect(person.locator("#talk")).to_contain_text(then)
    for words, then in (
        ("vingt-deux ans", "compte le plus"),
        ("je veux parler à quelqu'un", "quelques mots"),
        (question, "C'est noté"),
    ):
        person.fill("#text", words)
        person.locator("#compose button.send").click()
        expect(person.locator("#talk")).to_contain_text(then)


def opens(desk: Page, words: str) -> None:
    """From the queue to the case of who said ``words``."""
    rows = desk.locator(".queue .row")
    for place in reversed(range(rows.count())):
        rows.nth(place).click()
        expect(desk.locator(".queue")).to_have_count(0)
        if desk.locator(".thread", has_text=words).count():  # a row may have gone to nobody's meanwhile
            return
        desk.go_back()
        expect(rows.first).to_be_visible()
    raise AssertionError(f"nobody waits who said « {words} »")


def takes(desk: Page, words: str) -> None:
    """The worker takes the case of who said ``words``."""
    desk.reload()
    opens(desk, words)
    desk.get_by_role("button", name="Prendre la conversation").click()
    expect(desk.locator("#text")).to_be_visible()


@contextmanager
def just_taken(browser: Browser, site: Site, worker: str, person: Page, words: str) -> Iterator[Page]:
    """The screen of a worker who has just taken the case of ``person``, who asked with these words."""
    asks(person, f"une question, {words}")
    page = signed_in(browser, site, worker)
    takes(page, words)
    yield page
    page.context.close()
