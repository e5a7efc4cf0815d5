"""The desk on a weak line: what a worker writes stays before their eyes until the server has it, and goes out once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from sqlalchemy import Connection, delete, update

from bot.records.tables import worker_session
from tests.browser.conftest import Site
from tests.browser.desk import PASSWORD, hired, just_taken, on_records

OFFLINE = "Pas de réseau : vos mots sont encore là."


@pytest.fixture(scope="module")
def worker(site: Site) -> str:
    hired(site, "fanta", "case_worker")
    return "fanta"


@pytest.fixture
def desk(browser: Browser, site: Site, worker: str, person: Page, request: pytest.FixtureRequest) -> Iterator[Page]:
    with just_taken(browser, site, worker, person, request.node.name) as page:
        yield page


def _sends(desk: Page) -> None:
    desk.get_by_role("button", name="Envoyer", exact=True).click()


def test_after_a_refused_form_what_was_kept_is_what_a_reload_shows(desk: Page) -> None:
    at = desk.url
    _sends(desk)
    expect(desk.locator("#notice")).to_contain_text("Écrivez quelques mots d'abord.")
    assert desk.url == at, "loaded anew, it sends nothing once more"
    desk.fill("#text", "Je cherche pour vous.")
    expect(desk.locator(".saved")).to_have_text("Brouillon gardé")
    desk.reload()
    expect(desk.locator("#text")).to_have_value("Je cherche pour vous.")
    expect(desk.locator("#notice")).to_have_count(0)


def test_without_a_line_the_page_stays_and_sends_when_it_is_asked_again(desk: Page, person: Page) -> None:
    at = desk.url
    desk.context.set_offline(True)
    desk.fill("#text", "Venez demain à dix heures.")
    _sends(desk)
    expect(desk.locator(".saved")).to_have_text(OFFLINE)
    desk.get_by_role("button", name="Remettre dans la file").click()
    expect(desk.locator("#text")).to_have_value("Venez demain à dix heures.")
    assert desk.url == at
    desk.context.set_offline(False)
    expect(desk.locator(".saved")).to_have_text("Gardé, mais pas envoyé. Touchez encore « Envoyer ».", timeout=10_000)
    _sends(desk)
    expect(desk.locator("#text")).to_have_value("")
    expect(person.locator("#talk")).to_contain_text("Venez demain à dix heures.", timeout=10_000)


def test_an_answer_that_is_lost_on_the_way_back_doubles_nothing(desk: Page, person: Page) -> None:
    def dies(route: Route) -> None:
        route.fetch(max_redirects=0)
        route.abort("connectionreset")

    desk.route("**/reply", dies, times=1)
    desk.fill("#text", "Le centre ouvre à huit heures.")
    _sends(desk)
    expect(desk.locator(".saved")).to_contain_text("vos mots sont encore là")
    expect(desk.locator("#text")).to_have_value("Le centre ouvre à huit heures.")
    _sends(desk)
    expect(desk.locator("#text")).to_have_value("")
    expect(person.locator("#talk")).to_contain_text("Le centre ouvre à huit heures.", timeout=10_000)
    assert (person.locator("#talk").text_content() or "").count("Le centre ouvre à huit heures.") == 1
    assert (desk.locator(".thread").text_content() or "").count("Le centre ouvre à huit heures.") == 1


def _ends(site: Site) -> None:
    def end(conn: Connection) -> None:
        conn.execute(update(worker_session).values(ended_by=worker_session.c.worker_id))

    on_records(site, end)


def _comes_back(page: Page, login: str) -> None:
    page.fill("[name=login]", login)
    page.fill("[name=password]", PASSWORD)
    page.click("button.main")


def test_a_session_that_ends_while_words_are_typed_says_why_and_has_them(desk: Page, site: Site, worker: str) -> None:
    desk.fill("#text", "Je vous")
    expect(desk.locator(".saved")).to_have_text("Brouillon gardé")
    _ends(site)
    desk.fill("#text", "Je vous lis, je réponds")
    expect(desk.get_by_role("status").first).to_contain_text("Votre session a été fermée", timeout=15_000)
    _comes_back(desk, worker)
    expect(desk.locator("#text")).to_have_value("Je vous lis, je réponds")


def test_words_that_nobody_can_keep_stay_alone_on_the_page_until_their_worker_is_back(
    desk: Page, site: Site, worker: str
) -> None:
    at = desk.url
    desk.wait_for_timeout(100)
    on_records(site, lambda conn: conn.execute(delete(worker_session)))
    desk.fill("#text", "Les derniers mots")
    expect(desk.locator("#over")).to_be_visible(timeout=15_000)
    expect(desk.locator(".thread")).to_have_count(0)
    expect(desk.locator("#card")).to_be_hidden()
    with desk.context.expect_page() as opened:
        desk.locator("#over a").click()
    _comes_back(opened.value, worker)
    expect(opened.value.get_by_role("button", name="Sortir")).to_be_visible()
    desk.bring_to_front()
    expect(desk.locator(".thread")).to_have_count(1, timeout=15_000)
    expect(desk.locator(".saved")).to_have_text("Brouillon gardé", timeout=15_000)
    desk.goto(at)
    expect(desk.locator("#text")).to_have_value("Les derniers mots")


def test_another_worker_of_the_same_browser_does_not_get_the_words(desk: Page, site: Site, worker: str) -> None:
    hired(site, "issa", "case_worker")
    desk.fill("#text", "Pour moi seule")
    expect(desk.locator(".saved")).to_have_text("Brouillon gardé")
    other = desk.context.new_page()
    other.goto(f"{site.url}/desk/login")
    _comes_back(other, "issa")
    expect(other.get_by_role("button", name="Sortir")).to_be_visible()
    desk.bring_to_front()
    expect(desk.locator("#text")).to_have_count(0, timeout=15_000)
    expect(desk.locator("body")).not_to_contain_text("Pour moi seule")


def test_nothing_of_it_stays_in_the_browser(desk: Page) -> None:
    desk.fill("#text", "Rien que pour le serveur")
    expect(desk.locator(".saved")).to_have_text("Brouillon gardé")
    stored = desk.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert "serveur" not in stored
    desk.get_by_role("button", name="Sortir").click()
    expect(desk.get_by_role("heading", name="La console de Sira")).to_be_visible(timeout=15_000)
    desk.go_back()
    expect(desk.locator("body")).not_to_contain_text("Rien que pour le serveur")
