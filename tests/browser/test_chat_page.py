"""The chat as a person sees it: a cheap phone and a desk, with and without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Site
from tests.browser.screens import new_page, pictured

PHONE = {"width": 360, "height": 640}
DESK = {"width": 1280, "height": 800}
FINGER = 48
PATH = ("Français", "Oui, d'accord", "Oui", "Au Mali")
WITHOUT_READING = 6


@pytest.fixture(params=[PHONE, DESK], ids=["360", "1280"])
def size(request: pytest.FixtureRequest) -> dict[str, int]:
    return request.param


@pytest.fixture(params=[True, False], ids=["scripts", "plain"])
def scripts(request: pytest.FixtureRequest) -> bool:
    return request.param


@pytest.fixture
def page(browser: Browser, site: Site, size: dict[str, int], scripts: bool) -> Iterator[Page]:
    opened = new_page(browser, size, java_script_enabled=scripts, reduced_motion="reduce")
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
    opened.goto(site.url)
    yield opened
    opened.context.close()
    assert not faults


def _choose(page: Page, label: str) -> None:
    page.locator("#answers button", has_text=label).first.click()


def test_a_whole_talk_in_the_page(page: Page, size: dict[str, int], scripts: bool, artefacts: Path) -> None:
    name = f"chat-{size['width']}-{'scripts' if scripts else 'plain'}"
    expect(page.locator("#talk")).to_contain_text("Quelle langue")
    pictured(page, path=artefacts / f"{name}-1-greeting.png")
    for label in PATH:
        _choose(page, label)
        expect(page.locator("#talk .me").last).to_contain_text(label)
    pictured(page, path=artefacts / f"{name}-2-question.png")
    for _ in range(WITHOUT_READING):
        before = page.locator("#talk li").count()
        page.locator("#answers button").first.click()
        expect(page.locator("#talk li").nth(before)).to_be_visible()
        expect(page.locator("#talk .sending")).to_have_count(0)
    pictured(page, path=artefacts / f"{name}-3-later.png")
    page.fill("#text", "menu")
    page.click("#compose .send")
    expect(page.locator("#talk .me").last).to_contain_text("menu")
    expect(page.locator("#talk .sending")).to_have_count(0)
    pictured(page, path=artefacts / f"{name}-4-menu.png")
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"] if scripts else True
    page.locator(".hide").click()
    expect(page.locator("#talk")).to_have_text("Bonjour")
    pictured(page, path=artefacts / f"{name}-5-hidden.png")


def test_every_button_is_as_large_as_a_finger(page: Page) -> None:
    for button in page.locator("button:visible").all():
        box = button.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= FINGER, button.text_content()
