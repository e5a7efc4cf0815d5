"""Every page, by axe: what somebody who sees badly, or sees nothing, meets (WCAG 2.2 AA)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from bot.desk import canned
from bot.desk.staff import worker_of
from bot.records.seal import Vault
from tests.browser.conftest import KEY, Site
from tests.browser.desk import hired, looked_at, on_records, opens, signs_in
from tests.browser.screens import DESK, PHONE, new_page

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
PAGES = (
    "/desk/queue", "/desk/referrals", "/desk/canned", "/desk/complaints", "/desk/partners", "/desk/numbers", "/desk/people",
    "/desk/shifts", "/desk/requests", "/desk/audit", "/desk/security", "/desk/me", "/desk/password", "/desk/nothing-here",
)  # fmt: skip
ROLES = ("supervisor", "admin", "auditor", "protection")


@pytest.fixture(scope="module")
def worker(site: Site) -> str:
    """Somebody who may open nearly everything, where something stands to be looked at."""
    who = on_records(site, worker_of, hired(site, "sira-eyes", *ROLES))
    ready = canned.Canned("", "Attendre un peu", "Je cherche pour vous.", "N bɛ a ɲini i ye.")
    assert on_records(site, canned.save, Vault(KEY, KEY), who, ready, {}) == ""
    return "sira-eyes"


@pytest.fixture
def desk(browser: Browser, site: Site, worker: str) -> Iterator[Page]:
    page = new_page(browser, DESK)
    page.goto(f"{site.url}/desk/login")
    _looked_at(page)
    signs_in(page, site, worker)
    yield page
    page.context.close()


def _looked_at(page: Page) -> None:
    """No rule is broken, at a desk's width and at a phone's."""
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        found = Axe().run(page, options=RULES).response["violations"]
        broken = [f"{rule['id']}: {rule['help']} · {node['html'][:160]}" for rule in found for node in rule["nodes"]]
        assert not broken, "\n".join([f"{page.url} at {size['width']} px", *broken])


def test_the_chat_is_open_to_everybody(browser: Browser, site: Site) -> None:
    page = new_page(browser, DESK, reduced_motion="reduce")
    page.goto(site.url)
    _looked_at(page)
    for label, then in (
        ("Français", "Êtes-vous d'accord"),
        ("Oui, d'accord", "tout va bien"),
        ("Oui, ça va", "Où êtes-vous"),
    ):
        page.locator("button.choice", has_text=label).first.click()
        expect(page.locator("#talk")).to_contain_text(then)
    _looked_at(page)
    page.context.close()


def test_every_page_of_the_desk_is_open_to_everybody(desk: Page, site: Site, artefacts: Path) -> None:
    for address in PAGES:
        desk.goto(site.url + address)
        _looked_at(desk)
        looked_at(desk, artefacts, f"page-{address.rpartition('/')[2]}")


def test_a_conversation_and_what_is_done_with_it_are_open_to_everybody(
    browser: Browser, desk: Page, site: Site
) -> None:
    person = new_page(browser, DESK, reduced_motion="reduce")
    person.goto(site.url)
    for label in ("Français", "Oui, d'accord", "Oui, ça va"):
        person.locator("button.choice", has_text=label).first.click()
        person.wait_for_timeout(300)
    for words, then in (
        ("je veux parler à quelqu'un", "quelques mots"),
        ("une question pour tous les yeux", "C'est noté"),
    ):
        person.fill("#text", words)
        person.locator("#compose button.send").click()
        expect(person.locator("#talk")).to_contain_text(then)
    person.context.close()
    desk.goto(f"{site.url}/desk/queue")
    _looked_at(desk)
    opens(desk, "une question pour tous les yeux")
    _looked_at(desk)
    desk.locator(".claim button").first.click()
    expect(desk.locator("#text")).to_be_visible()
    for details in desk.locator("details").all():
        details.evaluate("one => one.open = true")
    _looked_at(desk)
    desk.goto(f"{desk.url.partition('?')[0]}/propose")
    expect(desk.get_by_role("heading", name="Proposer un service")).to_be_visible()
    _looked_at(desk)
