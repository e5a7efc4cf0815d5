"""A team is changed inside its own walls: by who may, for roles that they may give, and one administrator always stays."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import select, update

from bot.desk import members, people
from bot.desk.account_requests import Waits
from bot.desk.account_wish import Wish
from bot.desk.calendar import OFFICE_HOURS, Span
from bot.desk.sessions import open_session, session_of
from bot.desk.shifts import answering, calendar_of
from bot.desk.staff import Worker, add_worker, worker_of
from bot.desk.week import OWN, counted, minute_of, spans_of, week_of, write_week
from bot.records.database import Database
from bot.records.migrate import migrate
from bot.records.tables import audit, conversation, handover, worker
from tests.desk.conftest import Desk
from tests.desk.team import ADA, AWA, BOU, CIS, staffed

CASES, WRITES = frozenset({"case_worker"}), frozenset({"editor"})


@pytest.fixture
async def team(database: Database) -> Database:
    await database.write(staffed)
    return database


async def test_each_sees_their_own_organisation_s_people(team: Database) -> None:
    assert [one.login for one in await team.read(members.members, ADA)] == ["ada", "awa", "bou"]
    assert [one.login for one in await team.read(members.members, CIS)] == ["cis"]


async def test_somebody_is_taken_in_with_roles_that_the_giver_may_give(team: Database) -> None:
    new = await team.write(
        people.add, ADA, "eva", Wish(frozenset({"operator", "editor"}), email="eva@example.org"), "h"
    )
    found = await team.read(worker_of, new)
    assert found is not None
    assert (found.organisation, found.roles, found.must_change) == ("sira", {"operator", "editor"}, True)


@pytest.mark.parametrize("role", ["admin", "supervisor", "auditor", "editor", "operator", "king"])
async def test_a_supervisor_gives_no_role_above_the_cases(team: Database, role: str) -> None:
    wish = Wish(frozenset({role}))
    assert await team.write(people.add, AWA, "eva", wish, "h") == "roles"
    assert await team.write(people.change, AWA, BOU.id, wish) == "roles"
    assert isinstance(await team.write(people.change, AWA, BOU.id, Wish(frozenset({"protection"}))), Waits)


async def test_a_case_worker_changes_nobody(team: Database) -> None:
    assert await team.write(people.add, BOU, "eva", Wish(CASES), "h") == "roles"
    assert await team.write(people.change, BOU, BOU.id, Wish(frozenset({"admin"}))) == "not_yours"


async def test_nobody_makes_themselves_what_they_are_not(team: Database) -> None:
    for who in (ADA, AWA):
        assert await team.write(people.change, who, who.id, Wish(frozenset({"supervisor", "admin"}))) == "not_yours"
        assert await team.write(people.renew, who, who.id, "h") == "not_yours"


async def test_a_supervisor_touches_no_administrator(team: Database) -> None:
    assert await team.write(people.deactivate, AWA, ADA.id) == "not_yours"
    assert await team.write(people.renew, AWA, ADA.id, "h") == "not_yours"
    assert await team.write(people.end_sessions, AWA, ADA.id) == "not_yours"


async def test_another_organisation_s_people_cannot_be_touched(team: Database) -> None:
    for done in (
        await team.write(people.change, CIS, BOU.id, Wish(CASES)),
        await team.write(people.renew, CIS, BOU.id, "h"),
        await team.write(people.end_sessions, CIS, BOU.id),
        await team.write(people.deactivate, CIS, BOU.id),
    ):
        assert done == "not_yours"
    assert await team.write(people.add, CIS, "bou", Wish(WRITES), "stolen") == "taken"
    kept = await team.read(
        lambda conn: conn.execute(select(worker.c.password_hash).where(worker.c.id == BOU.id)).scalar()
    )
    assert kept == "x", "a login that exists elsewhere stays somebody else's"


@pytest.mark.parametrize("login", ["", " ", "a b", "a" * 41, "<b>", "é/è", "a\nb"])
async def test_a_login_that_nobody_could_type_is_refused(team: Database, login: str) -> None:
    assert await team.write(people.add, ADA, login, Wish(CASES), "h") == "login"


@pytest.mark.parametrize("email", ["x", "a@b@c", "a@b\n", "a" * 200 + "@x"])
async def test_an_address_that_is_none_is_refused(team: Database, email: str) -> None:
    assert await team.write(people.add, ADA, "eva", Wish(CASES, email=email), "h") == "email"


async def test_the_last_administrator_stays(team: Database) -> None:
    eva = await team.write(add_worker, "eva", "admin", "sira", "h")
    second = Worker(eva, "eva", "sira", frozenset({"admin"}))
    assert await team.write(people.deactivate, second, ADA.id) == []
    assert await team.write(people.change, ADA, eva, Wish(WRITES)) == "last_admin"
    assert await team.write(people.deactivate, ADA, eva) == "last_admin"


async def test_two_administrators_who_remove_each_other_leave_one(postgres_url: str) -> None:
    database = Database(postgres_url)
    await database.write(migrate)
    await database.write(staffed)
    eva = await database.write(add_worker, "eva", "admin", "sira", "h")
    second = Worker(eva, "eva", "sira", frozenset({"admin"}))
    done = await asyncio.gather(
        database.write(people.deactivate, ADA, eva), database.write(people.deactivate, second, ADA.id)
    )
    assert sorted(str(one) for one in done) == ["[]", "last_admin"]
    await database.close()


async def test_a_new_one_time_password_ends_sessions_and_phone(team: Database) -> None:
    eva = await team.write(people.add, ADA, "eva", Wish(WRITES), "h")
    token = await team.write(open_session, eva)
    await team.write(lambda conn: conn.execute(update(worker).values(totp=b"x", totp_last=5)))
    assert await team.write(people.renew, ADA, eva, "fresh") is None
    assert await team.read(lambda conn: session_of(conn, token, active=False)) is None
    found = await team.read(worker_of, eva)
    assert found is not None
    assert (found.must_change, found.enrolled) == (True, False)


async def test_who_leaves_is_out_at_once_and_what_they_held_waits_again(desk: Desk) -> None:
    database = desk.database
    await database.write(staffed)
    token = await database.write(open_session, BOU.id)
    from bot.desk.claim import claim

    assert await database.write(claim, desk.id, BOU)
    assert await database.write(people.deactivate, AWA, BOU.id) == [desk.id]
    assert await database.read(lambda conn: session_of(conn, token, active=False)) is None
    assert await database.read(worker_of, BOU.id) is None
    row = await database.read(lambda conn: conn.execute(select(conversation)).mappings().one())
    assert (row["mode"], row["claimed_by"]) == ("queued", "")
    steps = await database.read(lambda conn: conn.execute(select(handover.c.step, handover.c.next_step_at)).one())
    assert steps.step == 0
    assert steps.next_step_at > 0, "the team is called again"
    told = await database.read(
        lambda conn: conn.execute(select(audit.c.worker_id, audit.c.thing).where(audit.c.action == "release")).all()
    )
    assert [tuple(one) for one in told] == [(AWA.id, desk.id)], "who was let go did nothing"


@pytest.mark.parametrize(
    ("typed", "minute"),
    [("8", 480), ("08:30", 510), ("8h30", 510), ("24:00", 1440), ("0:00", 0), ("24:01", None), ("8:3", None),
     ("8:60", None), ("", None), ("x", None), ("-1", None), ("٨", None), ("999", None)],
)  # fmt: skip
def test_hours_are_read_as_people_write_them(typed: str, minute: int | None) -> None:
    assert minute_of(typed) == minute


@pytest.mark.parametrize(
    ("given", "why"),
    [((0, "8", ""), "half"), ((0, "9", "8"), "order"), ((0, "9", "9"), "order"), ((0, "x", "9"), "time")],
)
def test_what_is_wrong_with_a_week_is_said(given: tuple[int, str, str], why: str) -> None:
    assert spans_of([given]) == why
    assert spans_of([(0, "8", "12"), (0, "11", "14")]) == "overlap"


async def test_a_week_is_kept_for_its_team_and_a_stale_form_changes_nothing(team: Database) -> None:
    spans = spans_of([(0, "8", "12"), (0, "14", "18"), (6, "20", "24")])
    assert not isinstance(spans, str)
    before = await team.read(week_of, ADA, "gao")
    assert await team.write(write_week, ADA, "gao", spans, "NE", before.version) is None
    assert await team.write(write_week, ADA, "gao", [], "ML", before.version) == "changed"
    now = await team.read(week_of, ADA, "gao")
    assert (now.country, [len(day) for day in now.days]) == ("NE", [2, 0, 0, 0, 0, 0, 1])
    assert not any((await team.read(week_of, ADA, "")).days)
    assert not any((await team.read(week_of, CIS, "gao")).days)
    assert await team.write(write_week, ADA, "gao", [], "XX", now.version) == "country"


async def test_somebody_s_own_hours_count_beside_the_office_s_until_they_leave(team: Database) -> None:
    whose = f"{OWN}{BOU.id}"
    before = await team.read(week_of, ADA, whose)
    assert not any(before.days)
    assert (await team.read(counted, ADA, whose, before)) == before, "office hours are nobody's own"
    night = Span(6, 20 * 60, 22 * 60)
    assert await team.write(write_week, ADA, whose, [night], "ML", before.version) is None
    assert (await team.read(week_of, ADA, whose)).days[6] == (night,)
    assert not any((await team.read(week_of, ADA, "")).days), "they are not everybody's"
    assert set((await team.read(calendar_of, "sira", "gao")).spans) == {*OFFICE_HOURS, night}
    assert whose.removeprefix(OWN) in dict(await team.read(answering, "sira"))
    await team.write(lambda conn: conn.execute(update(worker).where(worker.c.id == BOU.id).values(active=0)))
    assert set((await team.read(calendar_of, "sira", "gao")).spans) == set(OFFICE_HOURS)
