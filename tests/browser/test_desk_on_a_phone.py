"""The desk on a small phone: every page is one touch away, nothing falls out of sight, nothing is wider than it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Site
from tests.browser.desk import hired, looked_at, signed_in
from tests.browser.screens import PHONE

TWO_LINES: Final = 100
PAGES: Final = (
    "File",
    "Mises en contact",
    "Organisations",
    "Réponses prêtes",
    "Plaintes",
    "Chiffres",
    "Équipe",
    "Accords",
)


@pytest.fixture(params=[True, False], ids=["scripts", "plain"])
def desk(browser: Browser, site: Site, request: pytest.FixtureRequest) -> Iterator[Page]:
    login = f"nana-{'scripts' if request.param else 'plain'}"
    hired(site, login, "supervisor")
    page = signed_in(browser, site, login, java_script_enabled=request.param)
    page.set_viewport_size(PHONE)
    yield page
    page.context.close()


def test_the_head_is_short_and_its_menu_leads_everywhere(desk: Page) -> None:
    head = desk.locator("header.top").bounding_box()
    assert head is not None
    assert head["height"] <= TWO_LINES
    for name in ("Verrouiller", "Sortir"):
        expect(desk.get_by_role("button", name=name)).to_be_in_viewport(ratio=1)
    desk.locator(".menu summary").click()
    for name in PAGES:
        expect(desk.locator(".menu").get_by_role("link", name=name, exact=True)).to_be_in_viewport(ratio=1)
    desk.locator(".menu").get_by_role("link", name="Chiffres", exact=True).click()
    expect(desk.get_by_role("heading", name="Chiffres", exact=True)).to_be_visible()


def test_the_bell_is_offered_and_no_page_is_wider_than_the_phone(browser: Browser, site: Site, artefacts: Path) -> None:
    hired(site, "oumou", "supervisor")
    desk = signed_in(browser, site, "oumou")
    desk.set_viewport_size(PHONE)
    expect(desk.get_by_text("Ce navigateur ne sonne pas")).to_be_in_viewport()
    expect(desk.get_by_role("button", name="Activer la sonnerie")).to_be_in_viewport(ratio=1)
    for page in ("queue", "numbers", "people", "security", "password", "second-factor"):
        desk.goto(f"{site.url}/desk/{page}")
        looked_at(desk, artefacts, f"desk-phone-{page}")
    desk.context.close()


def test_who_is_to_be_told_of_danger_elsewhere_is_not_cut_off(desk: Page) -> None:
    """The longest that the line says (`webhook/templates/console/_elsewhere.html`), on any page with the desk's sheet."""
    desk.locator("main").evaluate(
        """main => main.insertAdjacentHTML("afterbegin",
        '<p class="elsewhere"><a href="#">▲ 12 P0 attendent : prévenez un point focal</a></p>')"""
    )
    line = desk.locator(".elsewhere a")
    cut = line.evaluate("a => [a.scrollWidth - a.clientWidth, a.scrollHeight - a.clientHeight]")
    assert max(cut) <= 0, "it stands on two lines, of the height that the bar below leaves it"
