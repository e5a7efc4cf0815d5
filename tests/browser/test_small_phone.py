"""On a small phone the way on is near: who reads where to go at once finds the buttons one screen further, no more."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Site
from tests.browser.screens import new_page

PHONE = {"width": 360, "height": 640}
BELOW = """() => {
    const box = document.getElementById("scroll").getBoundingClientRect();
    const buttons = [...document.querySelectorAll("#answers .choice")].map((one) => one.getBoundingClientRect().bottom);
    return Math.max(...buttons, box.bottom) - box.bottom;
}"""
"""How far the last button stands under what is seen when the page opens."""
SEEN = """() => document.getElementById("scroll").clientHeight"""


@pytest.fixture(params=[True, False], ids=["scripts", "plain"])
def page(browser: Browser, site: Site, request: pytest.FixtureRequest) -> Iterator[Page]:
    opened = new_page(browser, PHONE, java_script_enabled=request.param, reduced_motion="reduce")
    opened.goto(site.url)
    yield opened
    opened.context.close()


def _answered(page: Page, said: int) -> None:
    """So many messages of the person stand there, and the last one has arrived."""
    expect(page.locator("#talk .me")).to_have_count(said)
    expect(page.locator("#talk .sending")).to_have_count(0)
    expect(page.locator("#talk li").last).not_to_have_class(re.compile(r"\bme\b"))


@pytest.mark.parametrize("language", ["Français", "Bamanankan"])
@pytest.mark.parametrize("agreed", [True, False], ids=["in the talk", "as first words"])
def test_the_buttons_under_where_to_go_are_one_screen_away_at_most(page: Page, language: str, *, agreed: bool) -> None:
    page.locator("#answers button", has_text=language).first.click()
    _answered(page, 1)
    if agreed:
        page.locator("#answers button").first.click()
        _answered(page, 2)
    page.fill("#text", "aide")
    page.click("#compose .send")
    _answered(page, 3 if agreed else 2)
    expect(page.locator("#answers .choice").first).to_be_attached()
    assert page.evaluate(BELOW) <= page.evaluate(SEEN)


@pytest.mark.parametrize("language", ["Français", "Bamanankan"])
def test_what_is_agreed_to_is_read_whole_before_its_answers_come(page: Page, language: str) -> None:
    page.locator("#answers button", has_text=language).first.click()
    _answered(page, 1)
    answers = page.locator("#answers .choice")
    expect(answers).to_have_count(3)
    told = page.locator("#talk li").last
    for answer in answers.all():
        answer.scroll_into_view_if_needed()
        words, button = told.bounding_box(), answer.bounding_box()
        assert words
        assert button
        assert button["y"] >= words["y"] + words["height"], "nothing of it lies under or below them"
    expect(page.locator("footer .menu button")).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
