"""Nobody alone makes, opens wider or renews an account that reads: a second person says yes, and then it happens once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import Connection, select

from bot.desk import people
from bot.desk.account_requests import Allowed, Waits, allow_account, open_half, refuse_account, seen
from bot.desk.account_wish import AccountWish, Wish, wish_of
from bot.desk.asked import requests_for
from bot.desk.exports import UNTIL_SECONDS, decide, revoke, withdraw
from bot.desk.members import members
from bot.desk.readers import READERS
from bot.desk.sessions import open_session, session_of
from bot.desk.staff import Worker, add_worker, worker_of
from bot.records.clock import move
from bot.records.database import Database
from bot.records.migrate import migrate
from bot.records.row_security import Scope, set_up, take_on
from bot.records.tables import audit, worker
from tests.desk.team import ADA, AWA, BOU, CIS, staffed

EVA = Worker("e" * 32, "eva", "sira", frozenset({"admin"}))
CASES, WRITES = frozenset({"case_worker"}), frozenset({"editor"})
WISH = Wish(CASES, "gao", frozenset({"fr", "bm"}), "zoe@example.org")


@pytest.fixture
async def team(database: Database) -> Database:
    await database.write(staffed)
    return database


async def _asked(team: Database, work: Callable[..., object], *given: object) -> str:
    """The request that a deed became."""
    done = await team.write(work, *given)
    assert isinstance(done, Waits), done
    return done.request


async def _logins(team: Database) -> list[str]:
    return [one.login for one in await team.read(members, ADA)]


async def _roles(team: Database, who: Worker) -> frozenset[str]:
    return next(one.roles for one in await team.read(members, ADA) if one.id == who.id)


async def _hash(team: Database, login: str) -> str:
    kept = select(worker.c.password_hash).where(worker.c.login == login)
    return str(await team.read(lambda conn: conn.execute(kept).scalar_one()))


async def _noted(team: Database) -> list[tuple[str, str]]:
    lines = select(audit.c.worker_id, audit.c.action).order_by(audit.c.id)
    return [tuple(row) for row in await team.read(lambda conn: conn.execute(lines).all())]


def test_whoever_opens_a_talk_a_complaint_the_journal_or_the_team_is_a_reader() -> None:
    assert {"case_worker", "protection", "supervisor", "admin", "auditor"} == READERS


def test_a_wish_is_read_back_as_it_was_asked() -> None:
    for wish in (
        AccountWish("add", "zoe", WISH),
        AccountWish("change", "bou", replace(WISH, roles=CASES | WRITES), BOU.id, CASES, active=True),
        AccountWish("renew", "bou", WISH, BOU.id, CASES, active=False),
    ):
        assert wish_of(wish.thing) == wish


@pytest.mark.parametrize("role", sorted(READERS))
async def test_an_account_that_reads_is_there_after_the_yes_of_another_and_not_before(
    team: Database, role: str
) -> None:
    asked = await _asked(team, people.add, ADA, "zoe", replace(WISH, roles=frozenset({role})), "alone")
    assert "zoe" not in await _logins(team)
    done = await team.write(allow_account, AWA, asked, "together")
    assert isinstance(done, Allowed)
    assert done.asked_by == "ada"
    zoe = next(one for one in await team.read(members, ADA) if one.login == "zoe")
    assert (zoe.roles, zoe.team, zoe.languages, zoe.email) == ({role}, "gao", {"fr", "bm"}, "zoe@example.org")
    assert await _hash(team, "zoe") == "together", "what one person alone saw opens nothing"
    assert await _noted(team) == [
        (ADA.id, "ask:account"), (ADA.id, f"add_worker:{role}"), (AWA.id, "allow"), (AWA.id, "countersign:add"),
    ]  # fmt: skip


@pytest.mark.parametrize("roles", [{"editor"}, {"operator"}, {"editor", "operator"}])
async def test_an_account_that_reads_nothing_needs_nobody(team: Database, roles: set[str]) -> None:
    assert isinstance(await team.write(people.add, ADA, "zoe", Wish(frozenset(roles)), "h"), str)
    assert await _hash(team, "zoe") == "h"


async def test_a_new_password_for_who_reads_waits_and_the_old_one_holds_until_then(team: Database) -> None:
    token = await team.write(open_session, BOU.id)
    asked = await _asked(team, people.renew, ADA, BOU.id, "alone")
    assert await _hash(team, "bou") == "x"
    assert await team.read(lambda conn: session_of(conn, token, active=False))
    assert isinstance(await team.write(allow_account, AWA, asked, "together"), Allowed)
    assert await _hash(team, "bou") == "together"
    assert await team.read(lambda conn: session_of(conn, token, active=False)) is None


async def test_somebody_who_left_comes_back_with_a_second_word_only(team: Database) -> None:
    assert await team.write(people.deactivate, ADA, BOU.id) == [], "leaving needs nobody"
    asked = await _asked(team, people.renew, ADA, BOU.id, "alone")
    assert await team.read(worker_of, BOU.id) is None
    assert isinstance(await team.write(allow_account, AWA, asked, "together"), Allowed)
    assert await team.read(worker_of, BOU.id)


async def test_a_role_that_reads_waits_and_what_is_taken_away_is_gone_at_once(team: Database) -> None:
    await team.write(lambda conn: staffed(conn, replace(BOU, id="f" * 32, login="fanta", roles=WRITES)))
    await team.write(add_worker, "fanta", "case_worker", "sira", "h")
    fanta = next(one for one in await team.read(members, ADA) if one.login == "fanta")
    asked = await _asked(team, people.change, ADA, fanta.id, Wish(frozenset({"case_worker", "auditor"})))
    assert next(one.roles for one in await team.read(members, ADA) if one.id == fanta.id) == CASES
    before = await _hash(team, "fanta")
    assert isinstance(await team.write(allow_account, AWA, asked, "together"), Allowed)
    now = next(one for one in await team.read(members, ADA) if one.id == fanta.id)
    assert now.roles == {"case_worker", "auditor"}
    assert await _hash(team, "fanta") == before, "who read before keeps a password that nobody else knows"


async def test_one_role_for_another_waits_whole_and_taking_the_only_ones_that_read_does_not(team: Database) -> None:
    asked = await _asked(team, people.change, ADA, BOU.id, Wish(frozenset({"protection"})))
    assert await _roles(team, BOU) == CASES
    assert isinstance(await team.write(allow_account, AWA, asked, "together"), Allowed)
    assert await _roles(team, BOU) == {"protection"}
    assert await team.write(people.change, ADA, BOU.id, Wish(WRITES)) is None
    assert await _roles(team, BOU) == WRITES


async def test_who_reads_anew_comes_in_by_a_password_that_no_one_person_gave(team: Database) -> None:
    """An editor's password may be known to the administrator who made the account."""
    await team.write(people.change, ADA, BOU.id, Wish(WRITES))
    assert await team.write(people.renew, ADA, BOU.id, "known to ada") is None
    asked = await _asked(team, people.change, ADA, BOU.id, Wish(WRITES | CASES))
    assert isinstance(await team.write(allow_account, AWA, asked, "together"), Allowed)
    assert await _hash(team, "bou") == "together"


