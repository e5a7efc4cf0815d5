"""What every open page asks, a locked one too: how many urgent requests wait, and nothing else."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from fastapi import FastAPI
from sqlalchemy import select, update

from bot.desk.sessions import IDLE_SECONDS, SESSION_SECONDS
from bot.records.tables import conversation, handover, membership, worker_session
from tests.console.conftest import Desk, Person, checked

ADDRESS = "/desk/count"
Wait = Callable[[int], Awaitable[None]]


async def _counts(desk: Desk, seen: str = "") -> dict[str, object]:
    answer = checked(await desk.client.get(ADDRESS, params={"v": seen}))
    return dict(answer.json()) if answer.status_code == 200 else {"status": answer.status_code}


async def test_an_urgent_request_is_counted_until_somebody_takes_it(
    awa: Desk, person: Person, the_conversation: Callable[[], Awaitable[str]]
) -> None:
    before = await _counts(awa)
    assert (before["p0"], before["p1"]) == (0, 0)
    await person.asks_for_somebody()
    assert await _counts(awa, str(before["v"])) == {"status": 204}, "a question does not ring"
    await person.says("je ne veux plus vivre")
    now = await _counts(awa, str(before["v"]))
    assert (now["p0"], now["p1"]) == (1, 0)
    assert str(now["newest"]) > str(before["newest"])
    assert await _counts(awa, str(now["v"])) == {"status": 204}
    address = f"/desk/c/{await the_conversation()}"
    await awa.get(address)
    await awa.post(f"{address}/claim")
    after = await _counts(awa, str(now["v"]))
    assert (after["p0"], after["newest"]) == (0, "")


async def test_it_holds_nothing_but_counts(awa: Desk, person: Person) -> None:
    await person.says("bonjour", "1", "1", "1", "je ne veux plus vivre, je suis à Nioro")
    found = await _counts(awa)
    assert set(found) == {"v", "locked", "p0", "p1", "said_yes", "newest"}
    assert len(str(found)) < 130


async def test_another_organisation_hears_nothing(cis: Desk, person: Person) -> None:
    await person.asks_for_somebody()
    await person.says("je ne veux plus vivre")
    assert (await _counts(cis))["p0"] == 0


async def test_a_locked_page_still_asks_and_asking_unlocks_nothing(
    app: FastAPI, awa: Desk, person: Person, wait: Wait
) -> None:
    open_one = await _counts(awa)
    assert open_one["locked"] is False
    await wait(IDLE_SECONDS + 1)
    assert (await _counts(awa, str(open_one["v"])))["locked"] is True, "a lock alone is news"
    await person.asks_for_somebody()
    await person.says("je ne veux plus vivre")
    assert (await _counts(awa))["p0"] == 1
    assert (await awa.client.get("/desk/queue")).status_code == 303
    locked = await app.state.db.read(lambda conn: conn.execute(select(worker_session.c.locked)).scalars().all())
    assert locked == [1]


async def test_asking_is_not_activity(app: FastAPI, awa: Desk, wait: Wait) -> None:
    for _ in range(4):
        await wait(IDLE_SECONDS // 3)
        await _counts(awa)
    assert (await awa.client.get("/desk/queue")).status_code == 303


async def test_a_session_that_is_over_and_a_stranger_are_told_nothing(
    awa: Desk, new_desk: Callable[[], Desk], wait: Wait
) -> None:
    assert await _counts(new_desk()) == {"status": 401}
    await wait(SESSION_SECONDS + 1)
    assert await _counts(awa) == {"status": 401}


async def test_who_sees_no_queue_hears_of_the_lock_and_of_nobody(
    app: FastAPI, awa: Desk, person: Person, wait: Wait
) -> None:
    await person.asks_for_somebody()
    await person.says("je ne veux plus vivre")
    await app.state.db.write(lambda conn: conn.execute(update(membership).values(role="operator")))
    seen = await _counts(awa)
    assert (seen["p0"], seen["newest"], seen["locked"]) == (0, "", False)
    await wait(IDLE_SECONDS + 1)
    assert (await _counts(awa))["locked"] is True


async def test_a_dead_lease_rings_again(
    app: FastAPI, awa: Desk, person: Person, the_conversation: Callable[[], Awaitable[str]]
) -> None:
    await person.asks_for_somebody()
    await person.says("je ne veux plus vivre")
    await app.state.db.write(
        lambda conn: conn.execute(update(conversation).values(claimed_by="f" * 32, lease_until=1_000_000))
    )
    assert (await _counts(awa))["p0"] == 1
    await app.state.db.write(lambda conn: conn.execute(update(handover).values(closed_at=1)))
    assert (await _counts(awa))["p0"] == 0
