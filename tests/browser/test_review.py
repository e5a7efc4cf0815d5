"""The review page on a cheap phone: what is read and what is tapped are on the screen together, phrase after phrase."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Site
from tests.browser.desk import hired, looked_at, signs_in_anywhere
from tests.browser.screens import DESK, PHONE, new_page, pictured

IN_A_ROW = 6
LONG = 200
"""Signs of a phrase that fills a phone."""


def _seen(page: Page, what: str) -> bool:
    box = page.locator(what).first.bounding_box()
    return box is not None and box["y"] >= 0 and box["y"] + box["height"] <= PHONE["height"]


def test_a_long_phrase_is_mended_beside_its_french(browser: Browser, site: Site, artefacts: Path) -> None:
    """One letter of three paragraphs: nothing is typed again, and after a refusal nothing is lost."""
    hired(site, "fily", "editor")
    page = new_page(browser, PHONE)
    signs_in_anywhere(page, site, "fily")
    page.goto(f"{site.url}/desk/wording?lang=bm&key=welcome.consent.ask#phrase")
    there = page.locator(".said").inner_text()
    number, _, _ = page.locator(".hint").first.inner_text().partition(" sur ")
    assert len(there) > LONG
    page.locator(".act summary").click()
    expect(page.locator("[name=words]")).to_have_value(there)
    meant = page.locator(".act .meant")
    expect(meant).to_contain_text(page.locator(".sentence .words").nth(1).inner_text()[:30])
    assert [what for what in (".act .meant", "[name=words]") if not _seen(page, what)] == []
    pictured(page, path=str(artefacts / "review-phone-long.png"))
    changed = there.replace("{", "").replace("}", "")
    assert changed != there
    page.fill("[name=words]", changed)
    page.locator("[value=change]").click()
    expect(page.locator("[role=alert]")).to_contain_text("doit garder exactement")
    expect(page.locator("[name=words]")).to_have_value(changed)
    assert _seen(page, ".act .meant")
    page.fill("[name=words]", f"{there}!")
    page.locator("[value=change]").click()
    expect(page.locator(".hint").first).to_contain_text(f"{int(number) + 1} sur ")
    page.context.close()


def test_phrases_are_read_and_answered_without_a_scroll(browser: Browser, site: Site, artefacts: Path) -> None:
    hired(site, "ina", "editor")
    page = new_page(browser, PHONE)
    signs_in_anywhere(page, site, "ina")
    page.goto(f"{site.url}/desk/wording?lang=bm&group=orientation")
    for number in range(1, IN_A_ROW + 1):
        expect(page.locator("#phrase")).to_contain_text(f"{number} sur ")
        assert [what for what in (".said", ".act .main", ".act summary") if not _seen(page, what)] == [], number
        page.locator(".act .main").click()
    page.locator(".act summary").click()
    page.fill("[name=words]", "I si ye joli ye?")
    assert _seen(page, "[value=change]")
    assert _seen(page, ".said")
    page.locator(".act summary").click()
    pictured(page, path=str(artefacts / "review-phone.png"))
    page.set_viewport_size(DESK)
    looked_at(page, artefacts, "review")
    page.goto(f"{site.url}/desk/wording?lang=bm")
    looked_at(page, artefacts, "review-safety")
    page.goto(f"{site.url}/desk/wording?lang=bm&q=age")
    looked_at(page, artefacts, "review-found")
    page.context.close()
