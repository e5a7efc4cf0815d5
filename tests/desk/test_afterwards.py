"""After the appointment the organisation is asked how it went: once, by e-mail or through a worker; over both stores."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy import Connection, select

from bot.asking import Asking
from bot.desk import afterwards, appointments, links, open_tasks, partner, referral_words
from bot.desk.partner import Given
from bot.desk.partner_addresses import check, keep
from bot.desk.referral_page import look
from bot.desk.referral_states import ORGANISATION, NotAllowed, by_worker, move
from bot.engine.effects import Visited
from bot.records.clock import now as clock_now
from bot.records.tables import audit, task
from bot.settings import Settings
from tests.desk.conftest import AWA, Desk
from tests.desk.referring import DAY, NUMBER, expected, met, read, sent

POST = {"smtp_url": "smtp://127.0.0.1:2525", "mail_from": "sira@example.org"}
OVER = 5 * DAY + 2 * DAY
"""From now until two days after the appointment of `met`, at least."""
Posted = list[tuple[str, str]]


@pytest.fixture
def posted(monkeypatch: pytest.MonkeyPatch) -> Posted:
    """The e-mails that go out: to whom, with which token."""
    found: Posted = []

    async def note(_settings: Settings, to: str, token: str) -> bool:
        found.append((to, token))
        return True

    monkeypatch.setattr("bot.asking.send_question", note)
    return found


async def swept(desk: Desk, times: int = 1, **settings: Any) -> None:
    """So many processes look at once."""
    chosen = Settings(**settings)
    await asyncio.gather(*(Asking(desk.database, chosen, desk.phone.runner).sweep() for _ in range(times)))


async def addressed(desk: Desk) -> None:
    """Their address is checked."""
    await desk.database.write(keep, AWA, "ecica", "accueil@ecica.example")
    await desk.database.write(check, AWA, "ecica", "accueil@ecica.example")


async def open_kinds(desk: Desk) -> list[str]:
    return [row["kind"] for row in await read(desk, select(task).where(task.c.closed_at == 0))]


async def said(desk: Desk, one: str, *, served: bool) -> None:
    """The organisation tells, under its link."""
    await desk.database.write(lambda conn: referral_words.said_by_organisation(conn, one, ORGANISATION, served=served))


async def happened(desk: Desk, one: str) -> list[tuple[str, str]]:
    found = await desk.database.write(look, desk.phone.house, AWA, one)
    assert found is not None
    return [(line.what, line.who) for line in found.history]


async def test_two_days_after_the_appointment_a_checked_address_is_asked_once_under_a_new_link(
    desk: Desk, posted: Posted
) -> None:
    one = await met(desk)
    await addressed(desk)
    await desk.wait(OVER - DAY)
    await swept(desk, **POST)
    assert posted == [], "whoever received the person has a day to say so unasked"
    await desk.wait(DAY)
    await swept(desk, times=5, **POST)
    ((to, token),) = posted
    assert to == "accueil@ecica.example"
    assert await desk.database.read(links.find, token) == one
    assert [bool(row["dead_at"]) for row in await desk.database.read(links.of_referral, one)] == [False, True]
    assert ("asked", "machine") in await happened(desk, one)
    assert await open_kinds(desk) == []


@pytest.mark.parametrize("post", [{}, POST], ids=["no server", "no address"])
async def test_without_an_e_mail_a_worker_gets_one_task_and_the_link_they_have_lives_on(
    desk: Desk, post: dict[str, str]
) -> None:
    one = await met(desk)
    await desk.wait(OVER)
    await swept(desk, times=5, **post)
    assert await open_kinds(desk) == ["outcome"]
    assert [bool(row["dead_at"]) for row in await desk.database.read(links.of_referral, one)] == [False]
    await desk.database.write(open_tasks.settle, AWA, "outcome", one)
    await desk.wait(8 * DAY)
    await swept(desk, **post)
    assert await open_kinds(desk) == [], "who was told to call is not told again"


async def test_an_e_mail_that_does_not_go_becomes_a_task(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    async def never(*_: object) -> bool:
        return False

    monkeypatch.setattr("bot.asking.send_question", never)
    await met(desk)
    await addressed(desk)
    await desk.wait(OVER)
    await swept(desk, **POST)
    assert await open_kinds(desk) == ["outcome"]


async def test_an_e_mail_without_an_answer_becomes_a_task_after_a_week(desk: Desk, posted: Posted) -> None:
    await met(desk)
    await addressed(desk)
    await desk.wait(OVER)
    await swept(desk, **POST)
    await desk.wait(7 * DAY - 60)
    await swept(desk, **POST)
    assert await open_kinds(desk) == []
    await desk.wait(120)
    await swept(desk, times=5, **POST)
    assert (len(posted), await open_kinds(desk)) == (1, ["outcome"])


@pytest.mark.parametrize("served", [True, False])
async def test_whoever_has_told_is_not_asked_and_what_they_tell_ends_the_task(
    desk: Desk, served: bool, posted: Posted
) -> None:
    one = await met(desk)
    await addressed(desk)
    await desk.wait(OVER - DAY)
    await desk.database.write(afterwards.ask_to_call, one)
    await said(desk, one, served=served)
    assert await open_kinds(desk) == ([] if served else ["missed"])
    await desk.wait(DAY)
    await swept(desk, **POST)
    assert posted == []


async def test_the_person_s_word_that_they_were_received_is_enough(desk: Desk, posted: Posted) -> None:
    await met(desk)
    await addressed(desk)
    await desk.wait(OVER - DAY)
    await desk.database.write(referral_words.visited, desk.id, Visited(NUMBER, "yes", "yes", "yes"))
    await desk.wait(DAY)
    await swept(desk, **POST)
    assert (posted, await open_kinds(desk)) == ([], [])


async def test_the_person_s_word_that_they_did_not_go_leaves_the_organisation_asked(desk: Desk, posted: Posted) -> None:
    await met(desk)
    await addressed(desk)
    await desk.database.write(referral_words.visited, desk.id, Visited(NUMBER, "no"))
    await desk.wait(OVER)
    await swept(desk, **POST)
    assert len(posted) == 1


async def test_a_new_day_is_asked_about_anew(desk: Desk, posted: Posted) -> None:
    one = await met(desk)
    await addressed(desk)
    await desk.wait(OVER)
    await swept(desk, **POST)
    await said(desk, one, served=False)

    def again(conn: Connection) -> None:
        at = clock_now(conn) + 3 * DAY
        expected(conn, desk, one, appointments.Meeting(at, "Lafiabougou"))

    await desk.database.write(again)
    await swept(desk, **POST)
    assert len(posted) == 1
    await desk.wait(5 * DAY)
    await swept(desk, **POST)
    assert len(posted) == 2


async def test_a_day_long_past_and_a_referral_that_is_over_are_left_alone(desk: Desk, posted: Posted) -> None:
    one = await met(desk)
    await addressed(desk)
    await desk.wait(5 * DAY + 31 * DAY)
    await swept(desk, **POST)
    assert posted == [], "nobody there would remember"
    await desk.database.write(afterwards.ask_to_call, one)
    await desk.database.write(move, one, "withdrawn", by_worker(AWA))
    assert await open_kinds(desk) == []
    assert await desk.database.write(afterwards.take, one) is None


async def test_nothing_is_asked_while_everything_stands_still(desk: Desk, posted: Posted) -> None:
    await met(desk)
    await addressed(desk)
    await desk.wait(OVER)
    desk.phone.house.standstill.since = 1
    await swept(desk, **POST)
    assert (posted, await open_kinds(desk)) == ([], [])


async def test_a_worker_makes_a_new_link_after_the_yes_and_the_old_one_dies(desk: Desk) -> None:
    one, first = await sent(desk)
    with pytest.raises(NotAllowed):
        await desk.database.write(afterwards.new_link, one, by_worker(AWA), "hand")
    await desk.database.write(move, one, "accepted", by_worker(AWA))
    await desk.database.write(afterwards.ask_to_call, one)
    second = await desk.database.write(afterwards.new_link, one, by_worker(AWA), "hand")
    assert await desk.database.read(links.find, first) is None
    assert await desk.database.read(links.find, second) == one
    assert await open_kinds(desk) == []
    noted = await read(desk, select(audit).where(audit.c.action == "referral:new_link"))
    assert [(row["worker_id"], row["thing"]) for row in noted] == [(AWA.id, one)]
    await said(desk, one, served=True)
    with pytest.raises(NotAllowed):
        await desk.database.write(afterwards.new_link, one, by_worker(AWA), "hand")


async def test_a_new_link_before_the_appointment_lives_until_after_it(desk: Desk) -> None:
    one = await met(desk, days=20)
    token = await desk.database.write(afterwards.new_link, one, by_worker(AWA), "hand")
    await desk.wait(22 * DAY)
    assert await desk.database.read(links.find, token) == one


async def test_a_yes_without_a_day_has_a_worker_ask_for_it_as_the_organisation_is_told(desk: Desk) -> None:
    one, token = await sent(desk)
    house = desk.phone.house
    await desk.database.write(partner.open_file, house, token)
    await desk.database.write(lambda conn: partner.answer(conn, house, token, Given("accepted", "waiting")))
    assert await open_kinds(desk) == ["day"]

    def day(conn: Connection) -> None:
        expected(conn, desk, one, appointments.Meeting(clock_now(conn) + DAY, "Lafiabougou"))

    await desk.database.write(day)
    assert await open_kinds(desk) == []


async def test_a_yes_that_is_taken_back_needs_no_day_any_more(desk: Desk) -> None:
    one, token = await sent(desk)
    house = desk.phone.house
    await desk.database.write(partner.open_file, house, token)
    await desk.database.write(lambda conn: partner.answer(conn, house, token, Given("accepted", "waiting")))
    await desk.database.write(move, one, "withdrawn", by_worker(AWA))
    assert await open_kinds(desk) == []
