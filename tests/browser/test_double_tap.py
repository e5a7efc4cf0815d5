"""Two quick taps are one answer: a button that has just appeared under the finger is deaf for a moment, however it is touched.

Else the second tap answers the next question for the person, or calls the team.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

from tests.browser.conftest import Site
from tests.browser.screens import AT_ONCE, DESK, PHONE, set_pace

DEAF_MS: Final = 1000
AGAIN_MS: Final = (250, 450, 700)
"""How long after the answer stands there the second tap comes."""
SLOW: Final = 0.05
"""The deaf second takes longer, so that a test on a busy machine still comes within it."""
STILL_MS: Final = 600
"""Long enough for a tap that was taken to show: the page puts the person's own words there at once."""


@pytest.fixture
def new_page(browser: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """A maker of browsers; ``more`` as for a browser context."""
    contexts: list[BrowserContext] = []

    def made(**more: Any) -> Page:
        contexts.append(browser.new_context(locale="fr-FR", **{"viewport": PHONE, "has_touch": True, **more}))
        page = contexts[-1].new_page()
        page.goto(site.url)
        page.locator("#answers button", has_text="Français").click()
        expect(page.locator("#talk")).to_contain_text("Êtes-vous d'accord")
        return page

    yield made
    for context in contexts:
        context.close()


def _place(button: Locator) -> tuple[float, float]:
    """The middle of ``button``, once it hears."""
    button.click(trial=True)
    box = button.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def _arrived(page: Page) -> int:
    """The answer to the first tap stands there. Returns how much was said."""
    expect(page.locator("#answers button", has_text="Oui, d'accord")).to_have_count(0)
    expect(page.locator("#answers button").first).to_be_visible()
    return page.locator("#talk li").count()


def _said_no_more(page: Page, said: int) -> None:
    page.wait_for_timeout(STILL_MS)
    expect(page.locator("#talk li")).to_have_count(said)
    expect(page.locator("#talk .sending")).to_have_count(0)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_a_second_touch_under_the_same_finger_answers_nothing(new_page: Callable[..., Page], *, scripts: bool) -> None:
    page = new_page(java_script_enabled=scripts)
    where = _place(page.locator("#answers button", has_text="Oui, d'accord"))
    set_pace(page, SLOW)
    page.touchscreen.tap(*where)
    said = _arrived(page)
    before = 0
    for at in AGAIN_MS:
        page.wait_for_timeout(at - before)
        page.touchscreen.tap(*where)
        before = at
    _said_no_more(page, said)


def test_a_second_touch_on_a_slow_line_answers_nothing(new_page: Callable[..., Page]) -> None:
    page = new_page()

    def slowly(route: Route) -> None:
        page.wait_for_timeout(400)
        route.continue_()

    where = _place(page.locator("#answers button", has_text="Oui, d'accord"))
    set_pace(page, SLOW)
    page.route("**/chat", slowly)
    for pause in (300, 400, 0):
        page.touchscreen.tap(*where)
        page.wait_for_timeout(pause)
    said = _arrived(page)
    _said_no_more(page, said)


def test_a_second_click_of_the_mouse_answers_nothing(new_page: Callable[..., Page]) -> None:
    page = new_page(viewport=DESK, has_touch=False)
    where = _place(page.locator("#answers button", has_text="Oui, d'accord"))
    set_pace(page, SLOW)
    page.mouse.click(*where)
    said = _arrived(page)
    for _ in range(3):
        page.mouse.click(*where)
        page.wait_for_timeout(180)
    _said_no_more(page, said)


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_a_key_on_a_new_button_answers_nothing_until_a_second_has_passed(
    new_page: Callable[..., Page], key: str
) -> None:
    page = new_page()
    where = _place(page.locator("#answers button", has_text="Oui, d'accord"))
    set_pace(page, SLOW)
    page.mouse.click(*where)
    said = _arrived(page)
    first = page.locator("#answers button").first
    first.focus()
    page.keyboard.press(key)
    _said_no_more(page, said)
    expect(first).to_be_focused()
    set_pace(page, AT_ONCE)
    page.wait_for_timeout(DEAF_MS)
    page.keyboard.press(key)
    expect(page.locator("#talk li").nth(said)).to_be_visible()


def test_a_new_button_is_named_and_enabled_all_the_while(new_page: Callable[..., Page]) -> None:
    page = new_page()
    where = _place(page.locator("#answers button", has_text="Oui, d'accord"))
    set_pace(page, SLOW)
    page.mouse.click(*where)
    _arrived(page)
    first = page.get_by_role("button", name="Oui, ça va")
    assert first.evaluate("button => getComputedStyle(button).pointerEvents") == "none", "this is the deaf moment"
    expect(first).to_be_visible()
    expect(first).to_be_enabled()


def test_the_quick_way_out_and_what_is_typed_are_never_deaf(new_page: Callable[..., Page]) -> None:
    page = new_page()
    page.locator("#answers button", has_text="Oui, d'accord").click()
    _arrived(page)
    page.fill("#text", "oui")
    page.keyboard.press("Enter")
    expect(page.locator("#talk")).to_contain_text("Où êtes-vous")
    for way in ("#compose .send", ".hide"):
        assert page.locator(way).evaluate("button => getComputedStyle(button).pointerEvents") == "auto"
    box = page.locator(".hide").bounding_box()
    assert box
    page.touchscreen.tap(box["x"] + 5, box["y"] + 5)
    expect(page.locator("#talk")).to_have_text("Bonjour")
