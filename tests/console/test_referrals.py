"""A request from the desk to the organisation and back, through the whole application."""

from __future__ import annotations

import re
import time
from collections.abc import AsyncIterator, Callable
from datetime import date, timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import Connection, delete, select, update

from bot.desk.afterwards import ask_to_call
from bot.desk.open_tasks import DUE_SECONDS
from bot.records.tables import (
    appointment,
    audit,
    consent,
    conversation,
    handover,
    partner_address,
    referral,
    referral_event,
    referral_link,
    task,
    timer,
)
from tests.console.conftest import HOME, Desk, Person
from webhook.pages import day
from webhook.partner import door

DAY = 86_400
FAR = 1 << 40
LINES = ("bonjour", "1", "1", "1", "1", "bamako", "24", "1", "1", "couture", "1")
"""To the first suggestions; then a request for the first of them."""


@pytest.fixture(autouse=True)
def _patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "MISS_SECONDS", 0.0)


@pytest.fixture
async def asked(app: FastAPI, person: Person) -> str:
    """Somebody asked to be put in touch; returns the referral's id."""
    await person.says(*LINES)
    await person.sees("Que voulez-vous faire")
    await person.says("contact", "1", "oui", "1", "4", "non")
    await person.sees("porte le numéro")
    return await app.state.db.read(lambda conn: conn.execute(select(referral.c.id)).scalar_one())


class Partner:
    """An organisation's browser, without any cookie of the desk."""

    def __init__(self, app: FastAPI) -> None:
        self.client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=HOME)
        self.mark = ""

    async def get(self, link: str) -> httpx.Response:
        return self._seen(await self.client.get(link))

    async def post(self, link: str, **fields: str) -> httpx.Response:
        """A form of the page that was seen last: it bears what that page showed."""
        return self._seen(await self.client.post(link, data={"mark": self.mark, **fields}))

    def _seen(self, answer: httpx.Response) -> httpx.Response:
        found = re.search(r'name="mark" value="([^"]*)"', answer.text)
        self.mark = found[1] if found else self.mark
        return held(answer)


def held(answer: httpx.Response) -> httpx.Response:
    """What holds for every answer of the organisations' room."""
    for name, value in door.HEADERS.items():
        assert answer.headers[name] == value
    assert "script" not in answer.text
    assert "style=" not in answer.text
    assert len(answer.content) < 12_000
    return answer


@pytest.fixture
async def partner(app: FastAPI) -> AsyncIterator[Partner]:
    made = Partner(app)
    yield made
    await made.client.aclose()


async def sent(desk: Desk, referral_id: str) -> str:
    """Send it from the page and hand the link over, which is shown a while; the link."""
    await desk.get(f"/desk/referral/{referral_id}")
    assert (await desk.post(f"/desk/referral/{referral_id}/send")).status_code == 303
    link = await made(desk, referral_id)
    assert (await desk.post(f"/desk/referral/{referral_id}/done", task="hand")).status_code == 303
    return link


async def made(desk: Desk, referral_id: str) -> str:
    """The link that was just made, on the page to which that leads."""
    await desk.get(f"/desk/referral/{referral_id}")
    return link_of(desk)


def link_of(desk: Desk) -> str:
    found = re.search(rf"{HOME}(/r/[\w-]{{43}})", desk.html)
    assert found, desk.words
    return found[1]


