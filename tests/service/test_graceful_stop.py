"""SIGTERM while something is under way: turn and call end, leases are free, nothing comes twice."""

from __future__ import annotations

import asyncio
import signal
import threading
import time
from collections.abc import Callable

import asyncpg
import httpx

from tests.doubles.server import Fault
from tests.doubles.telegram_api import TelegramApi
from tests.servers import free_port
from tests.service.alone import Alone, answers, process, wait
from tests.service.rows import column

CHAT = 31
SLOW_SECONDS = 3.0
STOP_SECONDS = 30
LOCKED_SECONDS = 1.0


def test_a_turn_and_a_call_that_are_under_way_end_before_their_process_does(
    settings: tuple[dict[str, str], TelegramApi],
) -> None:
    env, api = settings
    port = free_port()
    url = f"http://127.0.0.1:{port}"

    def write(words: str) -> int:
        update = api.person_writes(CHAT, words)
        return httpx.post(f"{url}/webhook/telegram", json=update, headers=api.headers(), timeout=20).status_code

    with process("web", "--port", str(port), settings=env) as web:
        wait("web answers", lambda: answers(url))
        with process("sender", settings=env) as sender:
            assert write("bonjour") == 200
            wait("the greeting", lambda: len(api.seen(CHAT)) == 1)
            wait("it is written down", lambda: column(env, "select state from outbox") == ["sent"])
            api.fail_next(Fault(slow=SLOW_SECONDS))
            assert write("1") == 200
            wait("the call is under way", lambda: len(api.seen(CHAT)) == 2)
            assert _ended(sender) < STOP_SECONDS
        assert column(env, "select state from outbox order by id") == ["sent", "sent"], "the answer was waited for"
        assert column(env, "select lease_until from outbox") == [0, 0]

        statuses: list[int] = []
        turn = threading.Thread(target=lambda: statuses.append(write("1")))
        _while_locked(env, [turn.start, lambda: time.sleep(LOCKED_SECONDS), lambda: web.send_signal(signal.SIGTERM)])
        turn.join(STOP_SECONDS)
        assert statuses == [200], "the turn under way ended"
        assert _ended(web) < STOP_SECONDS
    with process("sender", settings=env):
        wait("the next sender takes up what waited", lambda: len(api.seen(CHAT)) == 3)
        wait("all is written down", lambda: set(column(env, "select state from outbox")) == {"sent"})
    texts = [shown.text for shown in api.seen(CHAT)]
    assert len(texts) == len(set(texts)) == 3
    assert column(env, "select state from inbound") == ["done"] * 3
    assert column(env, "select seq from conversation") == [3]


def _ended(child: Alone) -> float:
    """Seconds from being asked to stop until a good end."""
    began = time.monotonic()
    child.send_signal(signal.SIGTERM)
    assert child.wait(STOP_SECONDS) in {0, -signal.SIGTERM}  # uvicorn, all done, ends by the signal that it was sent
    return time.monotonic() - began


def _while_locked(env: dict[str, str], steps: list[Callable[[], object]]) -> None:
    """Do it all while somebody holds the conversation, so that a turn must wait."""

    async def hold() -> None:
        connection = await asyncpg.connect(env["SIRA_DATABASE_URL"])
        try:
            async with connection.transaction():
                await connection.execute("select 1 from conversation for update")
                for step in steps:
                    await asyncio.to_thread(step)
                await asyncio.sleep(LOCKED_SECONDS)
        finally:
            await connection.close()

    asyncio.run(hold())
