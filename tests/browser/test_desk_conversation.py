"""The conversation page in a real browser: a draft that survives, a ready answer, a note, a recorded voice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.desk import canned
from bot.desk.staff import worker_of
from bot.records.seal import Vault
from tests.browser.conftest import KEY, Site
from tests.browser.desk import asks, hired, looked_at, on_records, opens, signed_in, takes
from tests.browser.screens import PHONE, new_page
from tests.desk.sounds import tone

READY = canned.Canned("", "Saluer", "Bonjour. Je vous lis, je réponds ici.", "I ni ce. Ne bɛ i ka kuma kalan.")


@pytest.fixture(scope="module")
def worker(site: Site) -> str:
    """A supervisor, with a ready answer."""
    who = on_records(site, worker_of, hired(site, "binta", "supervisor"))
    hired(site, "demba", "case_worker")
    assert on_records(site, canned.save, Vault(KEY, KEY), who, READY, {}) == ""
    return "binta"


@pytest.fixture
def desk(browser: Browser, site: Site, worker: str) -> Iterator[Page]:
    page = signed_in(browser, site, worker, permissions=["microphone"])
    yield page
    page.context.close()


def test_a_worker_writes_loses_nothing_speaks_and_notes(person: Page, desk: Page, artefacts: Path) -> None:
    asks(person, "où apprendre la couture à Kayes ?")
    takes(desk, "couture à Kayes")

    with desk.expect_response(lambda answer: answer.url.endswith("/draft")) as saved:
        desk.fill("#text", "Je cherche pour vous")
    assert saved.value.status == 204
    expect(desk.locator(".saved")).to_have_text("Brouillon gardé")
    desk.goto(desk.url)
    expect(desk.locator("#text")).to_have_value("Je cherche pour vous")

    desk.locator(".bar b").first.click()
    desk.keyboard.press("/")
    expect(desk.locator("#canned")).to_be_focused()
    desk.select_option("#canned", label="Saluer")
    desk.get_by_role("button", name="Mettre dans la réponse").click()
    expect(desk.locator("#text")).to_have_value(f"Je cherche pour vous\n\n{READY.fr}")

    desk.locator(".bar b").first.click()
    desk.keyboard.press("n")
    expect(desk.locator("#note")).to_be_focused()
    desk.keyboard.type("Connaît déjà la machine à coudre.")
    desk.get_by_role("button", name="Noter").click()
    expect(desk.locator(".notes")).to_contain_text("Connaît déjà la machine à coudre.")
    expect(desk.locator("#text")).to_have_value(f"Je cherche pour vous\n\n{READY.fr}")
    looked_at(desk, artefacts, "desk-conversation")

    desk.get_by_role("button", name="Envoyer").click()
    expect(person.locator("#talk")).to_contain_text("Je cherche pour vous", timeout=10_000)
    expect(desk.locator("#text")).to_have_value("")
    expect(person.locator("body")).not_to_contain_text("machine à coudre")

    desk.locator("summary", has_text="Répondre par la voix").click()
    desk.get_by_role("button", name="Enregistrer").click()
    desk.wait_for_timeout(1200)
    desk.get_by_role("button", name="Arrêter").click()
    expect(desk.locator("#heard")).to_be_visible()
    looked_at(desk, artefacts, "desk-voice")
    desk.get_by_role("button", name="Effacer la voix").click()
    expect(desk.locator("#heard")).to_be_hidden()
    assert desk.evaluate("document.getElementById('voice').files.length") == 0
    desk.get_by_role("button", name="Enregistrer").click()
    desk.wait_for_timeout(1200)
    desk.get_by_role("button", name="Arrêter").click()
    expect(desk.locator("#heard")).to_be_visible()
    desk.get_by_role("button", name="Envoyer").click()
    expect(desk.locator(".thread li.worker audio")).to_have_count(1)
    expect(person.locator("#talk audio")).to_have_count(1, timeout=10_000)

    for summary in ("Changer le niveau", "Passer à quelqu’un", "Me rappeler ce dossier"):
        desk.locator("summary", has_text=summary).click()
    looked_at(desk, artefacts, "desk-next")
    desk.get_by_role("button", name="Demain").click()
    expect(desk.locator("#next")).to_contain_text("Me rappeler ce dossier ·")
    desk.goto(desk.url.split("/desk")[0] + "/desk/canned")
    expect(desk.get_by_role("button", name="Oui, enlever maintenant")).to_be_hidden()
    looked_at(desk, artefacts, "desk-canned")


SLOW_MICROPHONE = """() => {
  const media = navigator.mediaDevices, real = media.getUserMedia.bind(media);
  media.getUserMedia = async (what) => { await new Promise((open) => { window.opens = open; }); return real(what); };
}"""


def test_words_never_go_without_the_voice_that_is_being_recorded(person: Page, desk: Page) -> None:
    asks(person, "une question, avec la voix")
    takes(desk, "avec la voix")
    send, record = (desk.get_by_role("button", name=name, exact=True) for name in ("Envoyer", "🎤 Enregistrer"))
    desk.locator("summary", has_text="Répondre par la voix").click()
    desk.evaluate(SLOW_MICROPHONE)
    record.click()
    desk.fill("#text", "Écoutez ma voix.")
    send.click()
    expect(desk.locator(".send .saved")).to_contain_text("arrêtez d’abord l’enregistrement")
    desk.evaluate("window.opens()")
    expect(desk.get_by_role("button", name="Arrêter")).to_be_visible()
    desk.get_by_role("button", name="Arrêter").click()
    expect(desk.locator("#heard")).to_be_visible()
    desk.set_input_files("#voice", {"name": "voix", "mimeType": "audio/webm", "buffer": b""})
    send.click()
    expect(desk.locator(".send .saved")).to_contain_text("on n’entend rien")
    expect(desk.locator("#text")).to_have_value("Écoutez ma voix.")
    expect(desk.locator(".thread")).not_to_contain_text("Écoutez ma voix.")
    record.click()
    desk.evaluate("window.opens()")
    expect(desk.locator("#elapsed")).to_have_text("0:02", timeout=20_000)
    send.click()
    expect(desk.locator(".thread li.worker", has_text="Écoutez ma voix.").locator("audio")).to_have_count(1)
    expect(desk.locator("#text")).to_have_value("")


def _somebody_asks(browser: Browser, site: Site, question: str) -> None:
    other = new_page(browser, PHONE)
    other.goto(site.url)
    asks(other, question)
    other.context.close()


def test_from_the_queue_to_the_end_of_a_case_without_a_mouse(
    person: Page, desk: Page, browser: Browser, site: Site
) -> None:
    _somebody_asks(browser, site, "une question pour la souris")
    asks(person, "une question pour le clavier")
    desk.reload()
    rows = desk.locator(".queue .row")
    expect(rows.first).to_be_visible()
    desk.keyboard.press("j")
    expect(rows.first).to_be_focused()
    desk.keyboard.press("j")
    expect(rows.nth(1)).to_be_focused()
    desk.keyboard.press("k")
    expect(rows.first).to_be_focused()
    _somebody_asks(browser, site, "une question pendant ce temps")
    here, seen = rows.first.get_attribute("href"), desk.locator("[data-version]").get_attribute("data-version") or ""
    desk.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(desk.locator("[data-version]")).not_to_have_attribute("data-version", seen)
    expect(desk.locator(f'.queue .row[href="{here}"]')).to_be_focused()
    opens(desk, "pour le clavier")
    at = desk.url.split("/desk", 1)[1]
    desk.go_back()
    expect(rows.first).to_be_visible()
    mine = desk.locator(f'.queue .row[href="/desk{at}"]')
    for _ in range(rows.count()):
        desk.keyboard.press("j")
        if mine.and_(desk.locator(":focus")).count():
            break
    expect(mine).to_be_focused()
    desk.keyboard.press("Enter")
    expect(desk.locator(".thread")).to_contain_text("pour le clavier")

    desk.keyboard.press("c")
    expect(desk.locator("#text")).to_be_focused()
    desk.keyboard.type("jk")
    expect(desk.locator("#text")).to_have_value("jk")
    desk.fill("#text", "")

    desk.locator(".bar b").first.click()
    desk.keyboard.press("e")
    expect(desk.locator(".end select")).to_be_focused()
    desk.locator(".bar b").first.click()
    desk.keyboard.press("r")
    expect(desk.locator("#text")).to_be_focused()


def test_on_a_phone_the_card_is_one_touch_away_from_any_place_of_the_thread(
    person: Page, browser: Browser, site: Site, worker: str
) -> None:
    asks(person, "une question de Kayes, la deuxième")
    page = signed_in(browser, site, worker)
    takes(page, "la deuxième")
    page.set_viewport_size(PHONE)
    for place in ("0", "document.body.scrollHeight / 3"):
        page.evaluate(f"scrollTo(0, {place})")
        expect(page.locator(".bar .to-card")).to_be_in_viewport()
    page.locator(".bar .to-card").click()
    expect(page.locator("#card dl")).to_be_in_viewport()
    page.locator(".to-answer").click()
    expect(page.locator("#text")).to_be_in_viewport()
    page.context.close()


def test_everything_is_there_without_scripts(person: Page, browser: Browser, site: Site, worker: str) -> None:
    asks(person, "une question sans script")
    page = signed_in(browser, site, worker, java_script_enabled=False)
    takes(page, "sans script")
    page.fill("#text", "Bonjour")
    page.get_by_role("button", name="Garder").click()
    expect(page.locator("#text")).to_have_value("Bonjour")
    page.select_option("#canned", label="Saluer")
    page.get_by_role("button", name="Mettre dans la réponse").click()
    expect(page.locator("#text")).to_have_value(f"Bonjour\n\n{READY.fr}")
    page.locator("summary", has_text="Répondre par la voix").click()
    page.set_input_files("#voice", {"name": "a.mp3", "mimeType": "audio/mpeg", "buffer": tone("mp3")})
    page.get_by_role("button", name="Envoyer").click()
    expect(page.locator(".thread li.worker audio")).to_have_count(1)
    expect(person.locator("#talk")).to_contain_text(READY.fr, timeout=10_000)
    page.context.close()