def at_noon_in(days: int) -> int:
    """Seconds to a noon ``days`` or one more from now: at night no question of ours goes out, whenever this is run."""
    return days * DAY + (DAY // 2 - int(time.time())) % DAY


def day_after(html: str) -> str:
    """The day after the first one that a form offers."""
    found = re.search(r'min="([\d-]+)"', html)
    assert found
    return (date.fromisoformat(found[1]) + timedelta(days=1)).isoformat()


@pytest.fixture
def rows(app: FastAPI) -> Callable[[Any], Any]:
    async def read(statement: Any) -> list[Any]:
        return await app.state.db.read(lambda conn: conn.execute(statement).mappings().all())

    return read


@pytest.fixture
def write(app: FastAPI) -> Callable[[Any], Any]:
    async def done(statement: Any) -> None:
        await app.state.db.write(lambda conn: conn.execute(statement))

    return done


async def test_the_page_shows_item_by_item_what_is_shared_with_whom_and_the_yes(asked: str, awa: Desk) -> None:
    await awa.get(f"/desk/referral/{asked}")
    for words in (
        "Ce qui est partagé, et rien d’autre",
        "Couture",
        "18 à 24 ans",
        "ECICA",
        "a dit oui le",
    ):
        assert words in awa.words
    assert "version" not in awa.words, "a fingerprint of the wording tells nobody anything here"
    assert "share.ask" not in awa.html, "no name of ours"
    assert 'name="vital"' not in awa.html, "nobody is asked to do without a yes that is there"


async def test_the_person_is_told_of_each_step_and_asked_the_day_after(
    asked: str, awa: Desk, partner: Partner, person: Person, wait: Any
) -> None:
    link = await sent(awa, asked)
    await person.sees("L'équipe l'a donnée")
    opened = await partner.post(link)
    assert "Couture" in opened.text
    await person.sees("Le service l'a ouverte")
    assert (await partner.post(f"{link}/answer", answer="studying")).status_code == 200
    await person.sees("Le service l'étudie")
    day = day_after((await partner.post(link)).text)
    answer = await partner.post(
        f"{link}/answer", answer="appointment", day=day, hour="23:59", place="Lafiabougou <b>", landmark="la mosquée"
    )
    assert answer.status_code == 200
    assert "Lafiabougou &lt;b&gt;" in answer.text
    await person.sees("Repère : la mosquée")
    await wait(at_noon_in(3))
    await person.sees("y êtes-vous allé")
    await person.says("1", "1", "1")
    await person.sees("Merci de le dire")
    await awa.sign_in("awa")
    await awa.get(f"/desk/referral/{asked}")
    assert "reçue, et cela aide" in awa.words


async def test_looking_at_a_link_changes_nothing_and_shows_nothing(
    asked: str, awa: Desk, partner: Partner, rows: Any
) -> None:
    link = await sent(awa, asked)
    good, wrong = await partner.get(link), await partner.get("/r/" + "A" * 43)
    assert good.text.replace(link, "") == wrong.text.replace("/r/" + "A" * 43, "")
    assert "ECICA" not in good.text
    assert [row["status"] for row in await rows(select(referral))] == ["sent"]


async def test_the_first_page_of_a_link_that_was_answered_says_so_and_nothing_else(
    asked: str, awa: Desk, partner: Partner
) -> None:
    partner.client.follow_redirects = True
    link = await sent(awa, asked)
    waits = "attend votre réponse"
    assert waits in (await partner.get(link)).text
    await partner.post(link)
    assert waits in (await partner.get(link)).text, "opened is not answered"
    for answer, words in (("studying", "à l’étude"), ("accepted", "déjà notée"), ("served", "déjà notée")):
        await partner.post(link)
        await partner.post(f"{link}/answer", answer=answer)
        first = await partner.get(link)
        assert words in first.text, answer
        for never in (waits, "ECICA", "Couture", "Bamako", asked):
            assert never not in first.text, answer
    assert first.status_code == 410
    assert "<button" not in first.text, "nothing is left to open"


async def test_who_is_asked_reads_who_asks_for_what_in_which_language_and_what_comes_later(
    app: FastAPI, asked: str, awa: Desk, partner: Partner, monkeypatch: pytest.MonkeyPatch
) -> None:
    leads = app.state.house.book.directory.leads
    link = await sent(awa, asked)
    page = (await partner.post(link)).text
    assert "De\N{NO-BREAK SPACE}: <b>Sira</b>, équipe Bamako" in page
    assert "Pas de téléphone d’équipe" in page, "none is invented"
    assert "<dt>Langue à parler avec elle</dt><dd>français</dd>" in page
    for words in ("ECICA", "Apprendre un métier", "Elle a accepté que vous lisiez ceci", "point par point"):
        assert words in page
    monkeypatch.setitem(leads.phones, "bamako", "+223 20 00 00 00")
    assert '<a href="tel:+22320000000">+223 20 00 00 00</a>' in (await partner.post(link)).text
    await partner.post(f"{link}/answer", answer="accepted")
    assert "équipe Bamako" in (await partner.post(link)).text, "who may call must know whom, after the yes too"
    await awa.get(f"/desk/referral/{asked}")
    assert "Elle lit que la demande vient de : Sira, équipe Bamako, +223 20 00 00 00" in awa.words


async def test_after_sending_a_reload_shows_the_link_and_that_it_was_sent_never_that_nothing_was_done(
    asked: str, awa: Desk, rows: Any
) -> None:
    await awa.get(f"/desk/referral/{asked}")
    first = await awa.post(f"/desk/referral/{asked}/send")
    assert (first.status_code, first.headers["location"]) == (303, f"/desk/referral/{asked}")
    links = {await made(awa, asked) for _ in range(3)}
    assert len(links) == 1
    again = await awa.post(f"/desk/referral/{asked}/send")
    assert again.status_code == 409
    assert "n'est pas partie une deuxième fois" in awa.words
    assert "rien n'a été fait" not in awa.words
    assert link_of(awa) in links
    (kept,) = await rows(select(referral_link))
    token = links.pop().removeprefix("/r/")
    assert token not in str(dict(kept)), "only its hash is kept"
    given = first.headers["set-cookie"]
    assert token not in given, "sealed"
    for part in ("HttpOnly", "SameSite=strict", f"Path=/desk/referral/{asked}", "Max-Age=600"):
        assert part in given


async def test_the_link_is_shown_to_the_session_that_made_it_for_some_minutes_and_to_nobody_else(
    asked: str, awa: Desk, bou: Desk, wait: Any
) -> None:
    await awa.get(f"/desk/referral/{asked}")
    sealed = (await awa.post(f"/desk/referral/{asked}/send")).cookies["sira_made"]
    await made(awa, asked)
    bou.client.cookies.set("sira_made", sealed)
    await bou.get(f"/desk/referral/{asked}")
    assert 'id="link"' not in bou.html
    assert "Le lien n’est plus montré ici" in bou.words
    await wait(601)
    await awa.get(f"/desk/referral/{asked}")
    assert 'id="link"' not in awa.html
    assert "Faites-en un autre plus bas" in awa.words
    for wrong in ("", "A", "%", "A" * 400, sealed[:-8]):
        bou.client.cookies.set("sira_made", wrong)
        assert (await bou.get(f"/desk/referral/{asked}")).status_code == 200
    await awa.post(f"/desk/referral/{asked}/remind")
    await made(awa, asked)


async def test_a_link_that_is_made_is_handed_over_when_the_worker_says_so_and_the_person_is_told_then(
    asked: str, awa: Desk, person: Person, rows: Any
) -> None:
    await awa.get(f"/desk/referral/{asked}")
    await awa.post(f"/desk/referral/{asked}/send")
    await made(awa, asked)
    assert "lien fait, à remettre" in awa.words
    assert "remise à l'organisation" not in awa.words
    await person.says("non merci", "ma demande")
    seen = await person.sees("La demande est prête. L'équipe ne l'a pas encore donnée au service.")
    assert "L'équipe l'a donnée" not in seen
    await awa.post(f"/desk/referral/{asked}/done", task="hand")
    await person.sees("L'équipe l'a donnée au service")
    await awa.get(f"/desk/referral/{asked}")
    assert "remise à l'organisation" in awa.words
    assert "lien fait, à remettre" not in awa.words
    await awa.post(f"/desk/referral/{asked}/done", task="hand")
    events = [row["reason"] for row in await rows(select(referral_event))]
    assert events.count("handed") == 1


async def test_whoever_opens_the_link_was_given_it(asked: str, awa: Desk, partner: Partner, rows: Any) -> None:
    await awa.get(f"/desk/referral/{asked}")
    await awa.post(f"/desk/referral/{asked}/send")
    await partner.post(await made(awa, asked))
    assert await rows(select(task).where(task.c.closed_at == 0)) == []


async def test_a_guessed_link_is_told_nothing_and_whoever_had_one_hears_what_became_of_it(
    asked: str, awa: Desk, partner: Partner, wait: Any
) -> None:
    async def said(link: str) -> tuple[int, str]:
        answer = await partner.post(link)
        again = await partner.post(f"{link}/answer", answer="accepted")
        assert (answer.status_code, answer.text) == (again.status_code, again.text)
        for word in (asked, "ECICA", "Couture", "Bamako"):
            assert word not in answer.text, "nothing of the person, the service or the request"
        return answer.status_code, answer.text

    guessed = [await said("/r/" + letter * 43) for letter in "AB"]
    assert {status for status, _ in guessed} == {404}
    assert "Demandez-en un autre" in guessed[0][1]
    assert guessed[0][1].replace("A" * 43, "") == guessed[1][1].replace("B" * 43, "")
    first = await sent(awa, asked)
    await awa.post(f"/desk/referral/{asked}/remind")
    second = await made(awa, asked)
    status, text = await said(first)
    assert status == 410
    assert "Un lien plus récent existe" in text
    assert (await partner.post(second)).status_code == 200
    await wait(14 * DAY + 1)
    assert "Ce lien est trop vieux" in (await said(second))[1]
    assert "C’est demandé" in (await partner.post(f"{second}/again")).text
    assert (await partner.post("/r/" + "A" * 43 + "/again")).status_code == 404
    await awa.sign_in("awa")
    await awa.get("/desk/referrals")
    assert "elle en demande un autre" in awa.words
    await awa.get(f"/desk/referral/{asked}")
    await awa.post(f"/desk/referral/{asked}/remind")
    third = await made(awa, asked)
    assert (await partner.post(third)).status_code == 200
    assert (await awa.post(f"/desk/referral/{asked}/withdraw")).status_code == 400, "a click alone takes nothing back"
    assert "Choisissez pourquoi la demande est retirée" in awa.words
    assert (await awa.post(f"/desk/referral/{asked}/withdraw", withdrawal="mistake")).status_code == 303
    await awa.get(f"/desk/referral/{asked}")
    assert "Envoyée par erreur" in awa.words
    assert "n’attend plus de réponse" in (await said(third))[1]


async def test_after_a_yes_the_link_shows_the_file_no_more_and_takes_how_it_went(
    asked: str, awa: Desk, partner: Partner, person: Person, rows: Any
) -> None:
    link = await sent(awa, asked)
    assert "<dd>" in (await partner.post(link)).text
    assert (await partner.post(f"{link}/answer", answer="served")).status_code == 409, "nothing was accepted yet"
    assert (await partner.post(f"{link}/answer", answer="accepted")).status_code == 200
    await person.sees("d'accord pour vous recevoir")
    again = await partner.post(link)
    assert again.status_code == 200
    assert "<dd>" not in again.text
    assert "avez-vous reçu la personne" in again.text
    assert (await partner.post(f"{link}/answer", answer="declined")).status_code == 400, "no reason, no no"
    assert (await partner.post(f"{link}/answer", answer="not_served")).status_code == 200
    assert "Si elle vient, dites-le ici" in (await partner.post(link)).text
    assert (await partner.post(f"{link}/answer", answer="served")).status_code == 200
    await person.sees("Le service dit qu'il vous a reçu")
    (row,) = await rows(select(referral))
    assert (row["status"], row["said_by_organisation"]) == ("served", "served")
    used = await partner.post(link)
    assert used.status_code == 410
    assert "Votre réponse est déjà notée" in used.text


async def test_whom_the_organisation_did_not_see_is_asked_at_once_and_the_desk_has_something_to_do(
    asked: str, awa: Desk, partner: Partner, person: Person, wait: Any, write: Any
) -> None:
    link = await sent(awa, asked)
    day = {"day": day_after((await partner.post(link)).text), "hour": "00:01", "place": "Ici"}
    assert (await partner.post(f"{link}/answer", answer="appointment", **day)).status_code == 200
    await person.sees("Lieu : Ici.")
    assert "Le rendez-vous donné à la personne" in (await partner.post(link)).text
    await write(update(timer).where(timer.c.kind.startswith("appointment_after")).values(due_at=FAR))
    await wait(at_noon_in(3))
    await person.says("bonjour")
    told = await partner.post(f"{link}/answer", answer="not_served")
    assert "chargée de demander à la personne" in told.text
    await person.sees("y êtes-vous allé")
    await awa.sign_in("awa")
    await awa.get("/desk/referrals")
    assert "dit que la personne n'est pas venue" in awa.words
    assert "acceptée ; l'organisation dit" in awa.words
    await awa.get(f"/desk/referral/{asked}")
    assert "L’organisation : la personne n’est pas venue" in awa.words
    assert "L’organisation : pas reçue" not in awa.words


async def test_each_answer_of_the_person_is_on_the_page_and_with_the_task_at_once(
    app: FastAPI, asked: str, awa: Desk, person: Person, wait: Any
) -> None:
    await sent(awa, asked)
    await awa.post(f"/desk/referral/{asked}/told", answer="accepted")
    await awa.get(f"/desk/referral/{asked}")
    await awa.post(f"/desk/referral/{asked}/appointment", day=day_after(awa.html), hour="23:59", place="Ici")
    await person.sees("Lieu : Ici.")
    await wait(at_noon_in(3))
    await person.sees("y êtes-vous allé")
    await app.state.db.write(ask_to_call, asked)
    await person.says("1")
    await person.sees("vous a-t-il reçu")
    await awa.sign_in("awa")
    for page in ("/desk/queue", "/desk/referrals", f"/desk/referral/{asked}"):
        await awa.get(page)
        assert "La personne dit : y est allée" in awa.words, page
    assert "dit qu'elle y est allée" in awa.words
    await person.says("1")
    await person.sees("cela vous aide")
    await awa.get(f"/desk/referral/{asked}")
    assert "Ce qu’on en dit La personne : reçue" in awa.words
    assert "demander à l'organisation" not in awa.words


async def test_how_it_went_is_offered_and_taken_only_once_the_hour_has_passed(
    asked: str, awa: Desk, partner: Partner, person: Person, wait: Any
) -> None:
    link = await sent(awa, asked)
    given = {"day": day_after((await partner.post(link)).text), "hour": "10:00", "place": "Ici"}
    await partner.post(f"{link}/answer", answer="appointment", **given)
    await person.sees("Lieu : Ici.")
    page = await partner.post(link)
    await awa.get(f"/desk/referral/{asked}")
    for words in ("Changer le rendez-vous", "Annuler le rendez-vous", "Finalement non", "revenez ici dire"):
        assert words in page.text
    for word in ("served", "not_served"):
        assert f'value="{word}"' not in page.text
        assert f'value="{word}"' not in awa.html
        early = await partner.post(f"{link}/answer", answer=word)
        assert early.status_code == 409
        assert "n’est pas passée" in early.text
    for word in ("served", "not_served", "closed"):
        assert (await awa.post(f"/desk/referral/{asked}/told", answer=word)).status_code == 409
        assert "L'heure du rendez-vous n'est pas passée" in awa.words
    await wait(at_noon_in(2))
    page = await partner.post(link)
    await awa.sign_in("awa")
    await awa.get(f"/desk/referral/{asked}")
    for word in ("served", "not_served"):
        assert f'value="{word}"' in page.text
        assert f'value="{word}"' in awa.html
    assert (await partner.post(f"{link}/answer", answer="not_served")).status_code == 200


async def test_a_task_has_one_deadline_wherever_it_stands(
    app: FastAPI, asked: str, awa: Desk, wait: Any, rows: Any
) -> None:
    await app.state.db.write(ask_to_call, asked)
    pages = ("/desk/queue", "/desk/referrals", f"/desk/referral/{asked}")
    (task_,) = await rows(select(task))
    for page in pages:
        await awa.get(page)
        assert f"noter sa réponse avant {day(task_['due_at'])}" in awa.words, page
    await wait(DUE_SECONDS + 2 * DAY)
    await awa.sign_in("awa")
    for page in pages:
        await awa.get(page)
        assert "noter sa réponse en retard de 2" in awa.words, page


async def test_a_no_is_something_to_do_until_somebody_acts(asked: str, awa: Desk, partner: Partner) -> None:
    link = await sent(awa, asked)
    await partner.post(link)
    told = await partner.post(f"{link}/answer", answer="declined", refusal="paper")
    assert "chargée de chercher autre chose" in told.text
    await awa.get("/desk/referrals")
    assert "cherchez un autre service avec la personne" in awa.words
    await awa.get(f"/desk/referral/{asked}")
    towards = re.search(r'href="(/desk/c/[0-9a-f-]+/propose\?service=[\w-]+)"', awa.html)
    assert towards, "from the no it is one step to something else"
    await awa.get(towards[1])
    assert re.search(r'name="service" value="[\w-]+" required checked', awa.html)
    assert '<option value="instead" selected>' in awa.html
    await awa.get(f"/desk/referral/{asked}")
    await awa.post(f"/desk/referral/{asked}/done", task="next_service")
    await awa.get("/desk/referrals")
    assert "Rien à faire" in awa.words


async def test_the_organisation_says_served_and_the_person_not_and_a_human_asks_both(
    asked: str, awa: Desk, partner: Partner, person: Person, wait: Any, rows: Any
) -> None:
    link = await sent(awa, asked)
    file = await partner.post(link)
    day = {"day": day_after(file.text), "hour": "23:59", "place": "Ici"}
    assert (await partner.post(f"{link}/answer", answer="appointment", **day)).status_code == 200
    await person.sees("Lieu : Ici.")
    await wait(at_noon_in(3))
    await person.sees("y êtes-vous allé")
    await person.says("1", "2")
    await person.sees("pas de votre faute")
    assert await rows(select(task).where(task.c.closed_at == 0)) == []
    await partner.post(link)
    assert (await partner.post(f"{link}/answer", answer="served")).status_code == 200
    assert [row["kind"] for row in await rows(select(task).where(task.c.closed_at == 0))] == ["disagreement"]


async def test_after_the_yes_a_worker_makes_a_new_link_on_which_only_how_it_went_is_said(
    asked: str, awa: Desk, partner: Partner, rows: Any
) -> None:
    first = await sent(awa, asked)
    await awa.post(f"/desk/referral/{asked}/told", answer="accepted")
    await awa.get(f"/desk/referral/{asked}")
    assert (await awa.post(f"/desk/referral/{asked}/link")).status_code == 303
    second = await made(awa, asked)
    assert "on y dit comment cela s’est passé" in awa.words
    assert (await partner.post(first)).status_code == 410
    page = await partner.post(second)
    assert "avez-vous reçu la personne" in page.text
    assert "<dd>" not in page.text
    assert (await partner.post(f"{second}/answer", answer="served")).status_code == 200
    await awa.get(f"/desk/referral/{asked}")
    assert "nouveau lien" in awa.words
    assert (await awa.post(f"/desk/referral/{asked}/link")).status_code == 409, "nothing is left to say"
    assert "referral:new_link" in [row["action"] for row in await rows(select(audit))]


async def test_nobody_answers_a_file_that_was_not_opened(asked: str, awa: Desk, partner: Partner, rows: Any) -> None:
    link = await sent(awa, asked)
    assert (await partner.post(f"{link}/answer", answer="accepted")).status_code in {404, 409}
    assert (await rows(select(referral)))[0]["status"] == "sent"


@pytest.mark.parametrize(
    "fields",
    [
        {"answer": "appointment", "day": "2020-01-01", "hour": "10:00", "place": "ici"},
        {"answer": "appointment", "day": "²", "hour": "9" * 400, "place": "ici"},
        {"answer": "appointment", "day": "", "hour": "", "place": ""},
        {"answer": "sent"},
        {},
    ],
)
async def test_an_answer_that_cannot_be_understood_keeps_the_file_open(
    fields: dict[str, str], asked: str, awa: Desk, partner: Partner
) -> None:
    link = await sent(awa, asked)
    await partner.post(link)
    answer = await partner.post(f"{link}/answer", **fields)
    assert answer.status_code == 400
    assert "J’accepte" in answer.text


async def test_without_a_yes_nothing_leaves(asked: str, bou: Desk, write: Any, rows: Any) -> None:
    await write(delete(consent).where(consent.c.purpose == "referral"))
    await bou.get(f"/desk/referral/{asked}")
    answer = await bou.post(f"/desk/referral/{asked}/send", vital="life")
    assert answer.status_code == 403
    assert "Demandez d'abord à la personne" in bou.words
    assert await rows(select(referral_link)) == []


async def test_a_vital_interest_needs_a_reason_and_a_trained_worker_and_shares_less(
    asked: str, awa: Desk, partner: Partner, write: Any, rows: Any
) -> None:
    await write(delete(consent).where(consent.c.purpose == "referral"))
    await awa.get(f"/desk/referral/{asked}")
    assert (await awa.post(f"/desk/referral/{asked}/send", vital="parce que")).status_code == 403
    assert (await awa.post(f"/desk/referral/{asked}/send", vital="care")).status_code == 303
    (row,) = await rows(select(referral))
    assert (row["reason"], len(row["override_by"])) == ("care", 32)
    assert "Couture" not in (await partner.post(await made(awa, asked))).text


async def test_a_later_no_undoes_the_yes(asked: str, awa: Desk, write: Any, rows: Any) -> None:
    (yes,), (talk,) = (
        await rows(select(consent).where(consent.c.purpose == "referral")),
        await rows(select(conversation)),
    )
    later = {**yes, "purpose": "follow_up", "organisation": ""}
    await write(consent.insert().values({**later, "id": "e" * 32}))
    await awa.get(f"/desk/c/{talk['id']}")
    name = "partager pour une mise en contact"
    assert re.search(rf"{name} · [^:]+ : oui", awa.words), awa.words
    assert "recevoir des nouvelles de la demande : oui" in awa.words
    await write(consent.insert().values({**yes, "id": "f" * 32, "given": 0, "at": yes["at"] + 1}))
    await awa.get(f"/desk/c/{talk['id']}")
    assert re.search(rf"{name} · [^:]+ : non", awa.words), awa.words
    assert not re.search(rf"{name} · [^:]+ : oui", awa.words), "the last word alone"
    await awa.get(f"/desk/referral/{asked}")
    assert (await awa.post(f"/desk/referral/{asked}/send")).status_code == 403


async def test_what_is_said_by_phone_is_noted_once(asked: str, awa: Desk, person: Person, rows: Any) -> None:
    await sent(awa, asked)
    address = f"/desk/referral/{asked}/told"
    assert (await awa.post(address, answer="accepted")).status_code == 303
    await person.sees("d'accord pour vous recevoir")
    assert (await awa.post(address, answer="declined")).status_code == 400
    assert "pourquoi c'est non" in awa.words
    assert (await awa.post(address, answer="declined", refusal="full")).status_code == 303
    await person.sees("n'a plus de place en ce moment. Ce n'est pas de votre faute")
    assert (await awa.post(address, answer="accepted")).status_code == 409
    assert "a changé entre-temps" in awa.words
    assert (await awa.post(address, answer="n'importe")).status_code == 400
    events = [
        (row["source"], row["target"], row["reason"])
        for row in await rows(select(referral_event).order_by(referral_event.c.id))
    ]
    assert events == [
        ("draft", "sent", ""),
        ("sent", "sent", "handed"),
        ("sent", "accepted", "told_by_phone"),
        ("accepted", "declined", "full"),
    ]


async def test_two_words_that_do_not_fit_open_a_task(
    asked: str, awa: Desk, person: Person, wait: Any, rows: Any
) -> None:
    await sent(awa, asked)
    await awa.post(f"/desk/referral/{asked}/told", answer="accepted")
    await awa.get(f"/desk/referral/{asked}")
    made = await awa.post(f"/desk/referral/{asked}/appointment", day=day_after(awa.html), hour="23:59", place="Ici")
    assert made.status_code == 303
    await person.sees("Lieu : Ici.")
    await wait(at_noon_in(3))
    await awa.sign_in("awa")
    await awa.get(f"/desk/referral/{asked}")
    assert (await awa.post(f"/desk/referral/{asked}/told", answer="served")).status_code == 303
    await person.sees("y êtes-vous allé")
    await person.says("2")
    await person.sees("pas de votre faute")
    assert [row["kind"] for row in await rows(select(task).where(task.c.closed_at == 0))] == ["disagreement"]
    await awa.sign_in("awa")
    await awa.get("/desk/referrals")
    assert "ne disent pas la même chose" in awa.words
    await awa.get(f"/desk/referral/{asked}")
    await awa.post(f"/desk/referral/{asked}/done", task="disagreement")
    await awa.get("/desk/referrals")
    assert "Rien à faire" in awa.words


async def test_the_person_takes_it_back_in_the_chat_and_the_link_dies(
    asked: str, awa: Desk, partner: Partner, person: Person, rows: Any
) -> None:
    link = await sent(awa, asked)
    await person.says("non merci", "ma demande")
    await person.sees("Depuis le")
    await person.says("3", "1", "6")
    await person.sees("La demande est retirée")
    assert (await partner.post(link)).status_code == 410
    assert (await rows(select(referral)))[0]["status"] == "withdrawn"


async def test_the_form_is_a_pdf_that_the_audit_knows_of(asked: str, awa: Desk, rows: Any) -> None:
    answer = await awa.get(f"/desk/referral/{asked}/form.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert "referral_form" in {row["action"] for row in await rows(select(audit))}


async def test_each_look_is_noted_and_a_closed_case_stays_with_who_sent_it(
    asked: str, awa: Desk, bou: Desk, write: Any, rows: Any
) -> None:
    await sent(awa, asked)
    await write(update(handover).values(closed_at=1, held_by=""))
    assert (await bou.get(f"/desk/referral/{asked}")).status_code == 200, "under way, it is the house's"
    await write(update(referral).values(status="closed"))
    assert (await awa.get(f"/desk/referral/{asked}")).status_code == 200
    assert (await bou.get(f"/desk/referral/{asked}")).status_code == 404
    assert "read_referral" in {row["action"] for row in await rows(select(audit))}
    await write(update(conversation).values(organisation="other"))
    assert (await awa.get(f"/desk/referral/{asked}")).status_code == 404


async def test_an_address_is_kept_unchecked_until_somebody_says_that_they_asked(
    awa: Desk, bou: Desk, rows: Any
) -> None:
    assert (await bou.get("/desk/partners")).status_code == 404
    await awa.get("/desk/partners")
    assert (await awa.post("/desk/partners", organisation="ecica", email="pas une adresse")).status_code == 400
    assert (await awa.post("/desk/partners", organisation="nulle-part", email="a@b.ml")).status_code == 404
    assert (await awa.post("/desk/partners", organisation="ecica", email="accueil@ecica.example")).status_code == 303
    assert [row["checked_at"] for row in await rows(select(partner_address))] == [0]
    assert (
        await awa.post("/desk/partners", organisation="ecica", email="autre@ecica.example", checked="yes")
    ).status_code == 400
    assert (
        await awa.post("/desk/partners", organisation="ecica", email="accueil@ecica.example", checked="yes")
    ).status_code == 303
    assert (await rows(select(partner_address)))[0]["checked_at"] > 0
    await awa.post("/desk/partners", organisation="ecica", email="nouveau@ecica.example")
    assert [row["checked_at"] for row in await rows(select(partner_address))] == [0], "another address is checked anew"


async def test_a_forgotten_person_leaves_no_referral_behind(
    app: FastAPI, asked: str, awa: Desk, partner: Partner, person: Person, rows: Any
) -> None:
    link = await sent(awa, asked)
    await person.says("oublie-moi", "1", "1")

    def left(conn: Connection) -> int:
        tables = (referral, referral_event, referral_link, appointment, task)
        return sum(len(conn.execute(select(table)).all()) for table in tables)

    await person.sees("Tout est effacé")
    assert await app.state.db.read(left) == 0
    assert (await partner.post(link)).status_code == 404


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        ("mistake", "elle est partie par erreur. Ce n'est pas de votre faute"),
        ("elsewhere", "vous avez trouvé autre chose"),
    ],
)
async def test_a_request_that_the_team_takes_back_says_who_did_so_and_what_comes_next(
    asked: str, awa: Desk, person: Person, reason: str, told: str
) -> None:
    await sent(awa, asked)
    await awa.get(f"/desk/referral/{asked}")
    assert (await awa.post(f"/desk/referral/{asked}/withdraw", withdrawal=reason)).status_code == 303
    seen = await person.sees("L'équipe l'a retirée")
    assert told in seen
    await person.says("ma demande")
    assert (await person.sees("Depuis le")).count(told) > 1


async def test_what_kills_a_link_asks_first_and_no_form_stands_open_unasked(asked: str, awa: Desk) -> None:
    await sent(awa, asked)
    await awa.get(f"/desk/referral/{asked}")
    for action in ("remind", "told", "appointment", "withdraw"):
        before, form, after = awa.html.partition(f'action="/desk/referral/{asked}/{action}"')
        assert form, action
        folded = before.rpartition("<details")[2]
        assert "</details>" not in folded, action
        assert not folded.partition(">")[0].endswith("open"), action
        if action == "remind":
            assert "Le lien d’avant ne s’ouvrira plus." in after.partition("</form>")[0]
    await awa.post(f"/desk/referral/{asked}/told", answer="")
    assert '<details class="step" open><summary>Dit par téléphone' in awa.html, "what was not taken stands there"
