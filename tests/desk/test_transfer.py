"""A case goes to a colleague, a team or another house; who had it before has it no more."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import Connection, func, select, update

from bot.alerts.errands import claim_next, settle
from bot.channels.wire import Delivered
from bot.desk.calls import Call, call
from bot.desk.claim import LEASE_SECONDS, RESTING, claim
from bot.desk.open_tasks import close_tasks, of_organisation, open_task
from bot.desk.reach import reach
from bot.desk.reminders import remind
from bot.desk.reply import NotReplied, Replied
from bot.desk.shifts import PRESENT_SECONDS
from bot.desk.staff import Worker, add_worker
from bot.desk.there import absence
from bot.desk.transfer import Target, choices, target_of, transfer
from bot.records.clock import now
from bot.records.row_security import Scope, take_on
from bot.records.tables import audit, draft, handover, membership, organisation, reminder, task, worker
from content.leads import Lead
from tests.desk.conftest import AWA, BOU, Desk
from tests.desk.referring import drafted, read

ELSEWHERE = Worker("e" * 32, "eva", "other", frozenset({"supervisor"}))


@pytest.fixture
async def desk(desk: Desk) -> Desk:
    """The desk with a second organisation that follows people in one region."""
    book = desk.phone.house.book
    leads = book.directory.leads
    more = leads.model_copy(update={"regions": {**leads.regions, "gao": Lead(organisation="other", team="gao")}})
    directory = replace(book.directory, leads=more)
    desk.phone.house = replace(desk.phone.house, book=replace(book, directory=directory))
    await desk.database.write(lambda conn: conn.execute(organisation.insert().values(id="other", name="other")))
    return desk


async def _colleague(desk: Desk, login: str, role: str = "case_worker") -> Worker:
    made = await desk.database.write(add_worker, login, role, "sira", "a-good-password")
    return Worker(made, login, "sira", frozenset({role}))


async def _pass(desk: Desk, who: Worker, target: Target | None, reason: str = "il est à Gao") -> str | None:
    def give(conn):  # type: ignore[no-untyped-def]
        row = reach(conn, desk.id, who)
        assert row is not None
        return transfer(conn, desk.phone.house, row, who, target, reason)

    return await desk.database.write(give)


async def test_a_colleague_holds_it_at_once_with_a_lease_of_their_own(desk: Desk) -> None:
    dia = await _colleague(desk, "dia")
    await desk.database.write(claim, desk.id, BOU)
    before = await desk.row()
    assert await _pass(desk, BOU, Target("sira", worker=dia.id), "") is None
    after = await desk.row()
    assert (after["claimed_by"], after["mode"], after["epoch"]) == (dia.id, "human", before["epoch"] + 1)
    assert after["lease_until"] > RESTING
    assert after["due_at"] == before["due_at"]
    assert await desk.reply(BOU, "Encore moi") == NotReplied("taken")
    assert await desk.reply(dia, "Bonjour") == Replied()
    await desk.wait(LEASE_SECONDS * 2)
    assert (await desk.row())["claimed_by"] == dia.id


async def test_a_lease_that_rests_goes_on_resting_with_the_colleague(desk: Desk) -> None:
    dia = await _colleague(desk, "dia")
    await desk.reply(BOU, "Bonjour")
    assert await _pass(desk, BOU, Target("sira", worker=dia.id), "") is None
    assert (await desk.row())["lease_until"] == RESTING


async def test_a_team_finds_it_free_with_its_old_deadline(desk: Desk) -> None:
    await desk.database.write(claim, desk.id, BOU)
    before = await desk.row()
    assert await _pass(desk, BOU, Target("sira", team="kayes")) is None
    after = await desk.row()
    assert (after["team"], after["claimed_by"], after["mode"]) == ("kayes", "", "queued")
    assert after["due_at"] == before["due_at"]
    case = await desk.database.read(lambda conn: conn.execute(select(handover)).mappings().one())
    assert (case["team"], case["held_by"]) == ("kayes", "")


async def test_another_house_has_it_and_the_first_one_reaches_it_no_more(desk: Desk) -> None:
    await desk.database.write(claim, desk.id, BOU)
    await desk.reply(BOU, "Bonjour")
    row = await desk.row()
    await desk.database.write(remind, desk.id, BOU, row["last_at"], row["last_at"])
    assert await _pass(desk, BOU, Target("other", team="gao")) is None
    for who in (AWA, BOU):
        assert await desk.database.write(reach, desk.id, who) is None
    assert await desk.database.write(reach, desk.id, ELSEWHERE) is not None
    for table in (draft.c.conversation_id, reminder.c.id):
        assert await desk.database.read(lambda conn, of=table: conn.execute(select(func.count(of))).scalar_one()) == 0
    noted = select(audit.c.action).where(audit.c.worker_id == BOU.id).order_by(audit.c.id.desc()).limit(1)
    assert await desk.database.read(lambda conn: conn.execute(noted).scalar_one()) == "transfer:gao"


async def test_it_goes_to_another_house_behind_the_second_lock_too(desk: Desk) -> None:
    await desk.database.write(claim, desk.id, BOU)

    def give(conn: Connection) -> str | None:
        take_on(conn, Scope("sira", BOU.id))
        row = reach(conn, desk.id, BOU)
        assert row is not None
        return transfer(conn, desk.phone.house, row, BOU, Target("other", team="gao"), "il vit à Gao")

    assert await desk.database.write(give) is None
    row = await desk.row()
    assert (row["organisation"], row["team"], row["claimed_by"]) == ("other", "gao", "")


@pytest.mark.parametrize(
    ("target", "reason", "why"),
    [
        (None, "x", "nobody"),
        (Target("nowhere", team="gao"), "x", "nobody"),
        (Target("other", team="bamako"), "x", "nobody"),
        (Target("sira", team="nowhere"), "x", "nobody"),
        (Target("sira", worker="f" * 32), "x", "nobody"),
        (Target("other", team="gao"), "", "no_reason"),
        (Target("other", team="gao"), " \n ", "no_reason"),
        (Target("sira", team="kayes"), "x" * 301, "long_reason"),
    ],
)
async def test_what_is_no_transfer_moves_nothing(desk: Desk, target: Target | None, reason: str, why: str) -> None:
    await desk.database.write(claim, desk.id, BOU)
    before = await desk.row()
    assert await _pass(desk, BOU, target, reason) == why
    assert await desk.row() == before


async def test_p0_goes_only_to_who_is_trained(desk: Desk) -> None:
    dia, eli = await _colleague(desk, "dia"), await _colleague(desk, "eli", "protection")
    await desk.phone.says("je ne veux plus vivre")
    await desk.database.write(claim, desk.id, AWA)
    assert await _pass(desk, AWA, Target("sira", worker=dia.id)) == "untrained"
    assert await _pass(desk, AWA, Target("sira", worker=eli.id)) is None
    offered = await desk.database.read(choices, desk.phone.house.book.directory.leads, AWA, "P0")
    assert [login for _, login, _ in offered.colleagues] == ["eli"]


async def test_what_somebody_else_holds_is_passed_by_a_supervisor_only(desk: Desk) -> None:
    await desk.database.write(claim, desk.id, AWA)
    assert await _pass(desk, BOU, Target("sira", team="kayes")) == "not_held"
    dia = await _colleague(desk, "dia", "supervisor")
    assert await _pass(desk, dia, Target("sira", team="kayes")) is None


async def test_a_deactivated_colleague_is_not_offered(desk: Desk) -> None:
    dia = await _colleague(desk, "dia")
    await desk.database.write(lambda conn: conn.execute(worker.update().where(worker.c.id == dia.id).values(active=0)))
    await desk.database.write(claim, desk.id, BOU)
    assert await _pass(desk, BOU, Target("sira", worker=dia.id)) == "nobody"


@pytest.mark.parametrize(
    ("given", "target"),
    [
        ("worker:abc", Target("sira", worker="abc")),
        ("team:kayes", Target("sira", team="kayes")),
        ("house:other:gao", Target("other", team="gao")),
        ("", None), ("worker:", None), ("team:", None), ("house:", None), ("house:other", None), ("house::gao", None),
        ("x:y:z", None), ("worker", None), (":::", None),
    ],
)  # fmt: skip
def test_the_value_of_the_form_names_one_thing_or_nothing(given: str, target: Target | None) -> None:
    assert target_of(given, AWA) == target


async def test_an_open_task_goes_with_the_case_to_another_organisation(desk: Desk) -> None:
    one = await drafted(desk)

    def ask(conn: Connection) -> None:
        open_task(conn, "remind", one, 1)
        open_task(conn, "next_service", one, 1)
        close_tasks(conn, "next_service", one, AWA.id, 2)

    await desk.database.write(ask)
    await desk.database.write(claim, desk.id, AWA)
    assert await _pass(desk, AWA, Target("other", team="gao")) is None
    rows = await read(desk, select(task).order_by(task.c.kind))
    assert [(row["kind"], row["organisation"]) for row in rows] == [("next_service", "sira"), ("remind", "other")]

    def seen_by_the_other_house(conn: Connection) -> list[str]:
        take_on(conn, Scope("other", ELSEWHERE.id))
        return [one.kind for one in of_organisation(conn, ELSEWHERE)]

    assert await desk.database.read(seen_by_the_other_house) == ["remind"]


@pytest.mark.parametrize("target", [Target("sira", team="gao"), Target("other", team="gao")])
async def test_the_button_in_the_topic_of_the_team_before_goes(desk: Desk, target: Target) -> None:
    leads = desk.phone.house.book.directory.leads
    here = leads.model_copy(update={"regions": {**leads.regions, "sikasso": Lead(organisation="sira", team="gao")}})
    book = replace(desk.phone.house.book, directory=replace(desk.phone.house.book.directory, leads=here))
    desk.phone.house = replace(desk.phone.house, book=book, means=("telegram",))
    now = (await desk.row())["last_at"]
    await desk.database.write(call, ("telegram",), Call(desk.id, "sira", "new", "P3"), now)
    first = await desk.database.write(claim_next, "telegram")
    assert first is not None
    await desk.database.write(settle, first, Delivered("55"))
    assert await _pass(desk, AWA, target) is None
    made = [await desk.database.write(claim_next, "telegram") for _ in range(3)]
    changes = {one.message: one for one in made if one is not None}
    assert set(changes) == {"", "55"}, "one message to change, one call to make"
    assert not changes["55"].taken
    assert (changes[""].kind, changes[""].team) == ("new", "gao")


async def test_whoever_passes_it_on_learns_first_that_nobody_is_there(desk: Desk) -> None:
    dia = await _colleague(desk, "dia")

    async def away(target: Target, level: str = "P3") -> str:
        return await desk.database.read(absence, AWA, target, level)

    async def seen(who: str) -> None:
        await desk.database.write(
            lambda conn: conn.execute(update(worker).where(worker.c.id == who).values(seen_at=now(conn)))
        )

    assert await away(Target("sira", worker=dia.id)) == "not_here"
    assert await away(Target("sira", team="kayes")) == "no_member"
    await desk.database.write(
        lambda conn: conn.execute(update(membership).where(membership.c.worker_id == dia.id).values(team="kayes"))
    )
    assert await away(Target("sira", team="kayes")) == "nobody_here"
    await seen(dia.id)
    assert await away(Target("sira", team="kayes")) == ""
    assert await away(Target("sira", worker=dia.id)) == ""
    assert await away(Target("sira", team="kayes"), "P0") == "no_member", "nobody of them may answer a danger"
    await desk.wait(PRESENT_SECONDS + 1)
    assert await away(Target("sira", worker=dia.id)) == "not_here"
    elsewhere = Target("other", team="gao")
    assert await away(elsewhere) == "no_member"
    eve = await desk.database.write(add_worker, "eve", "case_worker", "other", "a-good-password")
    assert await away(elsewhere) == "nobody_here"
    await seen(eve)
    assert await away(elsewhere) == "", "how they share their work is theirs"
    assert await away(elsewhere, "P0") == "no_member"
