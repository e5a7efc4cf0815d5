"""The way of a referral: every step of the table, no other, by nobody else; and no step without a yes."""

from __future__ import annotations

import asyncio
import itertools

import pytest
from sqlalchemy import Connection, delete, select, update

from bot.desk import links, partner, referrals
from bot.desk.appointments import Meeting, arrange
from bot.desk.referral_consent import NoConsent
from bot.desk.referral_states import (
    ALLOWED,
    MACHINE,
    ORGANISATION,
    PARTIES,
    PERSON,
    STATES,
    By,
    NotAllowed,
    by_worker,
    move,
)
from bot.records.clock import now as clock_now
from bot.records.tables import appointment, audit, consent, referral, referral_event, referral_link, timer
from tests.desk.conftest import AWA, BOU, Desk
from tests.desk.referring import drafted, owner, read, sent, stands

BY = {"person": PERSON, "organisation": ORGANISATION, "machine": MACHINE, "worker": by_worker(AWA)}
WAY = """
draft    worker       sent withdrawn
draft    person       withdrawn
sent     organisation seen
sent     worker       accepted declined withdrawn
sent     machine      expired
sent     person       withdrawn
seen     organisation accepted declined
seen     worker       accepted declined withdrawn
seen     machine      expired
seen     person       withdrawn
accepted organisation served declined
accepted worker       served declined closed withdrawn
accepted person       served withdrawn
served   worker       closed
"""
"""As casework.md has it: who may lead from where to where."""


def _way() -> set[tuple[str, str, str]]:
    lines = (line.split() for line in WAY.strip().splitlines())
    return {(source, target, who) for source, who, *targets in lines for target in targets}


def test_the_table_is_the_way_and_nothing_else() -> None:
    assert _way() == ALLOWED


async def test_every_step_from_everywhere_to_everywhere_by_everybody(desk: Desk) -> None:
    one = await drafted(desk)
    for source, target, who in itertools.product(STATES, STATES, PARTIES):
        await stands(desk, one, status=source, answered_at=0, override_by="", reason="")
        done = (source, target, who) in _way()
        if done:
            await desk.database.write(move, one, target, BY[who])
        else:
            with pytest.raises(NotAllowed) as refused:
                await desk.database.write(move, one, target, BY[who])
            assert refused.value.state == source
        (row,) = await read(desk, select(referral))
        assert row["status"] == (target if done else source)
    events = await read(desk, select(referral_event))
    assert len(events) == len(_way()), "each step is an event, a refused one is none"
    noted = await read(desk, select(audit).where(audit.c.action.startswith("referral:")))
    assert len(noted) == len(_way())


async def test_a_yes_keeps_the_link_for_the_word_afterwards(desk: Desk) -> None:
    one = await drafted(desk)
    await stands(desk, one, status="seen")
    token = await desk.database.write(links.mint, one, "hand")
    await desk.database.write(move, one, "accepted", ORGANISATION)
    await desk.wait(links.LINK_SECONDS + 60)
    assert await desk.database.read(links.find, token) == one
    await desk.wait(links.WORD_SECONDS)
    assert await desk.database.read(links.find, token) is None


async def test_a_link_opens_as_long_as_its_answer_is_awaited(desk: Desk) -> None:
    one = await drafted(desk)
    await stands(desk, one, status="sent")
    now = await desk.database.read(clock_now)
    due = update(referral).where(referral.c.id == one).values(due_at=now + referrals.TERMS["P2"])
    await desk.database.write(lambda conn: conn.execute(due))
    token = await desk.database.write(links.mint, one, "hand")
    await desk.wait(referrals.TERMS["P2"] - 60)
    assert await desk.database.read(links.find, token) == one
    await desk.wait(120)
    assert await desk.database.read(links.find, token) is None


@pytest.mark.parametrize("target", ["served", "closed", "declined", "expired", "withdrawn"])
async def test_what_ends_the_question_ends_its_link(desk: Desk, target: str) -> None:
    source, who = next((s, w) for s, t, w in sorted(_way()) if t == target and s != "draft")
    one = await drafted(desk)
    await stands(desk, one, status=source)
    token = await desk.database.write(links.mint, one, "hand")
    await desk.database.write(move, one, target, BY[who])
    assert await desk.database.read(links.find, token) is None


async def test_an_end_cancels_the_appointment_and_a_visit_does_not(desk: Desk) -> None:
    one = await drafted(desk)
    await stands(desk, one, status="accepted")

    def set_(conn: Connection) -> None:
        row, key = owner(conn, desk)
        whole = conn.execute(select(referral)).mappings().one()
        arrange(conn, key, whole, Meeting(row["now"] + 9 * 86_400, "Ici"), ORGANISATION, row["now"])

    await desk.database.write(set_)
    await desk.database.write(move, one, "served", PERSON)
    assert [row["state"] for row in await read(desk, select(appointment))] == ["set"]
    await stands(desk, one, status="accepted")
    await desk.database.write(move, one, "withdrawn", PERSON)
    assert [row["state"] for row in await read(desk, select(appointment))] == ["cancelled"]


