"""What breaks around Sira: disk, database, Redis, providers. Afterwards everybody has been answered, once, in order."""

from __future__ import annotations

import asyncio
import os
import resource
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

import asyncpg
import pytest
from redis import Redis

from bot.channels.call import READ_SECONDS
from bot.records.postgres import POOL_SIZE
from tests.doubles.server import Fault
from tests.faults.cases import Case
from tests.faults.lives import DANGER
from tests.faults.look import Standing
from tests.faults.outage import Outage
from tests.faults.play import Scene
from tests.faults.provider import POST_SECONDS
from tests.faults.stage import Stage

CHAT: Final = 61
CROWD: Final = range(100, 100 + POOL_SIZE + 10)
FULL_BYTES: Final = 64 * 1024
"""No file may grow beyond this: the journal of SQLite is soon there, the log of the process is not."""
NONSENSE: Final = {
    "a page": Fault(200, "<html>It works!</html>", content_type="text/html"),
    "an empty object": Fault(200, "{}"),
    "half of an answer": Fault(200, '{"ok": true, "result": {"mess'),
    "a number": Fault(200, "42"),
}
SLOW_SECONDS: Final = 3.0
LATE_SECONDS: Final = (READ_SECONDS + 1, 30.0)
"""After the sender has given up: minutes of waiting, so only where everything runs."""
ALL: Final = bool(os.environ.get("SIRA_FAULT_ALL"))
COPIES: Final = 100


@asynccontextmanager
async def opened(stage: Stage, folder: Path, mode: str) -> AsyncIterator[Scene]:
    """Sira in this mode, and nobody known yet."""
    async with stage.scene(Case("C0", "routine", mode), folder) as scene:
        await scene.open(dies=False)
        yield scene


async def writes(scene: Scene, chat: int, *lines: str) -> None:
    """Line after line, each once everything is said."""
    for line in lines:
        await scene.life("routine", chat).says(line)
        await scene.settled()


async def refused(scene: Scene, update: dict[str, Any]) -> int:
    """What the provider hears when it posts once."""
    at, headers = f"{scene.service.url}/webhook/telegram", scene.provider.people.headers()
    return (await scene.client.post(at, json=update, headers=headers, timeout=POST_SECONDS)).status_code


async def taken(scene: Scene, chat: int, update: dict[str, Any]) -> None:
    """The provider comes again until it is taken; then once more, since it does not know."""
    await scene.provider.deliver(scene.client, scene.service.url, chat, update)
    assert await refused(scene, update) == 200


def spoken(scene: Scene) -> str:
    """What the processes have logged."""
    return "".join(child.log.read_text(errors="replace") for child in scene.service.running.values())


def stands(there: Standing, messages: int) -> None:
    """So many messages, each answered, each once."""
    assert there.conversation["seq"] == messages
    assert there.inbound == (("text", "done"),) * messages
    assert set(there.outbox) == {"sent"}


async def test_a_full_disk_is_said_to_the_provider_and_costs_time_alone(stage: Stage, tmp_path: Path) -> None:
    async with opened(stage, tmp_path, "embedded") as scene:
        await writes(scene, CHAT, "bonjour", "1")
        resource.prlimit(scene.service.running["web"].pid, resource.RLIMIT_FSIZE, (FULL_BYTES, resource.RLIM_INFINITY))
        cry, hello = (
            scene.provider.people.person_writes(CHAT, DANGER),
            scene.provider.people.person_writes(62, "bonjour"),
        )
        answers = [await refused(scene, one) for one in (cry, hello, cry)]
        assert answers == [503] * 3
        assert len(scene.provider.ledger.heard(CHAT)) == 2
        resource.prlimit(scene.service.running["web"].pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)
        await taken(scene, CHAT, cry)
        await taken(scene, 62, hello)
        await scene.settled()
        stands(await scene.look.of(CHAT), 3)
        stands(await scene.look.of(62), 1)
        assert (await scene.look.of(CHAT)).handovers == (("P0", True),)
        assert "Traceback" not in spoken(scene)


async def test_a_database_that_only_reads_is_said_to_the_provider_and_costs_time_alone(
    stage: Stage, tmp_path: Path
) -> None:
    outage = Outage(stage.stores.server, stage.redis)
    async with opened(stage, tmp_path, "service") as scene:
        await writes(scene, CHAT, "bonjour", "1")
        cry = scene.provider.people.person_writes(CHAT, DANGER)
        await outage.read_only(True)
        try:
            assert await refused(scene, cry) == 503
            await asyncio.sleep(1)  # sweeps of the others meet it too
        finally:
            await outage.read_only(False)
        await taken(scene, CHAT, cry)
        await scene.settled()
        stands(await scene.look.of(CHAT), 3)
        assert (await scene.look.of(CHAT)).handovers == (("P0", True),)
        assert "Traceback" not in spoken(scene)