async def test_neither_who_asked_nor_whose_account_it_is_nor_a_stranger_says_yes_or_no(team: Database) -> None:
    await team.write(lambda conn: staffed(conn, EVA))
    asked = await _asked(team, people.renew, ADA, AWA.id, "alone")
    for nobody in (ADA, AWA, BOU, CIS):
        assert await team.write(allow_account, nobody, asked, "h") is None, nobody.login
        assert not await team.write(refuse_account, nobody, asked), nobody.login
    for who in (EVA, AWA):
        assert not await team.write(lambda conn, who=who: decide(conn, who, asked, allow=True)), "by its own door only"
    assert [one.may_allow for one in await team.read(requests_for, AWA)] == [False]
    assert isinstance(await team.write(allow_account, EVA, asked, "h"), Allowed)


async def test_an_administrator_s_own_invention_is_no_second_person(team: Database) -> None:
    """Whoever could make alone one who says yes would have the second word in the pocket."""
    asked = await _asked(team, people.add, ADA, "myself", Wish(frozenset({"admin"})), "h")
    assert await team.write(allow_account, ADA, asked, "h") is None
    assert "myself" not in await _logins(team)


async def test_who_is_alone_asks_nobody(team: Database) -> None:
    assert await team.write(people.add, CIS, "zoe", WISH, "h") == "alone"
    await team.write(people.deactivate, ADA, AWA.id)
    assert await team.write(people.renew, ADA, BOU.id, "h") == "alone", "who left says no yes"
    assert await team.read(requests_for, ADA) == []


