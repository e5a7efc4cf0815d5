"""A lease that has ended is somebody else's: who slept over it changes nothing, and forgets nothing that he alone knows."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest

from bot.channels.wire import Delivered, Gone, Rejected, Retry, Uncertain
from bot.due import due_heads
from bot.engine.book import Book
from bot.outbox import Claimed, claim_head
from bot.outgoing import HELD_SECONDS, SENDING_LEASE_SECONDS, UNSURE
from bot.posted import Settled, keep_ids, settle_sent
from bot.records.tables import address, outbox
from bot.settings import Settings
from bot.settling import put_off, release, settle
from tests.doubles.telegram_api import TOKEN, TelegramApi
from tests.phone import KEY
from tests.runner.door import HOME, SECRET, Door
from webhook.app import create_app

CHAT = 31
RECOVERED_SECONDS = 60
"""What the design allows after a death, the pause of a sweep included."""
LONGEST_CALL_SECONDS = 35


@pytest.fixture
async def door(database_url: str, telegram: TelegramApi, book: Book) -> AsyncIterator[Door]:
    """A process that neither sweeps nor sends, so that a test does both by hand, with one message to send."""
    settings = Settings(
        database_url=database_url, master_key=KEY, pepper=KEY, public_url=HOME, telegram_token=TOKEN,
        telegram_secret=SECRET, telegram_api_url=telegram.url,
    )  # fmt: skip
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.running.load_book", lambda: book)
        app = create_app(settings, thinks=False, sends=False)
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=HOME) as client,
        ):
            made = Door(app, client, telegram)
            assert await made.deliver(telegram.person_writes(CHAT, "bonjour")) == 200
            yield made


async def _claimed(door: Door) -> Claimed | None:
    heads = await door.app.state.db.read(due_heads)
    return await door.app.state.db.write(claim_head, door.app.state.house, heads[0]) if heads else None


async def _slept(door: Door) -> Claimed:
    """Leased by a process that then slept for too long."""
    claimed = await _claimed(door)
    assert claimed is not None
    assert await _claimed(door) is None, "it is leased"
    await door.wait(SENDING_LEASE_SECONDS + 1)
    return claimed


def test_a_dead_process_is_followed_within_the_minute_and_a_living_one_is_not_disturbed() -> None:
    assert HELD_SECONDS + LONGEST_CALL_SECONDS < SENDING_LEASE_SECONDS < RECOVERED_SECONDS - 10


@pytest.mark.parametrize(
    "late", [Retry(None, "busy"), Uncertain("no answer"), Rejected("no"), Gone("blocked")], ids=lambda one: type(one).__name__
)  # fmt: skip
async def test_who_slept_over_the_lease_does_not_overwrite_who_followed(
    late: Retry | Uncertain | Rejected | Gone, door: Door
) -> None:
    database = door.app.state.db
    sleeper = await _slept(door)
    follower = await _claimed(door)
    assert follower is not None
    assert follower.doubt, "nobody knows how far the first one came"
    before = (await door.rows(outbox))[0]
    await database.write(settle, sleeper, late, 0)
    await database.write(put_off, sleeper, 0, 30.0)
    await database.write(release, [sleeper])
    assert (await door.rows(outbox))[0] == before
    await database.write(settle, follower, Delivered("6"), 1)
    await database.write(settle, sleeper, late, 0)
    row = (await door.rows(outbox))[0]
    assert (row["state"], row["provider_id"]) == ("sent", "6")
    assert len(await door.rows(address)) == 1


async def test_what_the_sleeper_had_sent_can_be_taken_back_too(door: Door) -> None:
    database = door.app.state.db
    sleeper = await _slept(door)
    follower = await _claimed(door)
    assert follower is not None
    assert await database.write(settle_sent, [(sleeper, "5", 1)]) == {}
    await database.write(keep_ids, sleeper, "5")
    row = (await door.rows(outbox))[0]
    assert (row["state"], row["lease_until"]) == ("sending", follower.lease)
    await database.write(settle, follower, Delivered("6"), 1)
    row = (await door.rows(outbox))[0]
    assert (row["state"], row["earlier_ids"], row["provider_id"]) == ("sent", "5", "6")


async def test_what_the_sleeper_had_sent_is_not_sent_again_by_who_waits_to_try(door: Door) -> None:
    database = door.app.state.db
    sleeper = await _slept(door)
    follower = await _claimed(door)
    assert follower is not None
    await database.write(settle, follower, Retry(5, "busy"), 0)
    assert (await door.rows(outbox))[0]["error"].startswith(UNSURE)
    await database.write(settle, sleeper, Delivered("5"), 1)
    row = (await door.rows(outbox))[0]
    assert (row["state"], row["provider_id"]) == ("sent", "5")


async def test_a_delivery_that_is_written_twice_counts_once(door: Door) -> None:
    claimed = await _claimed(door)
    assert claimed is not None
    for _ in range(2):
        assert await door.app.state.db.write(settle_sent, [(claimed, "5", 1)]) == {
            claimed.outbox: Settled(0, more=False)
        }
    assert (await door.rows(outbox))[0]["earlier_ids"] == ""


async def test_what_is_let_go_is_anybodys_at_once(door: Door) -> None:
    claimed = await _claimed(door)
    assert claimed is not None
    await door.app.state.db.write(release, [claimed])
    again = await _claimed(door)
    assert again is not None
    assert not again.doubt


@pytest.mark.parametrize(
    ("kind", "tries"), [("prompt", 2), ("receipt", 2), ("safety", 5), ("worker", 1)]
)  # fmt: skip
async def test_what_had_no_answer_is_tried_again_by_its_kind(kind: str, tries: int, door: Door) -> None:
    database = door.app.state.db
    await door.alter(outbox.update().values(kind=kind))
    for number in range(1, tries + 1):
        claimed = await _claimed(door)
        assert claimed is not None, number
        assert claimed.doubt == (number > 1)
        await database.write(settle, claimed, Uncertain("no answer"), 0)
        await door.wait(3600)
    assert await _claimed(door) is None
    row = (await door.rows(outbox))[0]
    assert (row["state"], row["tries"]) == ("failed", tries)
    assert row["error"].startswith(UNSURE)
