"""What was not done is said where the worker's eyes are; a voice that is being recorded is not lost to a click."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser.conftest import Site
from tests.browser.desk import asks, hired, looked_at, signed_in, takes
from tests.browser.screens import DESK, PHONE

LONG = "\n".join(f"ligne {n} d'une longue question" for n in range(60))
"""A thread that no screen holds."""


@pytest.fixture(scope="module")
def worker(site: Site) -> str:
    hired(site, "fanta", "supervisor")
    return "fanta"


def _one_sends(page: Page, form: str, button: str) -> None:
    """Open what hides the form, and send it empty, past the browser's own checks."""
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    page.evaluate("document.querySelectorAll('[required]').forEach((one) => { one.required = false; })")
    page.locator(form).get_by_role("button", name=button, exact=True).click()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_whatever_is_refused_is_said_in_sight(
    person: Page, browser: Browser, site: Site, worker: str, artefacts: Path, scripts: bool
) -> None:
    words = "longue question " + ("un" if scripts else "deux")
    asks(person, f"{words}\n{LONG}")
    page = signed_in(browser, site, worker, java_script_enabled=scripts)
    takes(page, words)
    sizes: tuple[ViewportSize, ...] = (DESK, PHONE)
    for size in sizes:
        page.set_viewport_size(size)
        for form, button, told in (
            ("#reply", "Envoyer", "Écrivez quelques mots"),
            ("#next .end", "Terminer", "Choisissez une issue"),
            ("#notes form", "Noter", "Écrivez quelques mots"),
            ("form[action$='/level']", "Changer", "Choisissez un autre niveau"),
            ("#next form[action$='/remind']", "Ce jour-là", "Choisissez un jour à venir"),
            ("form[action$='/transfer']", "Passer", "Choisissez à qui"),
        ):
            _one_sends(page, form, button)
            notice = page.locator("#notice")
            expect(notice).to_contain_text(told)
            expect(notice).to_be_in_viewport(ratio=0.9)
            expect(notice).to_be_focused()
        if scripts:
            looked_at(page, artefacts, "desk-notice")
    page.context.close()


def test_a_voice_that_is_being_recorded_goes_along(person: Page, browser: Browser, site: Site, worker: str) -> None:
    asks(person, "une question de voix")
    page = signed_in(browser, site, worker, permissions=["microphone"])
    takes(page, "question de voix")
    page.locator("summary", has_text="Répondre par la voix").click()
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator("#elapsed")).to_have_text(re.compile(r"0:0[1-9]"))
    page.fill("#text", "Bonjour, écoutez")
    page.get_by_role("button", name="Envoyer").click()
    expect(page.locator(".thread li.worker audio")).to_have_count(1)
    expect(page.locator(".thread li.worker .words")).to_have_text("Bonjour, écoutez")

    page.locator("summary", has_text="Répondre par la voix").click()
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator("#elapsed")).to_have_text(re.compile(r"0:0[1-9]"))
    page.get_by_role("button", name="Verrouiller").click()
    expect(page.get_by_role("heading", name="Page verrouillée")).to_be_visible()
    page.fill("[name=password]", "quatre-mots-bien-secrets")
    page.get_by_role("button", name="Ouvrir").click()
    expect(page.locator(".kept-voice audio")).to_have_count(1)
    page.context.close()
