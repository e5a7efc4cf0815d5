"""The race rules of the desk, each with real transactions at once on PostgreSQL."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import Connection, func, select

from bot.channels.message import Message
from bot.desk import drafts
from bot.desk.answers import Answer, answer
from bot.desk.claim import LEASE_SECONDS, claim, release, release_dead_leases
from bot.desk.drafts import Draft
from bot.desk.end import end
from bot.desk.levels import Changed, NotChanged, change_level
from bot.desk.reach import reach
from bot.desk.reply import NotReplied, Replied
from bot.desk.staff import Worker
from bot.desk.transfer import Target, transfer
from bot.engine.book import Book
from bot.outbox import claim_head
from bot.records.database import Database
from bot.records.migrate import migrate
from bot.records.tables import conversation, draft, handover, outbox, worker
from bot.staffing import make_organisations
from tests.desk.conftest import Desk
from tests.phone import Phone

CROWD = [Worker(f"{n:032x}", f"w{n}", "sira", frozenset({"supervisor"})) for n in range(50)]
AWA, BOU = CROWD[:2]


@pytest.fixture
async def desk(postgres_url: str, book: Book) -> AsyncIterator[Desk]:
    """Somebody in Niger who asked for a human, and fifty workers."""
    database = Database(postgres_url)
    await database.write(migrate)
    await database.write(make_organisations, book.directory.leads)
    rows = [{"id": one.id, "login": one.login, "password_hash": "", "created_at": 0} for one in CROWD]
    await database.write(lambda conn: conn.execute(worker.insert(), rows))
    phone = Phone(book, database, "telegram")
    await phone.says("bonjour", "1", "1", "1", "1", "je veux parler à quelqu'un", "ma question")
    yield Desk(database, phone)
    await database.close()


async def _answer(desk: Desk, who: Worker, text: str, version: int) -> Replied | NotReplied | None:
    def send(conn: Connection) -> Replied | NotReplied | None:
        row = reach(conn, desk.id, who)
        return None if row is None else answer(conn, desk.phone.house, row, who, Answer(text, version))

    return await desk.database.write(send)


async def _said(desk: Desk) -> list[str]:
    """What is on its way by workers, in order."""

    def find(conn: Connection) -> list[str]:
        sql = select(outbox.c.id, outbox.c.sealed, conversation.c.person_id).join_from(outbox, conversation)
        rows = conn.execute(sql.where(outbox.c.kind == "worker").order_by(outbox.c.id)).all()
        row = reach(conn, desk.id, AWA)
        assert row is not None
        key = desk.phone.vault.unwrap(row["person_id"], row["wrapped"])
        return [Message.from_json(key.open(one.id, "outbox", one.sealed)).text for one in rows]

    return await desk.database.write(find)


async def test_of_fifty_claims_at_once_one_wins(desk: Desk) -> None:
    before = await desk.row()
    won = await asyncio.gather(*(desk.database.write(claim, desk.id, who) for who in CROWD))
    after = await desk.row()
    assert won.count(True) == 1
    assert after["claimed_by"] == CROWD[won.index(True)].id
    assert after["epoch"] == before["epoch"] + 1


async def test_of_fifty_replies_at_once_one_claims_and_is_sent_and_no_word_is_lost(desk: Desk) -> None:
    version = (await desk.row())["version"]
    done = await asyncio.gather(*(_answer(desk, who, f"Je suis {who.login}.", version) for who in CROWD))
    assert done.count(Replied()) == 1
    winner = CROWD[done.index(Replied())]
    assert (await desk.row())["claimed_by"] == winner.id
    assert await _said(desk) == [f"Je suis {winner.login}."]
    kept = await desk.database.read(lambda conn: conn.execute(select(func.count(draft.c.worker_id))).scalar_one())
    assert kept == len(CROWD), "the words of the others, and the empty draft of the one who sent"
    for who in CROWD:

        def mine(conn: Connection, who: Worker = who) -> str:
            row = reach(conn, desk.id, who)
            assert row is not None
            key = desk.phone.vault.unwrap(row["person_id"], row["wrapped"])
            return drafts.draft_of(conn, key, desk.id, who).text

        assert await desk.database.write(mine) == ("" if who is winner else f"Je suis {who.login}.")


async def test_of_twenty_taps_on_send_one_is_sent(desk: Desk) -> None:
    version = (await desk.row())["version"]
    done = await asyncio.gather(*(_answer(desk, AWA, "Bonjour.", version) for _ in range(20)))
    assert done.count(Replied()) == 1
    assert done.count(NotReplied("stale")) == 19
    assert await _said(desk) == ["Bonjour."]


async def test_a_word_of_the_person_and_a_reply_at_once_are_answered_in_their_order(desk: Desk) -> None:
    """Either the reply was first, or it was written before the word was seen, and waits."""
    await desk.database.write(claim, desk.id, AWA)
    for turn in range(10):
        version = (await desk.row())["version"]
        done, _ = await asyncio.gather(
            _answer(desk, AWA, f"réponse {turn}", version), desk.phone.says(f"un mot {turn}")
        )
        row = await desk.row()
        assert done in {Replied(), NotReplied("stale")}
        assert row["claimed_by"] == AWA.id
        assert row["lease_until"] > 0 or done == Replied(), "the lease runs when the last word is the person's"
        assert (f"réponse {turn}" in await _said(desk)) is (done == Replied())


async def test_a_claim_and_a_dead_lease_at_once_leave_one_holder(desk: Desk) -> None:
    await desk.database.write(claim, desk.id, AWA)
    await desk.wait(LEASE_SECONDS + 2)
    crowd = CROWD[1:21]
    done = await asyncio.gather(
        *(desk.database.write(claim, desk.id, who) for who in crowd),
        *(desk.database.write(release_dead_leases) for _ in range(10)),
    )
    winners = [who for who, won in zip(crowd, done, strict=False) if won is True]
    row = await desk.row()
    assert sum(done[len(crowd) :]) <= 1, "one release of one dead lease"
    assert len(winners) == 1
    assert (row["claimed_by"], row["mode"]) == (winners[0].id, "human")


async def test_an_end_and_a_word_at_once_never_lose_the_word(desk: Desk) -> None:
    await desk.database.write(claim, desk.id, AWA)
    version = (await desk.row())["version"]
    ended, _ = await asyncio.gather(
        desk.database.write(end, desk.id, AWA, "answered", version), desk.phone.says("je ne veux plus vivre")
    )
    row = await desk.row()
    open_now = select(func.count(handover.c.id)).where(handover.c.closed_at == 0)
    assert await desk.database.read(lambda conn: conn.execute(open_now).scalar_one()) == 1
    assert row["level"] == "P0", f"ended first: {ended}; danger stands in the queue either way"


async def test_transfers_at_once_leave_one_holder(desk: Desk) -> None:
    await desk.database.write(claim, desk.id, AWA)

    def give(team: str):  # type: ignore[no-untyped-def]
        def work(conn: Connection) -> str | None:
            row = reach(conn, desk.id, BOU)
            assert row is not None
            return transfer(conn, desk.phone.house, row, AWA, Target("sira", team=team), "")

        return work

    before = await desk.row()
    teams = ["kayes", "mopti", "segou", "gao"]
    done = await asyncio.gather(*(desk.database.write(give(team)) for team in teams))
    after = await desk.row()
    assert done.count(None) >= 1
    assert after["claimed_by"] == ""
    assert after["epoch"] == before["epoch"] + done.count(None)
    case = await desk.database.read(lambda conn: conn.execute(select(handover.c.team)).scalar_one())
    assert case == after["team"]
    assert case in teams


async def test_two_who_lower_at_once_on_the_same_page_lower_once(desk: Desk) -> None:
    def change(level: str, version: int):  # type: ignore[no-untyped-def]
        def work(conn: Connection) -> Changed | NotChanged:
            row = reach(conn, desk.id, AWA)
            assert row is not None
            return change_level(conn, desk.phone.house, row, AWA, level, "vu avec elle", version)

        return work

    await desk.database.write(change("P1", 0))
    version = (await desk.row())["version"]
    done = await asyncio.gather(*(desk.database.write(change(level, version)) for level in ("P2", "P3") * 5))
    assert sum(isinstance(one, Changed) for one in done) == 1
    assert {one.why for one in done if isinstance(one, NotChanged)} <= {"changed", "no_level"}


async def test_a_draft_saved_from_many_tabs_at_once_is_one_row(desk: Desk) -> None:
    version = (await desk.row())["version"]

    def keep(text: str):  # type: ignore[no-untyped-def]
        def work(conn: Connection) -> bool:
            row = reach(conn, desk.id, AWA)
            assert row is not None
            key = desk.phone.vault.unwrap(row["person_id"], row["wrapped"])
            return drafts.keep(conn, key, desk.id, AWA, Draft(text, version=version))

        return work

    assert all(await asyncio.gather(*(desk.database.write(keep(f"mot {n}")) for n in range(30))))
    assert await desk.database.read(lambda conn: conn.execute(select(func.count(draft.c.at))).scalar_one()) == 1


async def test_sending_and_saving_at_once_leave_no_word_that_was_sent(desk: Desk) -> None:
    for turn in range(10):
        version = (await desk.row())["version"]

        def keep(conn: Connection, version: int = version, turn: int = turn) -> bool:
            row = reach(conn, desk.id, AWA)
            assert row is not None
            key = desk.phone.vault.unwrap(row["person_id"], row["wrapped"])
            return drafts.keep(conn, key, desk.id, AWA, Draft(f"mots {turn}", version=version))

        sent, _ = await asyncio.gather(_answer(desk, AWA, f"mots {turn}", version), desk.database.write(keep))
        assert sent == Replied()

        def left(conn: Connection) -> Draft:
            row = reach(conn, desk.id, AWA)
            assert row is not None
            return drafts.draft_of(conn, desk.phone.vault.unwrap(row["person_id"], row["wrapped"]), desk.id, AWA)

        assert (await desk.database.write(left)).empty


async def test_no_prompt_of_the_bot_goes_out_after_a_claim_however_close(desk: Desk) -> None:
    """The epoch fence: whatever was queued before the claim and not yet leased is dropped by the next look."""
    house = desk.phone.house
    for _ in range(5):
        await desk.phone.says("menu")
        head, _won = await asyncio.gather(
            desk.database.write(claim_head, house, desk.id), desk.database.write(claim, desk.id, AWA)
        )
        after = (await desk.row())["epoch"]
        while (following := await desk.database.write(claim_head, house, desk.id)) is not None:
            kind = await desk.database.read(
                lambda conn, row=following.outbox: conn.execute(
                    select(outbox.c.kind).where(outbox.c.id == row)
                ).scalar_one()
            )
            assert kind != "prompt" or following.epoch == after
            await desk.database.write(
                lambda conn, row=following.outbox: conn.execute(
                    outbox.update().where(outbox.c.id == row).values(state="sent")
                )
            )
        if head is not None:
            await desk.database.write(
                lambda conn, row=head.outbox: conn.execute(
                    outbox.update().where(outbox.c.id == row).values(state="sent")
                )
            )
        await desk.database.write(release, desk.id, AWA)


async def test_of_replies_in_two_conversations_at_once_each_reaches_its_own(desk: Desk, book: Book) -> None:
    other = Phone(book, desk.database, "whatsapp")
    await other.says("bonjour", "1", "1", "1", "je veux parler à quelqu'un", "autre question")
    second = Desk(desk.database, other)
    versions = {one.id: (await one.row())["version"] for one in (desk, second)}
    await asyncio.gather(
        *(_answer(one, AWA, f"pour {one.id}", versions[one.id]) for one in (desk, second) for _ in range(5))
    )
    rows = await desk.database.read(
        lambda conn: conn.execute(
            select(outbox.c.conversation_id, outbox.c.address_id, conversation.c.last_from)
            .join(conversation, conversation.c.id == outbox.c.conversation_id)
            .where(outbox.c.kind == "worker")
        ).all()
    )
    assert Counter(row.conversation_id for row in rows) == {desk.id: 1, second.id: 1}
    assert all(row.address_id == row.last_from for row in rows)
