"""The organisations' page in a browser: after each button a page that can be fetched again; the day moved and called off."""

from __future__ import annotations

import re
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import select

from bot.desk import appointments
from bot.records.tables import audit, referral
from tests.console.conftest import Desk, Person
from tests.console.test_referrals import (  # noqa: F401 — fixtures
    Partner,
    _patience,
    asked,
    day_after,
    link_of,
    partner,
    rows,
    sent,
)


@pytest.fixture
async def browser(partner: Partner) -> Partner:  # noqa: F811
    """One that keeps cookies and follows where it is sent, as browsers do."""
    partner.client.follow_redirects = True
    return partner


async def opened(browser: Partner, link: str) -> str:
    """From the neutral page to the file; the page's words."""
    await browser.get(link)
    answer = await browser.post(link)
    assert answer.status_code == 200
    return answer.text


async def _dated(awa: Desk, referral_id: str, browser: Partner) -> tuple[str, str]:
    """A link whose organisation gave a day, at nine in Lafiabougou; the link and the day."""
    link = await sent(awa, referral_id)
    day = day_after(await opened(browser, link))
    await browser.post(f"{link}/answer", answer="appointment", day=day, hour="09:00", place="Lafiabougou")
    return link, day


async def test_after_each_button_the_page_can_be_fetched_again(asked: str, awa: Desk, browser: Partner) -> None:  # noqa: F811
    link = await sent(awa, asked)
    await opened(browser, link)
    for _ in range(2):
        file = await browser.get(f"{link}/file")
        assert "Couture" in file.text, "the back key and « recharger » show it"
    noted = await browser.post(f"{link}/answer", answer="studying")
    assert noted.url.path == f"{link}/noted"
    assert noted.history[0].status_code == 303
    again = await browser.get(f"{link}/noted")
    assert again.text == noted.text
    await browser.get(f"{link}/file")
    await browser.post(f"{link}/answer", answer="declined", refusal="full")
    assert "chargée de chercher autre chose" in (await browser.get(f"{link}/noted")).text
    assert "déjà notée" in (await browser.get(f"{link}/file")).text


async def test_who_has_not_touched_open_is_led_to_the_neutral_page(
    asked: str,  # noqa: F811
    awa: Desk,
    browser: Partner,
    rows: Any,  # noqa: F811
) -> None:
    link = await sent(awa, asked)
    for page in ("/file", "/noted"):
        answer = await browser.get(f"{link}{page}")
        assert answer.url.path == link
        assert "Couture" not in answer.text
    await browser.get(link)
    assert (await browser.get(f"{link}/file")).url.path == link, "the neutral page's cookie opens nothing"
    assert [row["status"] for row in await rows(select(referral))] == ["sent"]
    guess = "/r/" + "A" * 43
    browser.client.cookies.set("sira_link", "open", path=guess)
    assert (await browser.get(f"{guess}/file")).status_code == 404


async def test_the_cookie_is_for_one_link_and_no_script(asked: str, awa: Desk, browser: Partner) -> None:  # noqa: F811
    link = await sent(awa, asked)
    await browser.get(link)
    answer = await browser.post(link)
    given = answer.history[0].headers["set-cookie"].lower()
    for part in ("httponly", "samesite=strict", f"path={link.lower()}", "max-age=1800"):
        assert part in given


async def test_the_day_is_moved_then_called_off_and_the_person_and_the_desk_know(
    asked: str,  # noqa: F811
    awa: Desk,
    browser: Partner,
    person: Person,
    rows: Any,  # noqa: F811
) -> None:
    link, day = await _dated(awa, asked, browser)
    await person.sees("Lieu : Lafiabougou")
    page = await browser.get(f"{link}/file")
    assert f'value="{day}"' in page.text, "the form begins with the day that stands"
    assert "Finalement non" in page.text
    await browser.post(f"{link}/answer", answer="appointment", day=day, hour="15:00", place="Kati")
    await person.sees("Le rendez-vous change. Maintenant, c'est")
    await person.sees("Lieu : Kati")
    page = await browser.get(f"{link}/file")
    noted = await browser.post(f"{link}/answer", answer="called_off", words="Le <b>formateur</b> est malade")
    assert "prévenue de ne pas venir" in noted.text
    assert "formateur" not in await person.sees("n'y allez pas ce jour-là")
    await awa.get("/desk/referrals")
    assert "a annulé le rendez-vous" in awa.words
    await awa.get(f"/desk/referral/{asked}")
    for words in ("rendez-vous changé", "rendez-vous annulé", "est malade »", "La personne ne le lit pas"):
        assert words in awa.words
    assert "<b>formateur" not in awa.html
    done = {row["action"] for row in await rows(select(audit))}
    assert {"referral:moved", "referral:called_off"} <= done


