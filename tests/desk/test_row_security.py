"""The second lock, on a real PostgreSQL, as the console's own role: a forgotten condition shows nothing of others (D4)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from functools import partial

import asyncpg
import pytest
from sqlalchemy import Connection, delete, func, insert, select, text, update
from sqlalchemy.exc import ProgrammingError

from bot.desk.claim import claim
from bot.desk.reach import reach
from bot.desk.reply import Replied, reply
from bot.desk.staff import Worker
from bot.desk.transfer import Target, transfer
from bot.engine.book import Book
from bot.records.database import Database
from bot.records.migrate import migrate
from bot.records.row_policies import CLOSED, OPEN, SCOPED
from bot.records.row_security import POLICY, ROLE, Scope, is_set_up, set_up, take_on
from bot.records.tables import (
    audit,
    complaint,
    conversation,
    handover,
    membership,
    message,
    metadata,
    note,
    organisation,
    outbox,
    partner_address,
    person_key,
    worker,
)  # fmt: skip
from bot.staffing import make_organisations
from content.leads import Lead
from tests.phone import Phone

PERSONS = {"conversation": conversation, "handover": handover, "message": message, "outbox": outbox,
           "person_key": person_key}  # fmt: skip
ADDRESS = {"organisation": "ecica", "email": "a@ecica.example"}
SIRA, OTHER = Scope("sira", "w" * 32), Scope("other", "v" * 32)


@pytest.fixture
async def database(empty_postgres_url: str, book: Book) -> AsyncIterator[Database]:
    """Two organisations; one person of each, on two channels."""
    made = Database(empty_postgres_url)
    await made.write(migrate)
    await made.write(make_organisations, book.directory.leads)
    await made.write(lambda conn: conn.execute(insert(organisation).values(id="other", name="other")))
    for channel in ("telegram", "whatsapp"):
        await Phone(book, made, channel).says(
            "bonjour", "1", "1", "1", "1", "je veux parler à quelqu'un", "ma question"
        )
    await made.write(_workers)
    ids = await made.read(
        lambda conn: conn.execute(select(conversation.c.id).order_by(conversation.c.id)).scalars().all()
    )
    for table, column in ((conversation, conversation.c.id), (handover, handover.c.conversation_id)):
        await made.write(lambda conn, t=table, c=column: conn.execute(update(t).where(c == ids[1]).values(organisation="other")))  # fmt: skip
    yield made
    await made.close()


def _workers(conn: Connection) -> None:
    for scope, login in ((SIRA, "awa"), (OTHER, "cis")):
        row = {"id": scope.worker, "login": login, "password_hash": "", "created_at": 1}
        conn.execute(insert(worker).values(**row))
        role = {"worker_id": scope.worker, "organisation_id": scope.organisation, "role": "supervisor"}
        conn.execute(insert(membership).values(id=login, **role))


async def _as(database: Database, scope: Scope | None, work: Callable[[Connection], object]) -> object:
    def behind(conn: Connection) -> object:
        if scope is None:
            conn.execute(text(f"set local role {ROLE}"))
        else:
            take_on(conn, scope)
        return work(conn)

    return await database.write(behind)


def _count(name: str) -> Callable[[Connection], object]:
    return lambda conn: conn.execute(select(func.count()).select_from(metadata.tables[name])).scalar_one()


def test_every_table_is_under_a_policy_or_open_on_purpose() -> None:
    listed = [*SCOPED, *OPEN, *CLOSED]
    assert sorted(listed) == sorted(metadata.tables)


async def test_the_role_is_no_account_and_no_owner(database: Database) -> None:
    def looked(conn: Connection) -> object:
        rights = "select rolcanlogin, rolsuper, rolbypassrls, rolcreaterole from pg_roles where rolname = :role"
        return tuple(conn.execute(text(rights), {"role": ROLE}).one())

    assert await database.read(looked) == (False, False, False, False)
    forced = text("select relname from pg_class where relrowsecurity and relforcerowsecurity and relkind = 'r'")
    assert set(await database.read(lambda conn: conn.execute(forced).scalars().all())) == set(SCOPED)


async def test_a_query_without_a_condition_sees_only_the_own_organisation(database: Database) -> None:
    for name in PERSONS:
        everything = await database.read(_count(name))
        mine, theirs = await _as(database, SIRA, _count(name)), await _as(database, OTHER, _count(name))
        assert mine, name
        assert theirs, name
        assert mine + theirs == everything, name  # type: ignore[operator]


async def test_without_a_setting_nothing_is_seen(database: Database) -> None:
    for name in SCOPED:
        for nobody in (None, Scope("", ""), Scope("nobody", "x")):
            assert await _as(database, nobody, _count(name)) == 0, name


async def test_a_setting_ends_with_its_transaction(database: Database) -> None:
    await _as(database, SIRA, _count("conversation"))
    for _ in range(25):  # every connection of the pool
        assert await _as(database, None, _count("conversation")) == 0
    assert await database.read(_count("conversation")) == 2


async def test_nothing_of_others_is_changed_or_removed(database: Database) -> None:
    before = {name: await _as(database, SIRA, _count(name)) for name in PERSONS}
    for name in reversed(PERSONS):
        await _as(database, OTHER, lambda conn, table=metadata.tables[name]: conn.execute(delete(table)))  # type: ignore[misc]
    for name in PERSONS:
        assert await _as(database, OTHER, _count(name)) == 0, name
        assert await _as(database, SIRA, _count(name)) == before[name], name


async def test_complaints_are_invisible_but_to_their_own_page_and_never_to_whom_they_are_about(
    database: Database,
) -> None:
    values = {"sealed": b"x", "at": 1, "due_at": 1}
    rows = [{"id": "1", "number": "1", "organisation": "sira", "worker_id": "", **values},
            {"id": "2", "number": "2", "organisation": "", "worker_id": "v" * 32, **values},
            {"id": "3", "number": "3", "organisation": "", "worker_id": "", **values},
            {"id": "4", "number": "4", "named": f"{'u' * 32} {'w' * 32}", **values}]  # fmt: skip
    await database.write(lambda conn: [conn.execute(insert(complaint).values(**row)) for row in rows])

    def seen(conn: Connection) -> object:
        return sorted(conn.execute(select(complaint.c.id)).scalars().all())

    assert await _as(database, SIRA, seen) == []
    assert await _as(database, Scope("sira", "w" * 32, complaints=True), seen) == ["2", "3"]
    assert await _as(database, Scope("other", "v" * 32, complaints=True), seen) == ["1", "3", "4"]


FORBIDDEN = ("update audit set action = 'x'", "delete from audit", "delete from audit_chain", "select * from erasure",
             "drop table note", "create table x (y int)")  # fmt: skip


async def test_the_console_cannot_touch_what_is_not_its_own(database: Database) -> None:
    for order in FORBIDDEN:
        with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"):
            await _as(database, SIRA, lambda conn, order=order: conn.execute(text(order)))  # type: ignore[misc]


async def test_nothing_is_written_into_another_house_nor_given_to_it(database: Database) -> None:
    await database.write(lambda conn: conn.execute(insert(partner_address).values(house="sira", **ADDRESS)))

    def given(conn: Connection) -> None:
        conn.execute(update(conversation).values(organisation="other"))

    def put(conn: Connection) -> None:
        conn.execute(insert(membership).values(id="x", worker_id=SIRA.worker, organisation_id="other", role="auditor"))

    def addressed(conn: Connection) -> None:
        conn.execute(insert(partner_address).values(house="other", **ADDRESS))

    for work in (given, put, addressed):
        with pytest.raises(ProgrammingError, match="row-level security"):
            await _as(database, SIRA, work)
    seen = select(partner_address.c.email)
    assert await _as(database, SIRA, lambda conn: conn.execute(seen).scalars().all()) == ["a@ecica.example"]
    taken = update(partner_address).values(email="x@elsewhere.example")
    assert await _as(database, OTHER, lambda conn: conn.execute(taken).rowcount) == 0, "another house moves no file"


async def test_everybody_writes_the_audit_and_only_an_auditor_reads_what_others_did(database: Database) -> None:
    await database.write(lambda conn: conn.execute(delete(audit)))
    colleague = replace(SIRA, worker="u" * 32)
    lines = [(SIRA.worker, "read"), (OTHER.worker, "read"), (SIRA.worker, "level:P2:P1"), ("operator", "end_sessions")]

    def written(conn: Connection) -> None:
        for number, (who, action) in enumerate(lines):
            thing = "everybody" if who == "operator" else "t"
            conn.execute(insert(audit).values(id=str(number), worker_id=who, action=action, thing=thing, at=1))

    await _as(database, SIRA, written)

    def read(conn: Connection) -> list[str]:
        return sorted(conn.execute(select(audit.c.id)).scalars())

    assert await _as(database, SIRA, read) == ["0", "2"], "one's own"
    assert await _as(database, colleague, read) == ["2"], "and who raised a case"
    assert await _as(database, replace(colleague, auditor=True), read) == ["0", "2", "3"]
    assert await _as(database, replace(OTHER, auditor=True), read) == ["1", "3"]


async def test_colleagues_are_seen_and_strangers_are_not(database: Database) -> None:
    logins = await _as(database, SIRA, lambda conn: conn.execute(select(worker.c.login)).scalars().all())
    assert logins == ["awa"]


async def test_a_worker_works_behind_the_lock(database: Database, book: Book) -> None:
    phone = Phone(book, database)
    who = Worker("w" * 32, "awa", "sira", frozenset({"supervisor"}))

    def works(conn: Connection) -> object:
        found = conn.execute(select(conversation.c.id)).scalar_one()
        row = reach(conn, found, who)
        assert row is not None
        assert claim(conn, found, who)
        row = reach(conn, found, who)
        assert row is not None
        return reply(conn, phone.house, row, who, "bonjour", row["version"])

    assert await _as(database, SIRA, works) == Replied()
    noted = await database.read(lambda conn: conn.execute(select(audit.c.action)).scalars().all())
    assert {"claim", "reply"} <= set(noted)


async def test_a_case_that_is_handed_over_is_gone_at_once_with_all_that_hangs_on_it(
    database: Database, book: Book
) -> None:
    phone = Phone(book, database)
    elsewhere = {"kidal": Lead(organisation="other", team="kidal")}
    leads = book.directory.leads.model_copy(update={"regions": elsewhere})
    house = replace(phone.house, book=replace(book, directory=replace(book.directory, leads=leads)))
    who = Worker("w" * 32, "awa", "sira", frozenset({"supervisor"}))

    def moved(conn: Connection) -> object:
        case = conn.execute(select(conversation.c.id)).scalar_one()
        row = reach(conn, case, who)
        assert row is not None
        conn.execute(insert(note).values(id="n", conversation_id=case, author="x", sealed=b"x", at=1))
        return transfer(conn, house, row, who, Target("other", team="kidal"), "plus près de chez elle")

    assert await _as(database, SIRA, moved) is None
    for name in (*PERSONS, "note", "person", "address", "consent"):
        assert await _as(database, SIRA, _count(name)) == 0, name
        assert await _as(database, OTHER, _count(name)), name


async def test_setting_it_up_again_changes_nothing(database: Database) -> None:
    assert await database.read(is_set_up)
    assert await database.write(set_up)
    await database.write(lambda conn: conn.execute(text(f"drop policy {POLICY} on note")))
    assert not await database.read(is_set_up)
    assert await database.write(set_up)
    assert await database.read(is_set_up)


@pytest.fixture
async def plain_account(empty_postgres_url: str) -> AsyncIterator[str]:
    """As in the field: an account that owns its database and is no superuser."""
    name = empty_postgres_url.rsplit("/", 1)[1]
    account = f"plain_{name[-8:]}"
    root = await asyncpg.connect(empty_postgres_url)
    await root.execute(f"create role {account} login")
    await root.execute(f'alter database "{name}" owner to {account}')
    await root.execute(f"alter schema public owner to {account}")
    yield empty_postgres_url.replace("//sira@", f"//{account}@")
    await root.execute(f'alter database "{name}" owner to current_user')
    await root.execute("alter schema public owner to current_user")
    await root.execute(f"reassign owned by {account} to current_user")
    await root.execute(f"drop owned by {account}")
    await root.execute(f"drop role {account}")
    await root.close()


async def test_an_account_that_may_make_no_role_runs_without_the_lock_and_it_shows(
    plain_account: str, empty_postgres_url: str, book: Book
) -> None:
    plain = Database(plain_account)
    await plain.write(migrate)
    assert not await plain.read(is_set_up), "sira doctor says so"
    await plain.write(make_organisations, book.directory.leads)
    await Phone(book, plain).says("bonjour", "1", "1")
    root = Database(empty_postgres_url)
    account = plain_account.split("//")[1].split("@", maxsplit=1)[0]

    def allowed(conn: Connection) -> None:
        conn.execute(text(f"do $$ begin create role {ROLE} nologin; exception when duplicate_object then null; end $$"))
        conn.execute(text(f"grant {ROLE} to {account}"))

    await root.write(allowed)
    await root.close()
    await plain.write(migrate)
    assert await plain.read(is_set_up), "the next start finds the role"
    await Phone(book, plain, "whatsapp").says("bonjour", "1", "1")
    assert await plain.read(_count("conversation")) == 2, "the talk's own account passes every policy"
    assert await _as(plain, OTHER, _count("conversation")) == 0
    await plain.close()


async def test_two_starts_at_once_set_it_up_once(empty_postgres_url: str) -> None:
    first, second = Database(empty_postgres_url), Database(empty_postgres_url)
    await asyncio.gather(first.write(migrate), second.write(migrate))
    assert await first.read(is_set_up)
    await first.close()
    await second.close()


async def test_of_a_danger_the_words_files_and_notes_are_there_for_who_is_trained_only(database: Database) -> None:
    def noted(conn: Connection) -> None:
        talk = select(conversation.c.id).where(conversation.c.organisation == "sira").scalar_subquery()
        conn.execute(insert(note).values(id="n", conversation_id=talk, author=SIRA.worker, sealed=b"x", at=1))

    await database.write(noted)

    def now_of(conn: Connection, level: str, *, ended: bool) -> None:
        conn.execute(
            update(conversation).where(conversation.c.organisation == "sira").values(level="" if ended else level)
        )
        conn.execute(update(handover).where(handover.c.organisation == "sira").values(level=level))

    trained = replace(SIRA, trained=True)
    for level, ended in (("P1", False), ("P0", False), ("P0", True)):
        await database.write(partial(now_of, level=level, ended=ended))
        for name in ("message", "inbound", "note"):
            assert await _as(database, trained, _count(name)), (name, level)
            seen = await _as(database, SIRA, _count(name))
            assert bool(seen) is (level != "P0"), (name, level, ended)
        assert await _as(database, SIRA, _count("conversation")) == 1, "the queue says that somebody waits"
