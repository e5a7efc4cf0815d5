"""What a worker is writing when its page ends under them: an answer and a note alike, whatever ends it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import update

from bot.records.tables import worker as workers
from tests.browser.conftest import Site
from tests.browser.desk import PASSWORD, hired, just_taken, on_records

OVER = "Votre session est finie. Vos derniers mots sont encore ici, pas encore gardés."


@pytest.fixture(scope="module")
def worker(site: Site) -> str:
    hired(site, "kadi", "case_worker")
    hired(site, "salif", "supervisor")
    return "kadi"


@pytest.fixture
def desk(browser: Browser, site: Site, worker: str, person: Page, request: pytest.FixtureRequest) -> Iterator[Page]:
    with just_taken(browser, site, worker, person, request.node.name) as page:
        yield page


def _leaves_beside(desk: Page) -> None:
    """The same worker signs out in another tab, where no page of theirs asks for news meanwhile."""
    other = desk.context.new_page()
    other.goto(desk.url.split("/c/")[0] + "/security")
    other.get_by_role("button", name="Sortir").click()
    expect(other.get_by_role("heading", name="La console de Sira")).to_be_visible()
    other.close()


def _enters_beside(desk: Page) -> None:
    with desk.context.expect_page() as opened:
        desk.locator("#over a").click()
    opened.value.fill("[name=login]", "kadi")
    opened.value.fill("[name=password]", PASSWORD)
    opened.value.click("button.main")
    expect(opened.value.get_by_role("button", name="Sortir")).to_be_visible()
    opened.value.close()
    desk.bring_to_front()


def test_an_answer_sent_when_the_session_has_just_ended_stays_and_goes_when_its_worker_is_back(
    desk: Page, person: Page
) -> None:
    desk.fill("#text", "Je cherche,")
    expect(desk.locator(".saved")).to_have_text("Brouillon gardé")
    desk.evaluate("document.getElementById('text').value = 'Je cherche, et je vous écris.'")  # so that no key keeps it
    _leaves_beside(desk)
    desk.get_by_role("button", name="Envoyer", exact=True).click()
    expect(desk.locator("#over")).to_contain_text(OVER)
    expect(desk.locator(".thread")).to_have_count(0)
    expect(desk.locator("#text")).to_have_value("Je cherche, et je vous écris.")
    _enters_beside(desk)
    expect(desk.locator("#over")).to_be_hidden(timeout=15_000)
    desk.get_by_role("button", name="Envoyer", exact=True).click()
    expect(desk.locator("#text")).to_have_value("", timeout=10_000)
    expect(person.locator("#talk")).to_contain_text("Je cherche, et je vous écris.", timeout=10_000)


def test_who_is_withdrawn_while_they_write_reads_who_did_it(desk: Page, site: Site) -> None:
    desk.fill("#note", "Une note pour")
    on_records(site, lambda conn: conn.execute(update(workers).where(workers.c.login == "kadi").values(active=0)))
    try:
        expect(desk.locator("#over")).to_contain_text(OVER, timeout=15_000)
        expect(desk.locator("#note")).to_have_value("Une note pour")
        expect(desk.locator("#card")).to_be_hidden()
    finally:
        on_records(site, lambda conn: conn.execute(update(workers).where(workers.c.login == "kadi").values(active=1)))


def test_a_note_outlives_every_other_button_and_another_page(desk: Page) -> None:
    desk.fill("#note", "Ne pas appeler chez le frère")
    desk.fill("#text", "Bonjour")
    desk.locator("summary", has_text="Me rappeler ce dossier").click()
    desk.get_by_role("button", name="Dans 1 heure").click()
    expect(desk.locator("#next")).to_contain_text("Me rappeler ce dossier ·")
    expect(desk.locator("#note")).to_have_value("Ne pas appeler chez le frère")
    desk.get_by_role("button", name="Envoyer", exact=True).click()
    expect(desk.locator("#text")).to_have_value("")
    expect(desk.locator("#note")).to_have_value("Ne pas appeler chez le frère")
    desk.get_by_role("button", name="Noter").click()
    expect(desk.locator(".notes .lines")).to_contain_text("Ne pas appeler chez le frère")
    expect(desk.locator("#note")).to_have_value("")
    desk.reload()
    expect(desk.locator("#note")).to_have_value("")


def test_enter_in_why_a_case_is_passed_on_closes_no_page(desk: Page) -> None:
    at = desk.url
    desk.fill("#text", "Bonjour")
    desk.locator("summary", has_text="Passer à quelqu’un").click()
    desk.select_option("select[name=to]", label="salif")
    reason = desk.locator("input[name=reason][form=reply]")
    reason.fill("elle parle peul")
    reason.press("Enter")
    desk.wait_for_timeout(1000)
    assert desk.url == at
    expect(reason).to_have_value("elle parle peul")
    expect(desk.locator("#text")).to_have_value("Bonjour")


def test_who_has_erased_everything_is_gone_from_the_screen_with_what_was_being_written(
    desk: Page, person: Page
) -> None:
    desk.fill("#text", "Je vous réponds tout de")
    for label, then in (("Tout effacer", "détruits ici"), ("Oui, tout effacer", "C'est fait")):
        if not person.locator("button.choice", has_text=label).count():
            person.fill("#text", "effacer")
            person.locator("#compose button.send").click()
            expect(person.locator("#talk")).to_contain_text("détruits ici")
            continue
        person.locator("button.choice", has_text=label).last.click()
        expect(person.locator("#talk")).to_contain_text(then)
    expect(desk.get_by_role("heading", name="Cette personne a tout effacé")).to_be_visible(timeout=15_000)
    expect(desk.locator("body")).to_contain_text("n’est pas parti, et n’a pas été gardé")
    expect(desk.locator("body")).not_to_contain_text("une question")
    expect(desk.locator("#text")).to_have_count(0)
