"""Buckets: a burst, then one at a time; shared by Redis between senders, kept by each alone when Redis is away."""

from __future__ import annotations

import pytest
from structlog.testing import capture_logs

from bot.rates import FORGET_AT, KEY, PATIENCE_SECONDS, Buckets, NotYet, Pace, Rate, Rates, paces
from bot.records.tables import outbox
from bot.sender import Sender
from bot.settings import Settings
from bot.wake import redis_at
from tests.runner.door import Door, until
from tests.servers import free_port, redis_server

FREE = Rate(0.0, 1)
SLOW = 1000.0  # seconds between two messages: nothing that a test does takes so long
NUMBER = "whatsapp:+22320202020"


def all_of(burst: int, every: float = SLOW, account: str = "a") -> dict[str, Pace]:
    """An account that takes ``burst`` messages and then hardly any; its people are not counted."""
    return {"telegram": Pace(account, Rate(every, burst), FREE)}


def one_of(burst: int, every: float = SLOW) -> dict[str, Pace]:
    """People who take ``burst`` messages each."""
    return {"telegram": Pace("a", FREE, Rate(every, burst))}


async def gone(rates: Rates, times: int, conversation: str = "c") -> int:
    """How many of so many messages may go."""
    return [await rates.wait("telegram", conversation) for _ in range(times)].count(None)


def test_after_the_burst_each_waits_for_a_place_of_its_own() -> None:
    buckets, pace = Buckets(), Pace("a", Rate(1.0, 2), FREE)
    waits = [buckets.take(f"c{number}", pace, 1, 100.0) for number in range(6)]
    assert waits == [0, 0, 1, 2, 3, 4]
    assert waits[-1] > PATIENCE_SECONDS
    assert buckets.take("c9", pace, 1, 100.0) == 4, "who is sent away has taken no place"
    assert buckets.take("c9", pace, 1, 104.0) == 0


def test_a_bucket_fills_again_and_no_further() -> None:
    buckets, pace = Buckets(), Pace("a", Rate(1.0, 2), FREE)
    assert [buckets.take("c", pace, 1, 0.0) for _ in range(3)] == [0, 0, 1]
    assert [buckets.take("c", pace, 1, 1000.0) for _ in range(3)] == [0, 0, 1]


def test_one_persons_bucket_is_not_anothers_but_the_account_is_one() -> None:
    buckets, pace = Buckets(), Pace("a", Rate(0.5, 4), Rate(1.0, 1))
    assert [buckets.take(who, pace, 1, 0.0) for who in ("x", "x", "y", "z", "w")] == [0, 1, 0, 0, 0.5]


def test_the_calls_of_one_message_go_together_and_are_paid_afterwards() -> None:
    buckets, pace = Buckets(), Pace("a", FREE, Rate(1.0, 2))
    assert [buckets.take("c", pace, calls, 0.0) for calls in (4, 1)] == [0, 3]


def test_what_is_full_again_is_forgotten() -> None:
    buckets, pace = Buckets(), Pace("a", FREE, Rate(1.0, 1))
    for number in range(10 * FORGET_AT):
        buckets.take(f"c{number}", pace, 1, 2.0 * number)
    assert len(buckets) <= FORGET_AT + 1


async def test_two_senders_with_one_redis_share_one_bucket(redis_url: str) -> None:
    clients = [redis_at(redis_url) for _ in range(2)]
    one, two = (Rates(all_of(5, account="shared"), client) for client in clients)
    went = [await rates.wait("telegram", f"c{number}") for number, rates in enumerate((one, two) * 4)]
    assert went[:5] == [None] * 5
    assert all(isinstance(late, NotYet) and 0 < late.seconds <= SLOW for late in went[5:])
    for client in clients:
        await client.aclose()


async def test_two_senders_with_one_redis_share_one_persons_bucket(redis_url: str) -> None:
    clients = [redis_at(redis_url) for _ in range(2)]
    one, two = (Rates(one_of(3), client) for client in clients)
    assert [await gone(rates, 2, "mine") for rates in (one, two)] == [2, 1]
    assert await gone(two, 3, "yours") == 3
    for client in clients:
        await client.aclose()