async def test_a_no_a_word_taken_back_and_a_week_are_the_end_of_it(
    team: Database,
) -> None:
    refused = await _asked(team, people.add, ADA, "zoe", WISH, "h")
    assert await team.write(refuse_account, AWA, refused)
    unasked = await _asked(team, people.add, ADA, "zoe", WISH, "h")
    assert unasked != refused
    assert await team.write(withdraw, ADA, unasked)
    late = await _asked(team, people.add, ADA, "zoe", WISH, "h")
    await team.write(move, UNTIL_SECONDS)
    for over in (refused, unasked, late):
        assert await team.write(allow_account, AWA, over, "h") is None
    assert "zoe" not in await _logins(team)


async def test_what_was_done_is_neither_taken_back_nor_done_again(team: Database) -> None:
    asked = await _asked(team, people.add, ADA, "zoe", WISH, "h")
    assert await team.write(allow_account, AWA, asked, "h")
    assert await team.write(allow_account, AWA, asked, "again") is None
    assert not await team.write(revoke, AWA, asked)
    assert not await team.write(withdraw, ADA, asked)
    (stands,) = await team.read(requests_for, AWA)
    assert (stands.may_revoke, stands.may_allow, stands.state) == (False, False, "allowed")


async def test_who_asked_sees_their_half_once_and_may_then_ask_for_another(team: Database) -> None:
    asked = await _asked(team, people.renew, ADA, BOU.id, "h")
    assert await team.write(open_half, ADA, asked) is None, "nothing is allowed yet"
    assert await team.write(allow_account, AWA, asked, "h")
    for nobody in (AWA, BOU, CIS):
        assert await team.write(open_half, nobody, asked) is None
    opened = await team.write(open_half, ADA, asked)
    assert opened is not None
    assert (opened[0].login, opened[1]) == ("bou", "awa")
    assert await team.write(open_half, ADA, asked) is None
    assert await _asked(team, people.renew, ADA, BOU.id, "h") != asked, "a half that was lost"


async def test_a_role_without_a_new_password_has_no_half_to_be_seen(team: Database) -> None:
    asked = await _asked(team, people.change, ADA, BOU.id, Wish(CASES | {"auditor"}))
    assert await team.write(allow_account, AWA, asked, "h")
    assert [one.opens for one in await team.read(requests_for, ADA)] == [False]
    assert await team.write(open_half, ADA, asked) is None


async def test_asking_twice_is_asking_once(team: Database) -> None:
    first = await _asked(team, people.renew, ADA, BOU.id, "h")
    assert await _asked(team, people.renew, ADA, BOU.id, "h") == first


async def _stale_of(team: Database, asked: str) -> object:
    """Why a yes does nothing: said before, and by the yes itself, which then leaves everything as it is."""
    before = await team.read(members, ADA)

    def looked(conn: Connection) -> object:
        return seen(conn, AWA, requests_for(conn, AWA))[asked].stale

    said = await team.read(looked)
    assert await team.write(allow_account, AWA, asked, "h") == said
    assert await team.read(members, ADA) == before
    assert await team.write(refuse_account, AWA, asked), "it is still there to be refused"
    return said


