"""An account that reads, made by two people at their own screens; the person comes in with a half from each."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Site
from tests.browser.desk import PASSWORD, hired, looked_at, signed_in
from tests.browser.screens import DESK, new_page

ASKS, ALLOWS, NEW = "nana-asks", "lala-allows", "tata-new"


def _half(page: Page) -> str:
    return page.locator(".careful code").inner_text().removesuffix("-")


@pytest.fixture
def team(browser: Browser, site: Site) -> tuple[Page, Page]:
    """Who asks and who allows, each at the team's page."""
    hired(site, ASKS, "admin")
    hired(site, ALLOWS, "supervisor")
    pages = signed_in(browser, site, ASKS), signed_in(browser, site, ALLOWS)
    for page in pages:
        page.goto(f"{site.url}/desk/people")
    return pages


def test_two_people_give_a_half_each_and_a_third_comes_in(
    browser: Browser, site: Site, team: tuple[Page, Page], artefacts: Path
) -> None:
    asks, allows = team
    form = asks.locator("form.paper-form")
    form.locator("[name=login]").fill(NEW)
    form.get_by_label("agent", exact=True).check()
    form.locator("[name=email]").fill("une-adresse-de-travail-bien-longue@organisation.example.org")
    form.get_by_role("button", name="Ajouter").click()
    waiting = asks.locator("li", has_text=f"Nouveau compte : {NEW}")
    expect(waiting).to_contain_text("attend l’accord")
    expect(waiting).to_contain_text(ALLOWS)
    looked_at(asks, artefacts, "people-waits")
    allows.goto(f"{site.url}/desk/requests")
    looked_at(allows, artefacts, "requests-account")
    allows.get_by_role("button", name=f"Accorder {NEW}").click()
    expect(allows.locator(".careful")).to_contain_text("Deuxième moitié")
    second = _half(allows)
    looked_at(allows, artefacts, "people-second-half")
    asks.reload()
    looked_at(asks, artefacts, "people-half-waits")
    asks.get_by_role("button", name="Voir ma moitié").click()
    expect(asks.locator(".careful")).to_contain_text("Première moitié")
    first = _half(asks)
    looked_at(asks, artefacts, "people-first-half")
    new = new_page(browser, DESK)
    new.goto(f"{site.url}/desk/login")
    new.fill("[name=login]", NEW)
    new.fill("[name=password]", f"{first}-{second}")
    new.click("button.main")
    expect(new.get_by_role("heading", name="Qui attend")).to_be_visible()
    for page in (asks, allows, new):
        page.context.close()


def test_a_no_and_a_new_password_that_waits_are_told_at_the_place_where_they_were_asked(
    browser: Browser, site: Site, team: tuple[Page, Page], artefacts: Path
) -> None:
    asks, allows = team
    hired(site, "fifi-forgets", "case_worker")
    asks.reload()
    member = asks.locator("li", has=asks.locator("b", has_text="fifi-forgets")).last
    member.get_by_text("Changer").click()
    member.get_by_text("Nouveau mot de passe et nouveau téléphone").click()
    looked_at(asks, artefacts, "people-renew")
    member.get_by_role("button", name="Demander l’accord").click()
    waiting = asks.locator("li", has_text="Nouveau mot de passe : fifi-forgets")
    expect(waiting).to_contain_text("Rien ne change avant l’accord")
    allows.reload()
    looked_at(allows, artefacts, "people-renew-to-allow")
    allows.get_by_role("button", name="Refuser fifi-forgets").click()
    expect(allows.get_by_role("heading", name="Ce qui demande un accord")).to_be_visible()
    looked_at(allows, artefacts, "requests-refused")
    asks.reload()
    expect(waiting).to_contain_text("refusé, rien n’a changé")
    kept = new_page(browser, DESK)
    kept.goto(f"{site.url}/desk/login")
    kept.fill("[name=login]", "fifi-forgets")
    kept.fill("[name=password]", PASSWORD)
    kept.click("button.main")
    expect(kept.get_by_role("heading", name="Qui attend")).to_be_visible()
    for page in (asks, allows, kept):
        page.context.close()


def test_a_yes_taken_back_is_called_so_on_both_screens(site: Site, team: tuple[Page, Page], artefacts: Path) -> None:
    asks, allows = team
    allows.goto(f"{site.url}/desk/numbers")
    allows.get_by_role("button", name="Demander ces chiffres en tableur").click()
    asks.goto(f"{site.url}/desk/requests")
    figures = "li:has-text('Un tableau de chiffres')"
    looked_at(asks, artefacts, "requests-to-allow")
    asks.locator(figures).first.get_by_role("button", name="Accorder").click()
    expect(asks.locator(figures).first).to_contain_text("accordée")
    asks.locator(figures).first.get_by_text("Retirer l’accord").first.click()
    looked_at(asks, artefacts, "requests-revoke")
    asks.get_by_role("button", name="Oui, retirer l’accord").click()
    allows.goto(f"{site.url}/desk/requests")
    for page in team:
        expect(page.locator(figures).first).to_contain_text("oui repris")
        expect(page.locator(figures).first).to_contain_text(f"repris par {ASKS}")
    looked_at(allows, artefacts, "requests-revoked")
    for page in team:
        page.context.close()