async def test_the_calls_of_one_message_are_paid_in_redis_too(redis_url: str) -> None:
    client = redis_at(redis_url)
    rates = Rates(one_of(5), client)
    assert await rates.wait("telegram", "long", 4) is None
    assert await gone(rates, 3, "long") == 1
    await client.aclose()


async def test_redis_holds_opaque_keys_that_go_by_themselves(redis_url: str) -> None:
    settings = Settings(telegram_token="4242:secret", twilio_from=NUMBER, _env_file=None)
    client = redis_at(redis_url)
    rates = Rates(paces(settings), client)
    assert await rates.wait("telegram", "opaque-1") is None
    assert await rates.wait("whatsapp", "opaque-2") is None
    keys = [key async for key in client.scan_iter(f"{KEY}*")]
    assert {f"{KEY}opaque-1", f"{KEY}opaque-2"} <= set(keys)
    assert not any("4242" in key or "22320202020" in key for key in keys)
    assert all([await client.pttl(key) > 0 for key in keys])
    await client.aclose()


async def test_a_redis_that_is_flushed_costs_nothing(redis_url: str) -> None:
    client = redis_at(redis_url)
    rates = Rates(one_of(2), client)
    assert await gone(rates, 3, "flushed") == 2
    await client.delete(f"{KEY}flushed")
    await client.script_flush()
    assert await gone(rates, 3, "flushed") == 2
    await client.aclose()


async def test_without_its_redis_a_process_keeps_its_own_buckets_and_says_so_once() -> None:
    client = redis_at(f"redis://127.0.0.1:{free_port()}/0")
    rates = Rates(all_of(3), client)
    with capture_logs() as lines:
        assert await gone(rates, 5) == 3
    assert [line["event"] for line in lines] == ["rates_not_shared"]
    await client.aclose()


async def test_a_redis_that_stops_in_the_middle_is_no_trouble(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SIRA_TEST_REDIS_URL", raising=False)  # only a server of its own may be stopped
    with redis_server() as url:
        client = redis_at(url)
        rates = Rates(all_of(3), client)
        assert await gone(rates, 1) == 1
    assert await gone(rates, 5) == 3
    await client.aclose()


def test_the_providers_limits_hold_at_their_own_address_and_elsewhere_what_is_named() -> None:
    home = paces(Settings(_env_file=None))
    assert (home["telegram"].all.burst, home["whatsapp"].all.burst) == (30, 20)
    away = {"telegram_api_url": "http://127.0.0.1:8081", "twilio_api_url": "http://127.0.0.1:8082"}
    assert paces(Settings(**away, _env_file=None)) == {}
    named = paces(Settings(**away, telegram_per_second=100, twilio_per_second=0, _env_file=None))
    assert {name: pace.all for name, pace in named.items()} == {"telegram": Rate(0.01, 100)}


async def test_a_channel_without_a_pace_never_waits() -> None:
    assert await gone(Rates({}, None), 1000) == 1000


async def test_nobody_waits_for_somebody_elses_bucket_and_what_waits_was_no_try(door: Door) -> None:
    sender: Sender = door.app.state.sender
    sender.trying.rates = Rates(one_of(1), None)
    await door.writes(31, "bonjour")
    await door.settled()  # else the next answer waits behind this one, and not for its bucket
    assert await door.deliver(door.api.person_writes(31, "1")) == 200
    row = {"next_at": 0, "at": 0}
    while not row["next_at"]:  # the message is taken before it is put off
        row = await door.row(outbox, 1, state="ready", tries=0)
    assert row["next_at"] - row["at"] > SLOW / 2
    await door.writes(32, "bonjour")
    assert len(door.shown(31)) == 1
    sender.trying.rates = Rates({}, None)
    await door.wait(int(SLOW) + 1)
    await until(lambda: len(door.shown(31)) == 2, "the question")
    await door.row(outbox, 1, state="sent", tries=1)


async def test_a_short_wait_is_stood_in_place(door: Door) -> None:
    door.app.state.sender.trying.rates = Rates(one_of(1, every=0.05), None)
    for line in ("bonjour", "1", "1", "1"):
        await door.writes(31, line)
    assert len(set(door.shown(31))) == len(door.shown(31)) == 4
    assert {row["tries"] for row in await door.rows(outbox)} == {1}