async def test_of_two_who_change_the_day_the_second_sees_both_and_loses_nothing(
    asked: str,  # noqa: F811
    awa: Desk,
    browser: Partner,
) -> None:
    link, day = await _dated(awa, asked, browser)
    await browser.get(f"{link}/file")
    await awa.get(f"/desk/referral/{asked}")
    seen = _instead(awa)
    theirs = await awa.post(f"/desk/referral/{asked}/appointment", instead=seen, day=day, hour="11:00", place="Kayes")
    assert theirs.status_code == 303
    late = await browser.post(f"{link}/answer", answer="appointment", day=day, hour="16:00", place="Ségou")
    assert late.status_code == 409
    assert "Kayes" in late.text, "what stands"
    assert 'value="Ségou"' in late.text, "what was written"
    again = await browser.post(f"{link}/answer", answer="appointment", day=day, hour="16:00", place="Ségou")
    assert again.url.path == f"{link}/noted"
    await awa.get(f"/desk/referral/{asked}")
    refused = await awa.post(
        f"/desk/referral/{asked}/appointment", instead=seen, day=day, hour="12:00", place="Mopti", landmark="le pont"
    )
    assert refused.status_code == 409
    assert "Ségou" in awa.html
    assert 'value="Mopti"' in awa.html
    assert 'value="le pont"' in awa.html
    told = await awa.post(f"/desk/referral/{asked}/told", instead=seen, answer="called_off")
    assert told.status_code == 409


async def test_a_day_called_off_by_phone_is_noted_by_a_worker(
    asked: str,  # noqa: F811
    awa: Desk,
    browser: Partner,
    person: Person,
) -> None:
    link, _ = await _dated(awa, asked, browser)
    await awa.get(f"/desk/referral/{asked}")
    told = await awa.post(f"/desk/referral/{asked}/told", instead=_instead(awa), answer="called_off")
    assert told.status_code == 303
    await person.sees("n'y allez pas ce jour-là")
    assert "La personne attend un autre jour" in (await browser.get(f"{link}/file")).text


async def test_a_no_needs_a_chosen_reason_which_the_person_reads_and_free_words_do_not_reach_them(
    asked: str,  # noqa: F811
    awa: Desk,
    browser: Partner,
    person: Person,
) -> None:
    link = await sent(awa, asked)
    await opened(browser, link)
    missing = await browser.post(f"{link}/answer", answer="declined", words="Trop jeune selon nous")
    assert missing.status_code == 400
    assert 'value="Trop jeune selon nous"' in missing.text
    await browser.post(f"{link}/answer", answer="declined", refusal="place", words="Trop jeune selon nous")
    read = await person.sees("Le service ne travaille pas là où vous êtes. Ce n'est pas de votre faute.")
    assert "Trop jeune" not in read
    await awa.get(f"/desk/referral/{asked}")
    assert "Trop jeune selon nous" in awa.words


def _instead(desk: Desk) -> str:
    found = re.search(r'name="instead" value="([0-9a-f-]+)"', desk.html)
    assert found
    return found[1]


@pytest.mark.parametrize("went", ["yes", "no"])
async def test_after_the_day_the_page_says_which_it_was_and_whether_the_person_came(
    asked: str,  # noqa: F811
    awa: Desk,
    browser: Partner,
    app: FastAPI,
    went: str,
) -> None:
    link, day = await _dated(awa, asked, browser)
    await app.state.db.write(lambda conn: appointments.answered(conn, asked, went))
    page = (await browser.get(f"{link}/file")).text
    assert "Vous avez dit oui, sans jour" not in page, "they gave one"
    assert "Le rendez-vous est passé" in page
    assert "Lafiabougou</b>" in page
    assert ("La personne n’y est pas venue" in page) is (went == "no")
    assert "Donner un autre jour" in page
    assert (await browser.get(f"{link}/noted")).text == page, "what was noted before the day is not so any more"
    await browser.post(f"{link}/answer", answer="appointment", day=day, hour="15:00", place="Kati")
    page = (await browser.get(f"{link}/file")).text
    assert "est passé" not in page
    assert "Kati" in page


@pytest.mark.parametrize("form", ["answer", "again"])
async def test_a_form_s_address_that_is_reloaded_leads_back_to_the_request(
    asked: str,  # noqa: F811
    awa: Desk,
    browser: Partner,
    form: str,
) -> None:
    link = await sent(awa, asked)
    answer = await browser.get(f"{link}/{form}")
    assert (answer.url.path, answer.status_code) == (link, 200)


async def test_no_address_of_an_organisation_leads_to_the_persons_chat(
    asked: str,  # noqa: F811
    awa: Desk,
    browser: Partner,
) -> None:
    link = await sent(awa, asked)
    for address in ("/r", "/r/", "/r/x/y", f"{link}/fille"):
        answer = await browser.client.get(address, headers={"accept": "text/html"})
        assert answer.status_code == 404
        assert 'href="/"' not in answer.text
        assert "à la discussion" not in answer.text
        assert "partner.css" in answer.text
        assert (f'href="{link}"' in answer.text) is address.startswith(link)
