"""Machines whose clocks are hours apart: what they write for one person keeps its order, and nothing happens twice."""

from __future__ import annotations

import httpx

from bot.records.ids import Ids, counter
from tests.doubles.telegram_api import TelegramApi
from tests.servers import free_port
from tests.service.alone import answers, from_nothing, wait
from tests.service.rows import column

HOUR = 3600
NANO = 1_000_000_000
CHAT = 31
NOW = 1_800_000_000 * NANO
"""The database's clock when the machine's counter stood at 0."""


def _off_by(seconds: int) -> str:
    """What a machine's clock says, before anything of ours asks it."""
    return (
        "import time as t; r, n = t.time, t.time_ns; "
        f"t.time = lambda: r() + ({seconds}); t.time_ns = lambda: n() + ({seconds}) * {NANO}"
    )


def _hours_apart() -> tuple[Ids, Ids]:
    """Two machines' ids: one begins an hour ahead of the database, one an hour behind."""
    ahead, behind = Ids(), Ids()
    ahead._ahead = NOW + HOUR * NANO
    behind._ahead = NOW - HOUR * NANO
    return ahead, behind


def test_ids_follow_the_databases_clock_wherever_the_machines_began() -> None:
    ahead, behind = _hours_apart()
    for _ in range(3):
        read = counter()
        for one in (ahead, behind):
            one.follow(NOW + read, read, read)
        assert ahead.new() < behind.new() < ahead.new()


def test_ids_are_off_by_no_more_than_the_databases_answer_took() -> None:
    took = 40 * NANO // 1000
    ahead, behind = _hours_apart()
    read = counter()
    for one in (ahead, behind):
        one.follow(NOW + read, read, read + took)
    assert ahead._ahead - behind._ahead == took


def test_ids_of_one_process_never_go_back_though_the_database_does() -> None:
    ids = Ids()
    made = [ids.new()]
    for hours in (0, 1, -1, -2, 3):
        ids.follow(NOW + hours * HOUR * NANO, counter(), counter())
        made += [ids.new(), ids.new()]
    assert made == sorted(made)
    assert len(set(made)) == len(made)


def test_two_machines_two_hours_apart_talk_with_one_person_in_order(
    settings: tuple[dict[str, str], TelegramApi],
) -> None:
    env, api = settings
    ports = free_port(), free_port()
    urls = [f"http://127.0.0.1:{port}" for port in ports]
    with (
        from_nothing("web", "--port", str(ports[0]), settings=env, first=_off_by(HOUR)),
        from_nothing("web", "--port", str(ports[1]), settings=env, first=_off_by(-HOUR)),
        from_nothing("sender", settings=env, first=_off_by(HOUR)),
    ):
        for url in urls:
            wait("web answers", lambda: answers(url))  # noqa: B023
        for number, words in enumerate(("bonjour", "1", "1", "1", "répéter", "menu")):
            before = len(api.seen(CHAT))
            answer = httpx.post(
                f"{urls[number % 2]}/webhook/telegram", json=api.person_writes(CHAT, words), headers=api.headers()
            )
            assert answer.status_code == 200
            wait(f"an answer to {words}", lambda: len(api.seen(CHAT)) > before)  # noqa: B023
        wait("all is written down", lambda: set(column(env, "select state from outbox")) == {"sent"})
    sent = [int(one) for one in column(env, "select provider_id from outbox order by id")]
    assert sent == sorted(sent) == [one.message_id for one in api.seen(CHAT)]
    came = [int(one) for one in column(env, "select provider_id from inbound order by id")]
    assert came == sorted(came)
    assert len(came) == 6