async def test_a_login_that_was_taken_meanwhile_is_said_to_be(team: Database) -> None:
    asked = await _asked(team, people.add, ADA, "zoe", WISH, "h")
    assert isinstance(await team.write(people.add, ADA, "zoe", Wish(WRITES), "h"), str)
    assert await _stale_of(team, asked) == "taken"


async def test_a_login_that_another_organisation_has_is_said_to_be_taken(team: Database) -> None:
    asked = await _asked(team, people.add, ADA, "cis", WISH, "h")
    assert await team.write(allow_account, AWA, asked, "h") == "taken"
    assert await _hash(team, "cis") == "x"


@pytest.mark.parametrize("deed", ["renew", "change"])
async def test_who_left_meanwhile_is_not_brought_back_by_an_older_word(team: Database, deed: str) -> None:
    wished = (people.renew, ADA, BOU.id, "h") if deed == "renew" else (people.change, ADA, BOU.id, Wish(CASES | WRITES | {"auditor"}))  # fmt: skip
    asked = await _asked(team, *wished)
    await team.write(people.deactivate, ADA, BOU.id)
    assert await _stale_of(team, asked) == "left"


async def test_an_account_that_changed_meanwhile_is_not_what_was_allowed(team: Database) -> None:
    asked = await _asked(team, people.renew, ADA, BOU.id, "h")
    await team.write(add_worker, "bou", "auditor", "sira", "h")
    assert await _stale_of(team, asked) == "changed"


async def test_who_asked_and_was_let_go_has_asked_for_nothing(team: Database) -> None:
    await team.write(lambda conn: staffed(conn, EVA))
    asked = await _asked(team, people.renew, EVA, BOU.id, "h")
    await team.write(people.deactivate, ADA, EVA.id)
    assert await _stale_of(team, asked) == "asker"


async def test_who_asked_and_may_no_longer_give_it_has_asked_for_nothing(team: Database) -> None:
    await team.write(lambda conn: staffed(conn, EVA))
    await team.write(add_worker, "eva", "supervisor", "sira", "h")
    asked = await _asked(team, people.add, replace(EVA, roles=EVA.roles | {"supervisor"}), "zoe", Wish(frozenset({"auditor"})), "h")  # fmt: skip
    await team.write(people.change, ADA, EVA.id, Wish(frozenset({"supervisor"})))
    assert await _stale_of(team, asked) == "asker"


async def test_of_many_yeses_at_once_one_counts_and_behind_the_second_lock(empty_postgres_url: str) -> None:
    database = Database(empty_postgres_url)
    await database.write(migrate)
    await database.write(lambda conn: staffed(conn, EVA))
    assert await database.write(set_up)

    def behind(conn: Connection, who: Worker, work: Callable[..., object], *given: object) -> object:
        take_on(conn, Scope(who.organisation, who.id))
        return work(conn, who, *given)

    asked = await database.write(behind, ADA, people.add, "zoe", WISH, "h")
    assert isinstance(asked, Waits)
    words = [(who, f"{who.login}{turn}") for turn in range(8) for who in (AWA, EVA)]
    done = await asyncio.gather(
        *(database.write(behind, who, allow_account, asked.request, password) for who, password in words),
        *(database.write(behind, AWA, refuse_account, asked.request) for _ in range(4)),
    )
    yes = [password for one, (_, password) in zip(done, words, strict=False) if isinstance(one, Allowed)]
    assert len(yes) + done.count(True) == 1, done
    kept = await database.read(lambda conn: list(conn.execute(select(worker.c.password_hash).where(worker.c.login == "zoe")).scalars()))  # fmt: skip
    assert kept == yes, "made once, with the password of whose yes it was, and not at all after a no"
    renewed = await database.write(behind, EVA, people.renew, BOU.id, "h")
    assert isinstance(renewed, Waits)
    done = await asyncio.gather(
        *(database.write(behind, AWA, allow_account, renewed.request, f"p{turn}") for turn in range(8)),
        database.write(behind, EVA, withdraw, renewed.request),
    )
    assert sum(isinstance(one, Allowed) or one is True for one in done) == 1, done
    await database.close()