async def test_the_person_is_told_of_others_steps_and_not_of_their_own(desk: Desk) -> None:
    one = await drafted(desk)
    await desk.database.write(referrals.send, one, AWA, "hand")
    assert [row["kind"] for row in await read(desk, select(timer))] == ["referral_K7M4QD"]
    await desk.database.write(lambda conn: conn.execute(delete(timer)))
    await desk.database.write(move, one, "withdrawn", PERSON)
    assert await read(desk, select(timer)) == []


async def test_nothing_is_sent_without_a_yes_not_even_by_who_may_override_without_a_reason(desk: Desk) -> None:
    one = await drafted(desk)
    await desk.database.write(lambda conn: conn.execute(delete(consent).where(consent.c.purpose == "referral")))
    for who, vital in ((BOU, ""), (BOU, "life"), (AWA, ""), (AWA, "because")):
        with pytest.raises(NoConsent):
            await desk.database.write(referrals.send, one, who, "hand", vital)
    assert await read(desk, select(referral_link)) == []
    assert (await read(desk, select(referral)))[0]["status"] == "draft"
    await desk.database.write(referrals.send, one, AWA, "hand", "life")
    (row,) = await read(desk, select(referral))
    assert (row["status"], row["reason"], row["override_by"]) == ("sent", "life", AWA.id)


@pytest.mark.parametrize(
    "wrong", [{"person_id": "other"}, {"organisation": "another-service"}, {"purpose": "talk"}, {"given": 0}]
)
async def test_a_yes_of_another_to_another_or_to_something_else_is_none(desk: Desk, wrong: dict[str, object]) -> None:
    one = await drafted(desk)
    if "person_id" in wrong:
        other = await desk.database.read(lambda conn: owner(conn, desk)[0]["person_id"])
        assert other
        await desk.database.write(_newcomer)
    statement = update(consent).where(consent.c.purpose == "referral").values(**wrong)
    await desk.database.write(lambda conn: conn.execute(statement))
    with pytest.raises(NoConsent):
        await desk.database.write(referrals.send, one, AWA, "hand")


def _newcomer(conn: Connection) -> None:
    from bot.records.tables import person

    conn.execute(person.insert().values(id="other", language="fr", consent="yes", created_at=1))


async def test_a_referral_that_is_not_there_is_no_step(desk: Desk) -> None:
    with pytest.raises(LookupError):
        await desk.database.write(move, "0" * 32, "sent", by_worker(AWA))


async def test_of_two_answers_at_once_the_first_counts(desk: Desk) -> None:
    one, token = await sent(desk)
    house = desk.phone.house
    await desk.database.write(partner.open_file, house, token)
    given = [partner.Given("studying", "waiting"), partner.Given("declined", "waiting", "full")] * 5
    given += [partner.Given("accepted", "waiting"), partner.Given("declined", "waiting", "full")] * 5
    done = await asyncio.gather(
        *(desk.database.write(partner.answer, house, token, answer) for answer in given), return_exceptions=True
    )
    assert not [error for error in done if isinstance(error, BaseException)], "whoever is late is told so, by a page"
    (event,) = await read(desk, select(referral_event).where(referral_event.c.target.in_(("accepted", "declined"))))
    assert (await read(desk, select(referral).where(referral.c.id == one)))[0]["status"] == event["target"]


async def test_an_answer_and_a_withdrawal_at_once_leave_one_truth(desk: Desk) -> None:
    for _ in range(4):
        one = await drafted(desk, number=f"N{_}")
        await stands(desk, one, status="seen")
        await desk.database.write(links.mint, one, "hand")
        steps: list[tuple[str, By]] = [("accepted", ORGANISATION), ("withdrawn", PERSON), ("withdrawn", by_worker(AWA))]
        await asyncio.gather(*(desk.database.write(move, one, *step) for step in steps), return_exceptions=True)
        rows = await read(desk, select(referral).where(referral.c.id == one))
        assert rows[0]["status"] == "withdrawn", "taking back works before and after a yes"
    assert all(row["dead_at"] for row in await read(desk, select(referral_link)))


async def test_of_fifty_that_send_at_once_one_sends_and_one_link_lives(desk: Desk) -> None:
    one = await drafted(desk)
    done = await asyncio.gather(
        *(desk.database.write(referrals.send, one, AWA, "hand") for _ in range(50)), return_exceptions=True
    )
    assert sum(isinstance(token, str) for token in done) == 1
    assert len(await read(desk, select(referral_link).where(referral_link.c.dead_at == 0))) == 1
