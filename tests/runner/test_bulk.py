"""What is said to many yields: ten thousand messages wait, and who is in danger is answered within seconds."""

from __future__ import annotations

import shutil
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, func, insert, select, update

from bot.channels.message import Message
from bot.due import due_heads
from bot.engine.book import Book
from bot.house import House
from bot.outbox import claim_head
from bot.outgoing import BULK
from bot.rates import Buckets, NotYet, Pace, Rate, Rates
from bot.records.clock import now as clock_now
from bot.records.ids import new_id
from bot.records.tables import address, conversation, handover, outbox, person, person_key
from bot.wake import redis_at
from tests.doubles.telegram_api import TOKEN, TelegramApi
from tests.runner.door import Door, opened, until

MANY = 10_000
FIRST = 100_000
CHAT = 31
AT_MOST_SECONDS = 5.0  # reliability.md, I3: an urgent message is visible within
PER_SECOND = 30.0  # as at Telegram itself
SLOW = Rate(1000.0, 10)
FREE = Rate(0.0, 1)


def _said_to_many(conn: Connection, house: House, chats: range) -> None:
    now = clock_now(conn)
    people, keys, places, talks, rows = [], [], [], [], []
    account = TOKEN.partition(":")[0]
    for chat in chats:
        who, where, talk, row = new_id(), new_id(), new_id(), new_id()
        key, wrapped = house.vault.new_key(who)
        people.append({"id": who, "language": "fr", "consent": "yes", "created_at": now})
        keys.append({"person_id": who, "wrapped": wrapped})
        places.append({"id": where, "person_id": who, "channel": "telegram", "account": account,
                       "hash": house.vault.address_hash("telegram", account, str(chat)),
                       "sealed": key.seal(where, "address", str(chat).encode())})  # fmt: skip
        talks.append({"id": talk, "person_id": who, "last_from": where, "created_at": now, "last_at": now})
        words = key.seal(row, "outbox", Message(f"Nouvelle pour {chat}").to_json())
        rows.append({"id": row, "conversation_id": talk, "address_id": where, "kind": BULK, "epoch": 0,
                     "state": "ready", "sealed": words, "at": now})  # fmt: skip
    for table, made in ((person, people), (person_key, keys), (address, places), (conversation, talks), (outbox, rows)):
        conn.execute(insert(table), made)


@pytest.fixture
def url(ready_file: Path, tmp_path: Path) -> str:
    shutil.copyfile(ready_file, tmp_path / "sira.db")
    return f"sqlite:///{tmp_path / 'sira.db'}"


@pytest.fixture
async def one(url: str, telegram: TelegramApi, book: Book) -> AsyncIterator[Door]:
    """A process that does all, at Telegram's own pace."""
    async with opened(url, telegram, book, telegram_per_second=PER_SECOND) as door:
        yield door


@pytest.fixture
async def resting(url: str, telegram: TelegramApi, book: Book) -> AsyncIterator[Door]:
    """A process that sends nothing by itself."""
    async with opened(url, telegram, book, works=False) as door:
        yield door


async def test_who_is_in_danger_is_answered_while_ten_thousand_messages_wait(one: Door) -> None:
    state = one.app.state
    for chat in range(FIRST, FIRST + MANY):
        one.api.person_starts(chat)
    await state.db.write(_said_to_many, state.house, range(FIRST, FIRST + MANY))
    await until(lambda: len(one.api.seen(FIRST)) == 1, "that it has begun")
    began = time.monotonic()
    for line in ("bonjour", "1", "1", "on me frappe, je suis en danger"):
        before = len(one.shown(CHAT))
        assert await one.deliver(one.api.person_writes(CHAT, line)) == 200
        await until(lambda: len(one.shown(CHAT)) > before, line)  # noqa: B023
    assert time.monotonic() - began < AT_MOST_SECONDS
    (case,) = await one.rows(handover)
    assert case["level"] == "P0"
    waiting = await state.db.read(
        lambda conn: conn.execute(select(func.count()).where(outbox.c.state == "ready", outbox.c.kind == BULK)).scalar()
    )
    assert waiting > MANY / 2, "they were still waiting, and none of them is lost"
    await state.db.write(lambda conn: conn.execute(update(outbox).where(outbox.c.kind == BULK).values(state="dropped")))


async def test_what_is_said_to_one_comes_before_what_is_said_to_many(resting: Door) -> None:
    state = resting.app.state
    await state.db.write(_said_to_many, state.house, range(FIRST, FIRST + 3))
    third = (await resting.rows(outbox))[2]
    await resting.alter(update(outbox).where(outbox.c.id == third["id"]).values(kind="notice"))
    heads = await state.db.read(due_heads)
    assert heads[0] == third["conversation_id"]
    assert len(heads) == 3


async def test_who_waits_behind_it_does_not_wait_longer_for_it(resting: Door) -> None:
    state = resting.app.state
    await state.db.write(_said_to_many, state.house, range(FIRST, FIRST + 2))
    first, second = await resting.rows(outbox)
    behind = {**first, "id": new_id(), "kind": "prompt"}
    await resting.alter(insert(outbox).values(behind))
    yields = [await state.db.write(claim_head, state.house, row["conversation_id"]) for row in (first, second)]
    assert [claimed.yields for claimed in yields] == [False, True]


async def test_it_is_not_said_over_a_human_who_has_come(resting: Door) -> None:
    state = resting.app.state
    await state.db.write(_said_to_many, state.house, range(FIRST, FIRST + 1))
    await resting.alter(update(conversation).values(epoch=1, mode="human"))
    (row,) = await resting.rows(outbox)
    assert await state.db.write(claim_head, state.house, row["conversation_id"]) is None
    assert (await resting.rows(outbox))[0]["state"] == "dropped"


def test_half_of_what_may_go_at_once_stays_free() -> None:
    buckets, pace = Buckets(), Pace("a", SLOW, FREE)
    many = [buckets.take(str(n), pace.yielding, 1, 0.0, 0.0) for n in range(8)]
    assert [one == 0 for one in many] == [True] * 5 + [False] * 3
    others = [buckets.take(str(n), pace, 1, 0.0) for n in range(8)]
    assert [one == 0 for one in others] == [True] * 5 + [False] * 3


async def test_it_is_shared_by_redis_and_books_no_place_ahead(redis_url: str) -> None:
    client = redis_at(redis_url)
    rates = Rates({"telegram": Pace("bulk", SLOW, FREE)}, client)
    went = [await rates.wait("telegram", f"b{n}", yields=True) for n in range(7)]
    assert [one is None for one in went] == [True] * 5 + [False] * 2
    assert all(isinstance(one, NotYet) for one in went[5:])
    assert [await rates.wait("telegram", f"c{n}") for n in range(5)] == [None] * 5
    await client.aclose()
