"""Every page, by axe: what somebody who sees badly, or sees nothing, meets (WCAG 2.2 AA)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import Connection, insert, select, update

from bot.desk import canned, complaints, exports
from bot.desk.staff import Worker, worker_of
from bot.engine.complaint_effects import Complain
from bot.inbox import FIND_BY_ID
from bot.records.clock import now as clock_now
from bot.records.ids import new_id
from bot.records.seal import Vault
from bot.records.tables import complaint, request, stub
from bot.records.tables import worker as workers
from tests.browser.conftest import KEY, Site
from tests.browser.desk import hired, looked_at, on_records, open_to_everybody, opens, signs_in
from tests.browser.screens import DESK, new_page

PAGES = (
    "/desk/queue", "/desk/referrals", "/desk/canned", "/desk/complaints", "/desk/partners", "/desk/numbers", "/desk/people",
    "/desk/shifts", "/desk/requests", "/desk/audit", "/desk/security", "/desk/me", "/desk/password", "/desk/nothing-here",
    "/desk/wording", "/desk/voices", "/desk/second-factor", "/desk/find",
)  # fmt: skip
ROLES = ("supervisor", "admin", "auditor", "protection", "editor")


@pytest.fixture(scope="module")
def worker(site: Site) -> str:
    """Somebody who may open nearly everything, where something stands to be looked at."""
    who = on_records(site, worker_of, hired(site, "sira-eyes", *ROLES))
    ready = canned.Canned("", "Attendre un peu", "Je cherche pour vous.", "N bɛ a ɲini i ye.")
    assert on_records(site, canned.save, Vault(KEY, KEY), who, ready, {}) == ""
    return "sira-eyes"


@pytest.fixture
def desk(browser: Browser, site: Site, worker: str) -> Iterator[Page]:
    page = new_page(browser, DESK)
    page.goto(f"{site.url}/desk/login")
    open_to_everybody(page)
    signs_in(page, site, worker)
    yield page
    page.context.close()


def _things(conn: Connection, talk: str, login: str) -> list[str]:
    """Where a complaint, what is left of an urgent case, and all that is kept of a person stand for ``login``."""
    vault, now = Vault(KEY, KEY), clock_now(conn)
    row = conn.execute(FIND_BY_ID, {"conversation": talk}).mappings().one()
    complaints.file(
        conn, vault, row, Complain("AXEAXE", "worker", "Personne ne répond.", anonymous=False, level="P0"), now
    )
    filed = conn.execute(select(complaint.c.id).where(complaint.c.number == "AXEAXE")).scalar_one()
    left, eyes = new_id(), conn.execute(select(workers.c.id).where(workers.c.login == login)).scalar_one()
    key, wrapped = vault.new_key(left)
    kept = {
        "account": "whatsapp:+22320000000",
        "wrapped": wrapped,
        "sealed": key.seal(left, "address", b"whatsapp:+22370000009"),
    }
    conn.execute(
        insert(stub).values(
            id=left, organisation="sira", level="P1", language="fr", region="gao", channel="whatsapp", at=now,
            until=now + 86_400, **kept,
        )
    )  # fmt: skip
    asked = exports.ask(conn, Worker(eyes, login, "sira", frozenset(ROLES)), "data", talk)
    conn.execute(update(request).where(request.c.id == asked).values(state="allowed", allowed_by="f" * 32))
    return [f"/desk/complaints/{filed}", f"/desk/stub/{left}", f"/desk/data/{asked}", f"/desk/c/{talk}/notes"]


def test_the_chat_is_open_to_everybody(browser: Browser, site: Site) -> None:
    page = new_page(browser, DESK, reduced_motion="reduce")
    page.goto(site.url)
    open_to_everybody(page)
    for label, then in (
        ("Français", "Êtes-vous d'accord"),
        ("Oui, d'accord", "tout va bien"),
        ("Oui, ça va", "Où êtes-vous"),
    ):
        page.locator("button.choice", has_text=label).first.click()
        expect(page.locator("#talk")).to_contain_text(then)
    open_to_everybody(page)
    page.context.close()


def test_every_page_of_the_desk_is_open_to_everybody(desk: Page, site: Site, artefacts: Path) -> None:
    for address in PAGES:
        desk.goto(site.url + address)
        open_to_everybody(desk)
        looked_at(desk, artefacts, f"page-{address.rpartition('/')[2]}")


def test_a_conversation_and_what_is_done_with_it_are_open_to_everybody(
    browser: Browser, desk: Page, site: Site, worker: str
) -> None:
    person = new_page(browser, DESK, reduced_motion="reduce")
    person.goto(site.url)
    for label in ("Français", "Oui, d'accord", "Oui, ça va"):
        person.locator("button.choice", has_text=label).first.click()
        person.wait_for_timeout(300)
    for words, then in (
        ("je veux parler à quelqu'un", "quelques mots"),
        ("une question pour tous les yeux", "C'est noté"),
    ):
        person.fill("#text", words)
        person.locator("#compose button.send").click()
        expect(person.locator("#talk")).to_contain_text(then)
    person.context.close()
    desk.goto(f"{site.url}/desk/queue")
    open_to_everybody(desk)
    opens(desk, "une question pour tous les yeux")
    open_to_everybody(desk)
    things = on_records(site, _things, desk.url.rpartition("/")[2].partition("?")[0], worker)
    desk.locator(".claim button").first.click()
    expect(desk.locator("#text")).to_be_visible()
    for details in desk.locator("details").all():
        details.evaluate("one => one.open = true")
    open_to_everybody(desk)
    desk.goto(f"{desk.url.partition('?')[0]}/propose")
    expect(desk.get_by_role("heading", name="Proposer un service")).to_be_visible()
    open_to_everybody(desk)
    for address in things:
        desk.goto(site.url + address)
        expect(desk.get_by_text("Il n’y a rien à cette adresse.")).to_have_count(0)
        open_to_everybody(desk)
    on_records(site, lambda conn: conn.execute(update(stub).values(closed_at=1)))  # it would ring in other tests
