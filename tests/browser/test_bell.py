"""Somebody in danger rings in every open page of the desk, a hidden or locked one too, until a worker takes the case."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import Connection, delete, select, update

from bot.desk.sessions import IDLE_SECONDS
from bot.records.clock import move
from bot.records.tables import conversation, handover, membership
from tests.browser.conftest import Site
from tests.browser.desk import hired, looked_at, on_records, open_to_everybody, signs_in
from tests.browser.screens import DESK, PHONE, new_page, pictured

LOOK_MS = 15_000
LISTEN = """
window.rings = []; window.notes = [];
HTMLMediaElement.prototype.play = function () { window.rings.push(this.src); return Promise.resolve(); };
window.Notification = class { constructor(title, more) { window.notes.push([title, more.body || ""]); } close() {} };
Notification.permission = "granted"; Notification.requestPermission = async () => "granted";
"""


@pytest.fixture
def desk(browser: Browser, site: Site) -> Iterator[Page]:
    """Awa's browser, in which nobody has waited yet."""
    hired(site, "bell", "supervisor")
    on_records(site, lambda conn: conn.execute(update(handover).values(closed_at=1)))
    page = new_page(browser, DESK)
    page.context.add_init_script(LISTEN)
    signs_in(page, site, "bell")
    yield page
    page.context.close()


def test_the_locked_page_says_of_this_browser_whether_it_rings(site: Site, desk: Page, artefacts: Path) -> None:
    rings, silent = desk.locator("[data-bell-light]"), desk.locator("[data-bell-off]")
    desk.get_by_role("button", name="Verrouiller").click()
    expect(desk.get_by_role("heading", name="Page verrouillée")).to_be_visible()
    expect(silent).to_contain_text("Ce navigateur ne sonne pas")
    expect(rings).to_be_hidden()
    looked_at(desk, artefacts, "locked-silent")
    desk.get_by_role("button", name="Activer la sonnerie").click()
    expect(rings).to_contain_text("sonne encore ici")
    expect(silent).to_be_hidden()
    looked_at(desk, artefacts, "locked")
    open_to_everybody(desk)


def _somebody_in_danger(browser: Browser, site: Site) -> None:
    page = new_page(browser, PHONE)
    page.goto(site.url)
    for label, then in (
        ("Français", "Êtes-vous d'accord"),
        ("Oui, d'accord", "tout va bien"),
        ("Oui, ça va", "Où êtes-vous"),
    ):
        page.locator("button.choice", has_text=label).first.click()
        expect(page.locator("#talk")).to_contain_text(then)
    page.fill("#text", "je ne veux plus vivre")
    page.locator("#compose button.send").click()
    expect(page.locator("#talk li").last).not_to_contain_text("Où êtes-vous")
    page.context.close()


def _rings(page: Page, more_than: int) -> int:
    _until(page, f"window.rings.length > {more_than}")
    return int(page.evaluate("window.rings.length"))


def _until(page: Page, condition: str) -> None:
    """Playwright's own waiting evaluates words, which the pages' policy forbids."""
    for _ in range(LOOK_MS // 200):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(200)
    raise AssertionError(f"never: {condition}")


def test_it_rings_only_once_it_is_switched_on_and_says_nothing_of_the_person(
    browser: Browser, site: Site, desk: Page, artefacts: Path
) -> None:
    expect(desk.locator("[data-bell-off]")).to_contain_text("Activer la sonnerie")
    with desk.expect_response("**/desk/count?*"):  # a page asks whether it is locked, which rings nothing
        desk.goto(f"{site.url}/desk/me")
    assert desk.evaluate("window.rings") == [], "off until somebody wants it"
    desk.get_by_role("button", name="Activer la sonnerie").click()
    expect(desk.get_by_role("button", name="Couper la sonnerie")).to_be_visible()
    expect(desk.locator("[data-bell-light]")).to_be_visible()
    pictured(desk, path=str(artefacts / "bell-1280.png"), full_page=True)
    desk.goto(f"{site.url}/desk/queue")
    expect(desk.locator("[data-bell-off]")).to_be_hidden()
    desk.go_back()
    desk.evaluate("window.rings.push('heard before')")  # of the page that was left
    desk.set_viewport_size(PHONE)
    pictured(desk, path=str(artefacts / "bell-360.png"), full_page=True)
    assert desk.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    tried = int(desk.evaluate("window.rings.length"))
    assert tried == 1, "heard once when it is switched on"
    _somebody_in_danger(browser, site)
    _rings(desk, tried)
    assert desk.title().startswith("(1) ")
    assert desk.evaluate("window.notes") == [["Sira : une demande attend", ""]]
    assert "bell.wav" in desk.evaluate("window.rings.at(-1)")

    # a page that is locked rings on, until somebody takes the case
    on_records(site, move, IDLE_SECONDS + 1)
    desk.goto(f"{site.url}/desk/queue")
    expect(desk.get_by_role("heading", name="Page verrouillée")).to_be_visible()
    before = int(desk.evaluate("(localStorage.setItem('sira-bell-rung', '1'), window.rings.length)"))  # long ago
    heard = _rings(desk, before)
    assert desk.title().startswith("(1) ")

    def take(conn: Connection) -> None:
        open_one = select(handover.c.conversation_id).where(handover.c.closed_at == 0)
        trained = select(membership.c.worker_id).where(membership.c.role == "supervisor").limit(1).scalar_subquery()
        conn.execute(
            update(conversation).where(conversation.c.id.in_(open_one)).values(claimed_by=trained, lease_until=0)
        )

    on_records(site, take)
    _until(desk, "!document.title.startsWith('(')")
    desk.evaluate("localStorage.setItem('sira-bell-rung', '1')")
    desk.wait_for_timeout(6000)
    assert int(desk.evaluate("window.rings.length")) == heard, "taken: silence"
    on_records(site, lambda conn: conn.execute(delete(handover)))


def test_every_page_closes_by_itself_when_the_desk_is_locked(site: Site, desk: Page) -> None:
    desk.goto(f"{site.url}/desk/referrals")
    beside = desk.context.new_page()
    beside.goto(f"{site.url}/desk/me")
    beside.get_by_role("button", name="Verrouiller").click()
    expect(beside.get_by_role("heading", name="Page verrouillée")).to_be_visible()
    desk.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # sooner than it would look by itself
    expect(desk.get_by_role("heading", name="Page verrouillée")).to_be_visible(timeout=LOOK_MS)
    expect(desk.locator("input[name=to]")).to_have_value("/desk/referrals")
