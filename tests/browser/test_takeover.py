"""The main job as its users see it: one browser plays the person, a second one the case worker who takes over."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Site
from tests.browser.desk import hired, opens, signed_in, signs_in
from tests.browser.screens import DESK, PHONE, new_page, pictured


@pytest.fixture(scope="module")
def worker(site: Site) -> str:
    """A supervisor who may sign in."""

    hired(site, "awa", "supervisor")
    return "awa"


@pytest.fixture
def desk(browser: Browser, site: Site, worker: str) -> Iterator[Page]:
    page = signed_in(browser, site, worker)
    yield page
    page.context.close()


def _tap(page: Page, label: str, then: str) -> None:
    page.locator("button.choice", has_text=label).first.click()
    expect(page.locator("#talk")).to_contain_text(then)


def _write(page: Page, words: str, then: str) -> None:
    page.fill("#text", words)
    page.locator("#compose button.send").click()
    expect(page.locator("#talk")).to_contain_text(then)


def _picture(page: Page, path: Path) -> None:
    """A screenshot once nothing moves any more."""
    page.evaluate("Promise.all(document.getAnimations().map(moving => moving.finished))")
    pictured(page, path=str(path))


def test_a_whole_orientation_is_taken_over_and_given_back(person: Page, desk: Page, artefacts: Path) -> None:
    _tap(person, "Français", "Êtes-vous d'accord")
    _tap(person, "Oui, d'accord", "tout va bien")
    _tap(person, "Oui, ça va", "Où êtes-vous")
    _picture(person, artefacts / "takeover-360-question.png")
    _tap(person, "Au Mali", "Dans quelle région")
    _tap(person, "Kayes", "Quel âge")
    _write(person, "vingt-deux ans", "compte le plus")
    _tap(person, "Apprendre un métier", "Comment êtes-vous rentré")
    _tap(person, "Renvoyé", "Quel métier")
    _write(person, "coutur", "sans gagner")
    _tap(person, "je dois gagner", "Que voulez-vous faire maintenant")
    _picture(person, artefacts / "takeover-360-suggestions.png")
    person.get_by_role("button", name="Parler à quelqu'un").last.click()
    expect(person.locator("#talk")).to_contain_text("quelques mots")
    _write(person, "je veux savoir où commencer", "C'est noté")

    desk.goto(desk.url.split("/desk")[0] + "/desk/queue")
    opens(desk, "je veux savoir où commencer")
    expect(desk.locator("aside.card")).to_contain_text("Couture")
    expect(desk.locator("aside.card")).to_contain_text("demande une personne")
    desk.get_by_role("button", name="Prendre la conversation").click()
    desk.fill("#text", "Bonjour. On commence par une visite ?")
    _picture(desk, artefacts / "takeover-1280-conversation.png")
    desk.get_by_role("button", name="Envoyer").click()
    expect(person.locator("#talk")).to_contain_text("On commence par une visite", timeout=10_000)

    said_before = person.locator("#talk li").count()
    person.fill("#text", "oui je veux bien")
    person.locator("#compose button.send").click()
    expect(desk.locator(".thread")).to_contain_text("oui je veux bien", timeout=10_000)
    assert person.locator("#talk li").count() <= said_before + 1, "the machine is silent while a human holds the talk"

    desk.set_viewport_size(PHONE)
    pictured(desk, path=str(artefacts / "takeover-360-desk.png"), full_page=True)
    desk.set_viewport_size(DESK)
    desk.select_option("[name=outcome]", "answered")
    desk.get_by_role("button", name="Terminer").click()
    expect(desk.get_by_role("heading", name="Qui attend")).to_be_visible()
    expect(desk.locator("main")).not_to_contain_text("kayes")
    expect(person.locator("#talk")).to_contain_text("On continue ensemble", timeout=10_000)


def test_the_desk_works_without_scripts(browser: Browser, site: Site, worker: str) -> None:
    page = new_page(browser, PHONE, java_script_enabled=False)
    signs_in(page, site, worker)
    page.get_by_role("button", name="Sortir").click()
    expect(page.get_by_role("heading", name="La console de Sira")).to_be_visible()
    page.context.close()
