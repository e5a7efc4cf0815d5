"""What becomes of a referral: links, terms, what both sides say, who answers nobody; over both stores."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy import Connection, insert, select, update

from bot.chasing import Chaser
from bot.desk import appointments, links, partner, referral_terms, referral_words, referrals
from bot.desk.answer_rates import rates
from bot.desk.partner import Given
from bot.desk.partner_addresses import check, keep
from bot.desk.referral_news import event_of
from bot.desk.referral_reach import reached
from bot.desk.referral_states import ORGANISATION, NotAllowed, by_worker, move
from bot.desk.request_standing import stand
from bot.desk.staff import Worker
from bot.engine.book import Book
from bot.engine.effects import Visited
from bot.engine.events import AppointmentDue
from bot.engine.session import Request, Session
from bot.records.clock import now as clock_now
from bot.records.ids import new_id
from bot.records.tables import appointment, handover, referral, referral_event, referral_link, task, timer
from bot.settings import Settings
from bot.waiting import ring_all
from tests.desk.conftest import AWA, BOU, Desk
from tests.desk.referring import NUMBER, drafted, expected, met, owner, read, sent, stands

DAY = 86_400
CIS = Worker("c" * 32, "cis", "other", frozenset({"supervisor"}))


async def test_of_a_link_only_the_hash_is_kept_and_it_opens_until_the_answer_is_due(desk: Desk) -> None:
    one, token = await sent(desk)
    (row,) = await read(desk, select(referral_link))
    assert len(token) == 43, "32 random bytes"
    assert token not in str(dict(row))
    due = (await read(desk, select(referral)))[0]["due_at"]
    assert row["until"] == due > row["at"] + links.LINK_SECONDS
    assert await desk.database.read(links.find, token) == one
    await desk.wait(due - row["at"])
    assert await desk.database.read(links.find, token) is None


@pytest.mark.parametrize("guess", ["", "A" * 43, "é" * 43, "\udcff", "0" * 9999])
async def test_a_guess_opens_nothing(desk: Desk, guess: str) -> None:
    await sent(desk)
    assert await desk.database.read(links.find, guess) is None


async def test_a_reminder_kills_the_link_before_it(desk: Desk) -> None:
    one, first = await sent(desk)
    second = await desk.database.write(referrals.remind, one, by_worker(AWA), "hand")
    assert await desk.database.read(links.find, first) is None
    assert await desk.database.read(links.find, second) == one


@pytest.mark.parametrize(("level", "days"), [("P0", 1), ("P1", 3), ("P2", 14), ("P3", 14)])
async def test_the_term_is_that_of_the_level(desk: Desk, level: str, days: int) -> None:
    one = await drafted(desk)
    from bot.records.tables import conversation

    await desk.database.write(lambda conn: conn.execute(update(conversation).values(level=level)))
    await desk.database.write(referrals.send, one, AWA, "hand")
    (row,) = await read(desk, select(referral))
    assert (row["level"], row["due_at"] - row["sent_at"], row["sent_by"]) == (level, days * DAY, AWA.id)


async def test_to_study_it_is_an_answer_and_leaves_the_question_open(desk: Desk) -> None:
    one, token = await sent(desk)
    house = desk.phone.house
    with pytest.raises(NotAllowed):
        await desk.database.write(referrals.acknowledge, one, ORGANISATION)
    await desk.database.write(partner.open_file, house, token)
    assert await desk.database.write(lambda conn: partner.answer(conn, house, token, Given("studying", "waiting"))) == (
        desk.id,
        True,
    )
    (row,) = await read(desk, select(referral))
    assert (row["status"], bool(row["answered_at"])) == ("seen", True)
    assert await desk.database.read(links.find, token) == one


async def test_the_file_shows_what_was_said_yes_to_and_nothing_else(desk: Desk) -> None:
    _, token = await sent(desk, items=("need", "trade"))
    shown, _ = await desk.database.write(partner.open_file, desk.phone.house, token)
    assert dict(shown.items) == {"Ce que la personne cherche": "Apprendre un métier", "Métier voulu": "Couture"}


async def test_with_the_yes_to_be_reached_the_file_says_how(desk: Desk) -> None:
    _, token = await sent(desk)
    shown, _ = await desk.database.write(partner.open_file, desk.phone.house, token)
    said = dict(shown.items)
    assert said["Comment"] == "Par téléphone"
    assert "70 00 00 01" not in str(said), "somebody else's number is no part of the yes"
    assert "équipe" in said["Pour la joindre"], "a chat on Telegram is nobody's to pass on"


async def test_a_worker_sees_it_for_a_reason_and_another_organisation_never(desk: Desk) -> None:
    one, _ = await sent(desk)
    assert await desk.database.read(reached, one, BOU) is not None
    assert await desk.database.read(reached, one, CIS) is None
    await desk.database.write(lambda conn: conn.execute(update(handover).values(closed_at=1)))
    assert await desk.database.read(reached, one, BOU) is not None, "it lives, whoever ended the case"
    assert await desk.database.read(reached, one, CIS) is None
    await desk.database.write(lambda conn: conn.execute(update(referral).values(status="declined")))
    assert await desk.database.read(reached, one, BOU) is None
    assert await desk.database.read(reached, one, AWA) is not None, "who sent it follows it"
    await desk.database.write(referral_terms.ask_to_remind, one)
    assert await desk.database.read(reached, one, BOU) is not None, "a task is for everybody who may"


async def swept(desk: Desk, **settings: Any) -> None:
    chosen = Settings(**settings)
    await Chaser(desk.database, chosen, desk.phone.runner).sweep()


async def test_at_half_of_the_term_a_worker_reminds_where_no_address_is_checked(desk: Desk) -> None:
    one, token = await sent(desk)
    await desk.wait(7 * DAY - 60)
    await swept(desk)
    assert await read(desk, select(task)) == []
    await desk.wait(120)
    await asyncio.gather(*(swept(desk) for _ in range(5)))
    assert [row["kind"] for row in await read(desk, select(task))] == ["remind"]
    assert await desk.database.read(links.find, token) == one, "nothing replaces the link that they have"
    await desk.database.write(referrals.remind, one, by_worker(AWA), "hand")
    assert [bool(row["closed_at"]) for row in await read(desk, select(task))] == [True]


async def test_at_half_of_the_term_a_checked_address_is_written_to_once(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    posted: list[tuple[str, str]] = []

    async def note(_settings: Settings, to: str, token: str) -> bool:
        posted.append((to, token))
        return True

    monkeypatch.setattr("bot.chasing.send_link", note)
    one, first = await sent(desk)
    await desk.database.write(keep, AWA, "ecica", "accueil@ecica.example")
    await desk.database.write(check, AWA, "ecica", "accueil@ecica.example")
    await desk.wait(7 * DAY + 60)
    post = {"smtp_url": "smtp://127.0.0.1:2525", "mail_from": "sira@example.org"}
    await asyncio.gather(*(swept(desk, **post) for _ in range(5)))
    ((to, token),) = posted
    assert to == "accueil@ecica.example"
    assert await desk.database.read(links.find, token) == one
    assert await desk.database.read(links.find, first) is None
    assert await read(desk, select(task)) == []


async def test_an_email_that_does_not_go_becomes_a_task(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    async def never(*_: object) -> bool:
        return False

    monkeypatch.setattr("bot.chasing.send_link", never)
    await sent(desk)
    await desk.database.write(keep, AWA, "ecica", "accueil@ecica.example")
    await desk.database.write(check, AWA, "ecica", "accueil@ecica.example")
    await desk.wait(7 * DAY + 60)
    await swept(desk, smtp_url="smtp://127.0.0.1:2525", mail_from="sira@example.org")
    assert [row["kind"] for row in await read(desk, select(task))] == ["remind"]


async def test_at_the_term_one_task_names_the_next_service_and_at_thirty_days_it_is_over(desk: Desk) -> None:
    one, token = await sent(desk)
    await desk.wait(14 * DAY + 60)
    await asyncio.gather(*(swept(desk) for _ in range(5)))
    kinds = [row["kind"] for row in await read(desk, select(task).where(task.c.kind == "next_service"))]
    assert kinds == ["next_service"]
    await desk.wait(16 * DAY)
    await asyncio.gather(*(swept(desk) for _ in range(5)))
    assert (await read(desk, select(referral)))[0]["status"] == "expired"
    assert await desk.database.read(links.find, token) is None
    expired = await read(desk, select(referral_event).where(referral_event.c.target == "expired"))
    assert [(row["referral_id"], row["who"]) for row in expired] == [(one, "machine")]
    assert len(await read(desk, select(task).where(task.c.kind == "next_service"))) == 1


async def test_what_is_accepted_never_expires(desk: Desk) -> None:
    one, _ = await sent(desk)
    await desk.database.write(move, one, "accepted", by_worker(AWA))
    await desk.wait(90 * DAY)
    await swept(desk)
    assert (await read(desk, select(referral)))[0]["status"] == "accepted"


async def test_reminders_come_the_day_before_and_three_hours_before_and_a_question_the_day_after(desk: Desk) -> None:
    await met(desk)
    (row,) = await read(desk, select(appointment))
    due = {
        row["kind"].split("_")[1]: row["due_at"]
        for row in await read(desk, select(timer))
        if "appointment" in row["kind"]
    }
    assert due == {"day": row["day_at"] - DAY, "hours": row["day_at"] - 3 * 3600, "after": row["day_at"] + DAY}
    assert b"Lafiabougou" not in row["sealed"]


@pytest.mark.parametrize(("before", "steps"), [(DAY - 60, ["day"]), (3 * 3600 - 60, ["hours"]), (-60, [])])
async def test_however_late_the_clock_rings_a_reminder_comes_once(desk: Desk, before: int, steps: list[str]) -> None:
    await met(desk)
    (row,) = await read(desk, select(appointment))
    now = await desk.database.read(clock_now)
    await desk.wait(row["day_at"] - before - now)
    talk = {"id": desk.id, "now": row["day_at"] - before, "mode": "bot"}

    def ringing(conn: Connection) -> list[str]:
        due = select(timer.c.kind).where(timer.c.due_at <= clock_now(conn), timer.c.kind.like("appointment_%"))
        safe = Session(notes={"safe_hours": "any"})
        rung = [event_of(conn, {**talk, "last_at": 0}, safe, kind) for kind in conn.execute(due).scalars().all()]  # type: ignore[arg-type]
        return [event.step for event in rung if isinstance(event, AppointmentDue)]

    assert await desk.database.write(ringing) == steps


async def test_a_new_day_takes_the_place_of_the_old_one_and_of_its_reminders(desk: Desk) -> None:
    one = await met(desk)

    def again(conn: Connection) -> list[Any]:
        expected(conn, desk, one, appointments.Meeting(clock_now(conn) + 9 * DAY, "Ailleurs"))
        return [appointments.newest(conn, owner(conn, desk)[1], one)]

    ((meeting, state),) = await desk.database.write(again)
    assert (meeting.place, state) == ("Ailleurs", "set")
    assert sorted(row["state"] for row in await read(desk, select(appointment))) == ["cancelled", "set"]


@pytest.mark.parametrize(
    ("said", "word", "status", "state"),
    [
        (Visited(NUMBER, "yes", "yes", "yes"), "helped", "served", "went"),
        (Visited(NUMBER, "yes", "yes", "little"), "little", "served", "went"),
        (Visited(NUMBER, "yes", "yes", "no"), "not_helped", "served", "went"),
        (Visited(NUMBER, "yes", "yes", ""), "served", "served", "went"),
        (Visited(NUMBER, "yes", "no"), "not_served", "accepted", "went"),
        (Visited(NUMBER, "yes"), "", "accepted", "went"),
        (Visited(NUMBER, "no"), "not_served", "accepted", "missed"),
    ],
)
async def test_what_the_person_says_of_it_is_kept(
    desk: Desk, said: Visited, word: str, status: str, state: str
) -> None:
    await met(desk)
    await desk.database.write(referral_words.visited, desk.id, said)
    (row,) = await read(desk, select(referral))
    assert (row["said_by_person"], row["status"]) == (word, status)
    assert [one["state"] for one in await read(desk, select(appointment))] == [state]


@pytest.mark.parametrize(
    ("person", "organisation", "asked"),
    [("yes", True, False), ("no", True, True), ("yes", False, True), ("no", False, False)],
)
async def test_only_two_words_that_do_not_fit_open_a_task(
    desk: Desk, person: str, organisation: bool, asked: bool
) -> None:
    one = await met(desk)
    await desk.database.write(referral_words.visited, desk.id, Visited(NUMBER, person, "yes", "yes"))
    await desk.database.write(
        lambda conn: referral_words.said_by_organisation(conn, one, by_worker(AWA), served=organisation)
    )
    kinds = [row["kind"] for row in await read(desk, select(task))]
    assert kinds == (["disagreement"] if asked else [])


async def test_my_request_says_what_the_records_say(desk: Desk) -> None:
    await met(desk)

    def now(conn: Connection) -> tuple[Request, ...]:
        _, key = owner(conn, desk)
        old = (Request(NUMBER, "ecica-jeunes", "draft"), Request("UNKNOWN", "x", "draft"))
        return stand(conn, key, desk.id, old)

    known, other = await desk.database.read(now)
    assert (known.status, known.place, known.landmark, known.studied) == (
        "accepted",
        "Lafiabougou",
        "la mosquée",
        False,
    )
    assert other == Request("UNKNOWN", "x", "draft")


async def test_news_wait_for_the_hours_that_the_person_named(desk: Desk) -> None:
    from bot.engine.session import Session

    await sent(desk)

    def at_night(conn: Connection) -> tuple[int, int]:
        row, key = owner(conn, desk)
        session = Session.from_json(key.open(row["id"], "session", row["session"]))
        named = Session.from_json(session.to_json().replace(b'"notes":{', b'"notes":{"safe_hours":"morning",', 1))
        from bot.records.tables import conversation

        sealed = key.seal(row["id"], "session", named.to_json())
        conn.execute(update(conversation).values(session=sealed, last_at=1))
        return row["now"], row["now"] % DAY

    now, into = await desk.database.write(at_night)
    await desk.wait((20 * 3600 - into) % DAY)  # eight in the evening
    done = await desk.database.write(ring_all, desk.phone.house, desk.id)
    assert done == []
    (row,) = await read(desk, select(timer).where(timer.c.kind.startswith("referral_")))
    assert row["due_at"] > now
    assert row["due_at"] % DAY < 12 * 3600


async def many(desk: Desk, answered: int, unanswered: int, status: str = "sent") -> None:
    """Referrals to one organisation that are past their term."""

    def write(conn: Connection) -> None:
        now = clock_now(conn)
        for number in range(answered + unanswered):
            conn.execute(
                insert(referral).values(
                    id=new_id(), conversation_id=desk.id, number=f"N{status}{number}", service="s", organisation="ecica",
                    status=status, consent_id="", sealed=b"", sent_at=now - 20 * DAY, due_at=now - 6 * DAY,
                    answered_at=now if number < answered else 0, at=now, changed_at=now,
                )
            )  # fmt: skip

    await desk.database.write(write)


@pytest.mark.parametrize(
    ("answered", "unanswered", "paused"), [(0, 9, False), (0, 10, True), (2, 8, True), (3, 7, False), (29, 71, True)]
)
async def test_whoever_answers_too_few_of_ten_is_paused(
    desk: Desk, answered: int, unanswered: int, paused: bool
) -> None:
    await many(desk, answered, unanswered)
    (rate,) = await desk.database.read(rates)
    assert (rate.past_term, rate.answered, rate.silent) == (answered + unanswered, answered, paused)


async def test_old_ones_and_those_that_a_person_took_back_count_for_nobody(desk: Desk) -> None:
    await many(desk, 0, 10, status="withdrawn")
    assert await desk.database.read(rates) == []
    await many(desk, 0, 10)
    assert [rate.silent for rate in await desk.database.read(rates)] == [True]
    await desk.wait(75 * DAY)
    assert await desk.database.read(rates) == []


async def test_a_process_reads_who_is_silent_and_the_talk_says_so(desk: Desk) -> None:
    await many(desk, 0, 10)
    house = desk.phone.house
    assert house.silence.organisations == frozenset()
    await house.silence.sweep(desk.database)
    assert house.silence.organisations == {"ecica"}
    assert (house.silence.rates["ecica"].past_term, house.silence.rates["ecica"].answered) == (10, 0)


async def test_the_way_back_from_expiry_is_another_request(desk: Desk) -> None:
    one, _ = await sent(desk)
    await stands(desk, one, status="expired")
    with pytest.raises(NotAllowed):
        await desk.database.write(referrals.remind, one, by_worker(AWA), "hand")


def test_the_next_service_is_of_another_organisation_wherever_one_fits(book: Book) -> None:
    facts = {"in": "mali", "region": "bamako", "age": 24, "need": ["trade"], "trade": "tailoring"}
    session = Session(language="fr", consent="yes", facts=facts)
    row = {"service": "ecica-jeunes", "organisation": "ecica", "now": 1_795_165_200}
    best = referral_terms.next_best(book, session, row, frozenset())  # type: ignore[arg-type]
    assert best is not None
    assert best.service.org != "ecica"
