"""A request with four hands: the person asks in Bambara, the desk sends, the organisation answers on its phone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser.conftest import Site
from tests.browser.desk import hired, looked_at, open_to_everybody, signs_in
from tests.browser.screens import DESK, PHONE, new_page, pictured

ANSWERS = ("1", "1", "1", "bamako", "24", "1", "1", "couture", "1", "1", "1", "1", "1", "4", "2", "2")
"""Yes, well, in Mali … to a request for the first service, reached here, at any hour, without follow-up."""


@pytest.fixture(scope="module")
def worker(site: Site) -> str:
    """A supervisor who may sign in."""

    hired(site, "fanta", "supervisor")
    return "fanta"


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[[ViewportSize], Page]]:
    pages = []

    def fresh(size: ViewportSize) -> Page:
        pages.append(new_page(browser, size))
        return pages[-1]

    yield fresh
    for page in pages:
        page.context.close()


def test_a_request_goes_from_the_person_to_the_organisation_and_back(
    open_page: Callable[[ViewportSize], Page], site: Site, worker: str, artefacts: Path
) -> None:
    person, desk, partner = open_page(PHONE), open_page(DESK), open_page(PHONE)
    _ask(person, site)

    signs_in(desk, site, worker)
    _open_the_request(desk)
    _look(desk, artefacts, "referral-draft")
    desk.get_by_role("button", name="Faire le lien à remettre").click()
    expect(desk.locator(".made svg")).to_be_visible()
    _look(desk, artefacts, "referral-link")
    link = desk.locator(".made .address").inner_text()
    desk.reload()
    expect(desk.locator(".made .address")).to_have_text(link)
    desk.get_by_role("button", name="C’est remis").click()
    expect(person.locator("#talk")).to_contain_text("An ka jɛkulu y'a di", timeout=45_000)

    partner.goto(link)
    _look(partner, artefacts, "partner-door")
    partner.get_by_role("button", name="Ouvrir").click()
    expect(partner.locator("dl")).to_contain_text("Couture")
    assert partner.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    accepts = partner.get_by_role("button", name="J’accepte").bounding_box()
    assert accepts is not None
    assert accepts["y"] + accepts["height"] <= PHONE["height"], "who asks, for what, and the yes stand on one screen"
    _look(partner, artefacts, "partner-file")
    partner.get_by_role("button", name="À l’étude").click()
    expect(partner.locator("h1")).to_contain_text("noté")
    expect(person.locator("#talk")).to_contain_text("A ma sɔn fɔlɔ", timeout=45_000)

    partner.goto(link)
    partner.get_by_role("button", name="Ouvrir").click()
    partner.locator("summary", has_text="Rendez-vous").click()
    partner.fill("[name=day]", (datetime.now(UTC) + timedelta(days=3)).strftime("%Y-%m-%d"))
    partner.fill("[name=hour]", "10:30")
    partner.fill("[name=place]", "Centre de Lafiabougou")
    partner.fill("[name=landmark]", "derrière la mosquée")
    pictured(partner, path=str(artefacts / "partner-360-meeting.png"), full_page=True)
    partner.get_by_role("button", name="Donner ce rendez-vous").click()
    _look(partner, artefacts, "partner-thanks")
    partner.go_back()
    expect(partner.locator("summary").first).to_contain_text("Changer le rendez-vous")
    expect(person.locator("#talk")).to_contain_text("Yɔrɔ: Centre de Lafiabougou", timeout=45_000)
    pictured(person, path=str(artefacts / "person-360-appointment.png"))
    partner.goto(link)
    partner.get_by_role("button", name="Ouvrir").click()
    expect(partner.locator("main")).to_contain_text("Après l’heure du rendez-vous, revenez ici")
    expect(partner.locator("dl")).to_have_count(0)
    _look(partner, artefacts, "partner-afterwards")
    desk.reload()
    expect(desk.locator("main")).to_contain_text("Centre de Lafiabougou")
    _look(desk, artefacts, "referral-accepted")
    desk.goto(f"{site.url}/desk/partners")
    _look(desk, artefacts, "partners")


def _ask(person: Page, site: Site) -> None:
    """From nothing to a request with its number, in Bambara."""
    person.goto(site.url)
    person.locator("button.choice", has_text="Bamanankan").first.click()
    expect(person.locator("#talk")).to_contain_text("digi sanfɛ")
    for answer in ANSWERS:
        lines = person.locator("#talk li")
        before = lines.count()
        person.fill("#text", answer)
        person.locator("#compose button.send").click()
        expect(lines.nth(before + 1)).to_be_visible()
    expect(person.locator("#talk")).to_contain_text("nimɔrɔ")


def _open_the_request(desk: Page) -> None:
    """Of whoever waits, the one who asked to be put in touch."""
    for address in desk.locator(".queue a.row").evaluate_all("rows => rows.map(row => row.href)"):
        desk.goto(address)
        request = desk.locator("#card a[href^='/desk/referral/']")
        if request.count():
            request.first.click()
            return


def _look(page: Page, artefacts: Path, name: str) -> None:
    """A picture on a screen and on a phone, where nothing is wider than it and nothing keeps anybody out."""
    size = page.viewport_size or DESK
    open_to_everybody(page)
    looked_at(page, artefacts, name)
    page.set_viewport_size(size)
