"""The desk as a whole: two workers, a partner and a person at once, from words of hunger to the numbers page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import Connection, delete, insert, update

from bot.records.clock import move
from bot.records.clock import now as clock_now
from bot.records.ids import new_id
from bot.records.tables import conversation, handover, person, referral
from tests.browser.conftest import Site
from tests.browser.desk import hired, looked_at, on_records, signed_in, signs_in
from tests.browser.screens import DESK, PHONE, new_page, pictured

LOGINS = ("fatim", "seydou")
DAY = 86_400
NOON = 12 * 3600
ORIENTED = ("1", "1", "1", "bamako", "24", "1", "1", "couture", "1")
"""Yes, well, in Mali, where, how old, a trade, how they came back, which, they can wait: ideas are shown."""
HUNGER = "kongo be n na"
OTHERS = (
    *[("served", 1, "helped")] * 5, *[("accepted", 1, "")] * 5, *[("declined", 1, "")] * 5, *[("sent", 0, "")] * 5,
)  # fmt: skip
"""Requests of others, since numbers under five, or too near to the one before, are hidden."""
STAGES = ("21", "16", "11", "6")
LISTEN = """
window.rings = 0;
HTMLMediaElement.prototype.play = function () { window.rings += 1; return Promise.resolve(); };
"""
SOON_MS = 15_000


@pytest.fixture
def workers(browser: Browser, site: Site) -> Iterator[tuple[Page, Page]]:
    """Two workers whose bells are on, of a house where nobody waits and others were served before."""
    on_records(site, _before)
    pages = []
    for login in LOGINS:
        hired(site, login, "supervisor")
        page = new_page(browser, DESK, permissions=["microphone"])
        page.context.add_init_script(LISTEN)
        pages.append(page)
        signs_in(page, site, login)
        page.goto(f"{site.url}/desk/me")
        page.get_by_role("button", name="Activer la sonnerie").click()
        page.goto(f"{site.url}/desk/queue")
    yield pages[0], pages[1]
    for page in pages:
        page.context.close()


def _before(conn: Connection) -> None:
    now = clock_now(conn)
    conn.execute(update(handover).values(closed_at=1))
    conn.execute(update(conversation).values(level="", mode="bot", claimed_by=""))
    conn.execute(delete(referral))
    somebody, talk = new_id(), new_id()
    conn.execute(insert(person).values(id=somebody, created_at=now))
    conn.execute(insert(conversation).values(id=talk, person_id=somebody, organisation="sira", created_at=now))
    for number, (status, answered, said) in enumerate(OTHERS):
        conn.execute(
            insert(referral).values(
                id=new_id(), conversation_id=talk, number=f"OTHER{number}", service="s", organisation="others",
                status=status, consent_id="", sealed=b"", sent_at=now, answered_at=answered * now, said_by_person=said,
                at=now, changed_at=now,
            )
        )  # fmt: skip


def _says(page: Page, *lines: str) -> None:
    for line in lines:
        before = page.locator("#talk li").count()
        page.fill("#text", line)
        page.locator("#compose button.send").click()
        expect(page.locator("#talk li").nth(before)).to_be_visible()
        expect(page.locator("#text")).to_have_value("")


def _reads(page: Page, words: str) -> None:
    expect(page.locator("#talk")).to_contain_text(words, timeout=SOON_MS)


def _rings(page: Page) -> None:
    for _ in range(SOON_MS // 200):
        if page.evaluate("window.rings"):
            return
        page.wait_for_timeout(200)
    raise AssertionError("it never rang")


def _to_the_day_after(conn: Connection, met: datetime) -> None:
    """Noon of the second day: the question comes a day after the appointment, and at no hour of the night."""
    wanted = int(met.replace(hour=0, minute=0, second=0, microsecond=0).timestamp()) + 2 * DAY + NOON
    move(conn, wanted - clock_now(conn))


def _one_takes_it(workers: tuple[Page, Page], artefacts: Path) -> None:
    """It rings on both; one takes it, the other sees so."""
    one, other = workers
    for page in workers:
        _rings(page)
        expect(page.locator(".queue a.row")).to_have_count(1, timeout=SOON_MS)
        expect(page.locator(".queue")).to_contain_text("P1")
    looked_at(one, artefacts, "road-queue")
    one.locator(".queue a.row").click()
    one.get_by_role("button", name="Prendre la conversation").click()
    expect(one.locator("#text")).to_be_visible()
    expect(other.locator(".queue")).to_contain_text(LOGINS[0], timeout=SOON_MS)
    other.locator(".queue a.row").click()
    expect(other.locator(".claim")).to_contain_text(f"Tenue par {LOGINS[0]}")
    looked_at(other, artefacts, "road-held")


def _speaks(desk: Page, somebody: Page) -> None:
    """An answer by voice."""
    desk.locator("summary", has_text="Répondre par la voix").click()
    desk.get_by_role("button", name="Enregistrer").click()
    desk.wait_for_timeout(1200)
    desk.get_by_role("button", name="Arrêter").click()
    expect(desk.locator("#heard")).to_be_visible()
    desk.get_by_role("button", name="Envoyer").click()
    expect(desk.locator(".thread li.worker audio")).to_have_count(1)
    expect(somebody.locator("#talk audio")).to_have_count(1, timeout=SOON_MS)


def _proposes(desk: Page, somebody: Page, artefacts: Path) -> None:
    """A service: the person is asked, says yes, and it rings for who proposed."""
    desk.get_by_role("link", name="Proposer un service").click()
    desk.locator("input[name=service]").first.check()
    desk.fill("[name=why]", "Une place est libre près de chez vous.")
    looked_at(desk, artefacts, "road-propose")
    desk.get_by_role("button", name="Demander à la personne").click()
    _reads(somebody, "nin kunnafoniw de bɛna di")
    looked_at(desk, artefacts, "road-conversation")
    desk.evaluate("localStorage.setItem('sira-bell-rung', '1'); window.rings = 0")
    _says(somebody, "awɔ")
    _reads(somebody, "I ka ɲinini nimɔrɔ")
    _rings(desk)


def _sends(desk: Page, artefacts: Path) -> str:
    """The draft leaves; the link for the partner."""
    desk.goto(desk.url)
    desk.locator("#card a[href^='/desk/referral/']").first.click()
    looked_at(desk, artefacts, "road-draft")
    desk.get_by_role("button", name="Faire le lien à remettre").click()
    link = desk.locator(".made .address").inner_text()
    desk.get_by_role("button", name="C’est remis").click()
    return link


def _gives_a_day(partner: Page, link: str, somebody: Page) -> datetime:
    """The partner asks for time, then gives a day; the person reads each step."""
    partner.goto(link)
    partner.get_by_role("button", name="Ouvrir").click()
    partner.get_by_role("button", name="À l’étude").click()
    _reads(somebody, "A ma sɔn fɔlɔ")
    partner.goto(link)
    partner.get_by_role("button", name="Ouvrir").click()
    partner.locator("summary", has_text="Rendez-vous").click()
    met = datetime.now(UTC) + timedelta(days=3)
    for name, value in (("day", f"{met:%Y-%m-%d}"), ("hour", "10:30"), ("place", "Lafiabougou")):
        partner.fill(f"[name={name}]", value)
    partner.get_by_role("button", name="Donner ce rendez-vous").click()
    _reads(somebody, "Yɔrɔ: Lafiabougou")
    return met


def test_from_words_of_hunger_to_the_numbers(
    browser: Browser, site: Site, workers: tuple[Page, Page], artefacts: Path
) -> None:
    one, _ = workers
    somebody, partner = new_page(browser, PHONE), new_page(browser, PHONE)
    somebody.goto(site.url)
    somebody.locator("button.choice", has_text="Bamanankan").first.click()
    _reads(somebody, "digi sanfɛ")
    _says(somebody, *ORIENTED, HUNGER)
    _one_takes_it(workers, artefacts)
    talk = one.url
    _speaks(one, somebody)
    _proposes(one, somebody, artefacts)
    link = _sends(one, artefacts)
    _reads(somebody, "An ka jɛkulu y'a di")
    met = _gives_a_day(partner, link, somebody)
    one.goto(talk)
    one.select_option("[name=outcome]", "referred")
    one.get_by_role("button", name="Terminer").click()
    one.get_by_role("button", name="Terminer quand même").click()
    expect(one.get_by_role("heading", name="Qui attend")).to_be_visible()

    on_records(site, _to_the_day_after, met)
    _reads(somebody, "Cikan kura dɔ bɛ yen")  # a page left open for days shows nobody what was said
    somebody.locator("#answers button").first.click()
    _reads(somebody, "yala i taara yen wa")
    _says(somebody, "awɔ", "awɔ", "awɔ")
    pictured(somebody, path=str(artefacts / "road-person-360.png"))
    reader = signed_in(browser, site, LOGINS[0])  # the session of that day ended with it
    reader.goto(f"{site.url}/desk/numbers")
    assert tuple(reader.locator("section[aria-label='Mises en contact'] td").all_text_contents()) == STAGES
    looked_at(reader, artefacts, "road-numbers")
    for page in (somebody, partner, reader):
        page.context.close()
