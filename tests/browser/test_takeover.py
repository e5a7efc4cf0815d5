"""The main job as its users see it: one browser plays the person, a second one the case worker who takes over."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.desk.staff import add_worker
from bot.records.database import Database
from tests.browser.conftest import Site

PASSWORD = "quatre-mots-bien-secrets"
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 860}


@pytest.fixture(scope="module")
def worker(site: Site) -> str:
    """A supervisor who may sign in."""

    async def add() -> None:
        database = Database(f"sqlite:///{site.database}")
        await database.write(add_worker, "awa", "supervisor", "sira", PASSWORD)
        await database.close()

    with ThreadPoolExecutor(1) as apart:  # this thread's loop belongs to the browser
        apart.submit(lambda: asyncio.run(add())).result()
    return "awa"


@pytest.fixture
def person(browser: Browser, site: Site) -> Iterator[Page]:
    context = browser.new_context(viewport=PHONE, locale="fr-FR")  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(site.url)
    yield page
    context.close()


@pytest.fixture
def desk(browser: Browser, site: Site, worker: str) -> Iterator[Page]:
    context = browser.new_context(viewport=DESK, locale="fr-FR")  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{site.url}/desk")
    page.fill("[name=login]", worker)
    page.fill("[name=password]", PASSWORD)
    page.click("button.main")
    expect(page.get_by_role("heading", name="Qui attend")).to_be_visible()
    yield page
    context.close()


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
    page.screenshot(path=str(path))


def test_a_whole_orientation_is_taken_over_and_given_back(person: Page, desk: Page, artefacts: Path) -> None:
    _tap(person, "Français", "Êtes-vous d'accord")
    _tap(person, "Oui, d'accord", "tout va bien")
    _tap(person, "Oui, ça va", "Où êtes-vous")
    _picture(person, artefacts / "takeover-360-question.png")
    _tap(person, "Au Mali", "Dans quelle région")
    _tap(person, "Kayes", "Quel âge")
    _write(person, "vingt-deux ans", "compte le plus")
    _tap(person, "Apprendre un métier", "Comment se passe")
    _tap(person, "Renvoyé", "Quel métier")
    _write(person, "coutur", "sans gagner")
    _tap(person, "je dois gagner", "Que voulez-vous faire maintenant")
    _picture(person, artefacts / "takeover-360-suggestions.png")
    person.get_by_role("button", name="Parler à quelqu'un").last.click()
    expect(person.locator("#talk")).to_contain_text("quelques mots")
    _write(person, "je veux savoir où commencer", "C'est noté")

    desk.goto(desk.url.split("/desk")[0] + "/desk/queue")
    desk.locator(".queue .row").last.click()  # ours is the newest of its level
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

    desk.set_viewport_size(PHONE)  # type: ignore[arg-type]
    desk.screenshot(path=str(artefacts / "takeover-360-desk.png"), full_page=True)
    desk.set_viewport_size(DESK)  # type: ignore[arg-type]
    desk.select_option("[name=outcome]", "answered")
    desk.get_by_role("button", name="Terminer").click()
    expect(desk.get_by_role("heading", name="Qui attend")).to_be_visible()
    expect(desk.locator("main")).not_to_contain_text("kayes")
    expect(person.locator("#talk")).to_contain_text("On continue ensemble", timeout=10_000)


def test_the_desk_works_without_scripts(browser: Browser, site: Site, worker: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{site.url}/desk")
    page.fill("[name=login]", worker)
    page.fill("[name=password]", PASSWORD)
    page.click("button.main")
    expect(page.get_by_role("heading", name="Qui attend")).to_be_visible()
    page.get_by_role("button", name="Sortir").click()
    expect(page.get_by_role("heading", name="Le bureau de Sira")).to_be_visible()
    context.close()