async def test_when_no_connection_is_left_some_come_again_and_each_is_answered_once(
    stage: Stage, tmp_path: Path
) -> None:
    async with opened(stage, tmp_path, "service") as scene:
        await writes(scene, CHAT, "bonjour")
        updates = {chat: scene.provider.people.person_writes(chat, "bonjour") for chat in CROWD}
        holder = await asyncpg.connect(scene.look.database_url)
        try:
            async with holder.transaction():
                await holder.execute("LOCK TABLE inbound IN ACCESS EXCLUSIVE MODE")
                posts = [asyncio.create_task(refused(scene, update)) for update in updates.values()]
                first, _ = await asyncio.wait(posts, return_when=asyncio.FIRST_COMPLETED)
        finally:
            await holder.close()
        assert {one.result() for one in first} == {503}
        assert set(await asyncio.gather(*posts)) <= {200, 503}
        await asyncio.gather(*(taken(scene, chat, update) for chat, update in updates.items()))
        await scene.settled()
        for chat in CROWD:
            stands(await scene.look.of(chat), 1)
            assert len(scene.provider.ledger.heard(chat)) == 1
        assert "Traceback" not in spoken(scene)


async def test_a_redis_without_memory_costs_the_seconds_until_the_next_sweep(stage: Stage, tmp_path: Path) -> None:
    async with opened(stage, tmp_path, "service") as scene:
        await writes(scene, CHAT, "bonjour")
        with Redis.from_url(stage.redis) as redis:
            redis.config_set("maxmemory-policy", "noeviction")
            redis.config_set("maxmemory", "1")
            try:
                await writes(scene, CHAT, "1", DANGER)
            finally:
                redis.config_set("maxmemory", "0")
        await writes(scene, CHAT, "1")
        stands(await scene.look.of(CHAT), 4)
        assert (await scene.look.of(CHAT)).handovers == (("P0", True),)
        assert "bell_failed" in spoken(scene)
        assert "Traceback" not in spoken(scene)


async def test_nonsense_for_an_answer_is_no_answer(stage: Stage, tmp_path: Path) -> None:
    async with opened(stage, tmp_path, "embedded") as scene:
        await writes(scene, CHAT, "bonjour")
        for number, fault in enumerate(NONSENSE.values(), start=2):
            scene.provider.fail_next(fault)
            update = scene.provider.people.person_writes(CHAT, "3")
            await taken(scene, CHAT, update)
            await scene.recovered()
            stands(await scene.look.of(CHAT), number)
        assert "Traceback" not in spoken(scene)


@pytest.mark.parametrize("seconds", [SLOW_SECONDS, *(LATE_SECONDS if ALL else ())])
async def test_an_answer_that_comes_too_late_or_never_keeps_nobody_else_waiting(
    seconds: float, stage: Stage, tmp_path: Path
) -> None:
    async with opened(stage, tmp_path, "embedded") as scene:
        await writes(scene, CHAT, "bonjour")
        scene.provider.late[CHAT] = seconds
        loop = asyncio.get_running_loop()
        began = loop.time()
        await scene.life("routine", CHAT).says("1")
        await scene.life("routine", 62).says("bonjour")
        while not scene.provider.ledger.heard(62):
            assert loop.time() - began < seconds, "a neighbour waits for somebody else's provider call"
            await asyncio.sleep(0.1)
        await scene.life("routine", CHAT).says("1")
        await scene.settled()
        stands(await scene.look.of(CHAT), 3)
        heard = scene.provider.ledger.heard(CHAT)
        assert len(heard) == 3, "copies stand one behind the other, and nothing overtakes"
        assert scene.provider.ledger.answered(CHAT).total() == 3


async def test_an_update_that_comes_a_hundred_times_at_once_counts_once(stage: Stage, tmp_path: Path) -> None:
    async with opened(stage, tmp_path, "service") as scene:
        await writes(scene, CHAT, "bonjour")
        cry = scene.provider.people.person_writes(CHAT, DANGER)
        answers = await asyncio.gather(*(refused(scene, cry) for _ in range(COPIES)))
        assert set(answers) <= {200, 503}
        assert 200 in answers
        await scene.settled()
        there = await scene.look.of(CHAT)
        stands(there, 2)
        assert there.handovers == (("P0", True),)
        assert scene.provider.ledger.answered(CHAT).most_common(1)[0][1] == 1
