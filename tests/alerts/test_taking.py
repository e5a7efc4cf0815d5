"""*Prendre* in the group: who is known, who may, who was first; and the link that opens the conversation once."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import func, select, update

from bot.alerts.sender import CallSender
from bot.desk import links_once
from bot.desk.claim import claim
from bot.desk.staff import Worker, worker_of
from bot.engine.book import Book
from bot.records.database import Database
from bot.records.down import DatabaseDown
from bot.records.tables import alert, conversation, inbound, one_time_link, worker
from tests.alerts.conftest import CHAT, DANGER, HOME, STAFF_SECRET, Room, Sign
from webhook.app import create_app

HOOK = "/webhook/telegram-staff"
AWA, BOU, CIS, STRANGER = 9001, 9002, 9003, 9009
PATIENCE = 500


@dataclass
class Group:
    """The group as its members see it, and the door at which its updates come in."""

    app: FastAPI
    client: httpx.AsyncClient
    room: Room

    async def deliver(self, update_: object, **more: str) -> int:
        """As Telegram does."""
        headers = {"X-Telegram-Bot-Api-Secret-Token": STAFF_SECRET, **more}
        answer = await self.client.post(HOOK, content=json.dumps(update_), headers=headers)
        return answer.status_code

    async def taps(self, user: int) -> str:
        """A member taps *Prendre*; what they alone read."""
        update_ = self.room.api.person_taps(CHAT, "Prendre", user)
        assert await self.deliver(update_) == 200
        return await self.answered(update_["callback_query"]["id"])

    async def answered(self, callback: str) -> str:
        """The answer to a tap."""
        for _ in range(PATIENCE):
            for call in self.room.api.calls:
                if call.method == "answerCallbackQuery" and call.parameters["callback_query_id"] == callback:
                    return str(call.parameters["text"])
            await asyncio.sleep(0.02)
        raise AssertionError("never answered")

    async def told(self, user: int, words: str) -> str:
        """What the bot wrote to somebody in private."""
        for _ in range(PATIENCE):
            for shown in self.room.api.seen(user):
                if words in shown.text:
                    return shown.text
            await asyncio.sleep(0.02)
        raise AssertionError(f"never told: {words}")

    async def joins(self, worker_id: str, user: int) -> None:
        """The worker's page shows a code; their phone brings it to the bot."""
        code = await self.room.database.write(links_once.mint, "telegram", worker_id)
        assert await self.deliver(self.room.api.person_starts(user, code)) == 200
        await self.told(user, "C'est relié")

    async def holder(self) -> str:
        held = select(conversation.c.claimed_by)
        return str(await self.room.database.read(lambda conn: conn.execute(held).scalar_one()))


@pytest.fixture
async def group(room: Room, sender: CallSender, book: Book, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Group]:
    """The call of somebody in danger stands in the group."""
    monkeypatch.setattr("bot.running.load_book", lambda: book)
    await sender.sweep()
    app = create_app(room.settings, thinks=False, sends=False)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=HOME) as client,
    ):
        yield Group(app, client, room)


async def _worker(group: Group, worker_id: str) -> Worker:
    found = await group.room.database.read(worker_of, worker_id)
    assert found is not None
    return found


async def test_who_is_joined_and_may_takes_it_and_gets_a_link_in_private(
    group: Group, sign: Sign, sender: CallSender
) -> None:
    awa = await sign("awa", "protection")
    await group.joins(awa, AWA)
    assert "Elle est à vous" in await group.taps(AWA)
    assert await group.holder() == awa
    private = await group.told(AWA, "Ce lien l'ouvre une fois")
    assert f"{HOME}/desk/go/" in private
    assert group.room.api.calls[-1].parameters["link_preview_options"] == {"is_disabled": True}
    await sender.sweep()
    (shown,) = group.room.seen()
    assert shown.text.startswith("✓ Prise par l'équipe")
    assert shown.buttons == []
    assert all("/desk/go/" not in one.text for one in group.room.seen())


async def test_nobodys_phone_takes_nothing(group: Group, sign: Sign) -> None:
    await sign("awa", "protection")
    assert "Reliez d'abord votre compte" in await group.taps(STRANGER)
    assert await group.holder() == ""
    links = select(func.count()).select_from(one_time_link)
    assert await group.room.database.read(lambda conn: conn.execute(links).scalar_one()) == 0


async def test_the_level_is_kept_for_who_may_answer_it(group: Group, sign: Sign) -> None:
    bou = await sign("bou", "case_worker")
    await group.joins(bou, BOU)
    assert "réservé au point focal" in await group.taps(BOU)
    assert await group.holder() == ""


async def test_another_organisation_takes_nothing_and_learns_nothing(group: Group, sign: Sign) -> None:
    cis = await sign("cis", "supervisor", "other")
    await group.joins(cis, CIS)
    theirs = await group.taps(CIS)
    await group.room.database.write(lambda conn: conn.execute(update(alert).values(id="0" * 32)))
    assert await group.taps(CIS) == theirs
    assert await group.holder() == ""


async def test_one_of_many_who_tap_at_once_wins(group: Group, sign: Sign) -> None:
    names = [f"w{number}" for number in range(8)]
    for number, name in enumerate(names):
        await group.joins(await sign(name, "protection"), 9100 + number)
    taps = [group.room.api.person_taps(CHAT, "Prendre", 9100 + number) for number in range(8)]
    assert set(await asyncio.gather(*(group.deliver(one) for one in taps))) == {200}
    said = [await group.answered(one["callback_query"]["id"]) for one in taps]
    assert sorted({line.split(".")[0] for line in said}) == [
        "Elle est à vous",
        "Une autre personne vient de la prendre",
    ]
    assert sum("Elle est à vous" in line for line in said) == 1


async def test_a_repeated_tap_makes_no_second_link(group: Group, sign: Sign) -> None:
    await group.joins(await sign("awa", "protection"), AWA)
    tap = group.room.api.person_taps(CHAT, "Prendre", AWA)
    assert [await group.deliver(tap) for _ in range(3)] == [200] * 3
    await group.told(AWA, "Ce lien l'ouvre une fois")
    links = select(func.count()).select_from(one_time_link)
    assert await group.room.database.read(lambda conn: conn.execute(links).scalar_one()) == 1
    epochs = select(conversation.c.epoch)
    assert await group.room.database.read(lambda conn: conn.execute(epochs).scalar_one()) == 1
    assert sum("/desk/go/" in shown.text for shown in group.room.api.seen(AWA)) == 1


async def test_a_tap_on_what_is_over_says_so(group: Group, sign: Sign) -> None:
    awa = await sign("awa", "protection")
    await group.joins(awa, AWA)
    tap = group.room.api.person_taps(CHAT, "Prendre", AWA)
    await group.room.phone.says("oublie-moi")
    await group.room.database.write(lambda conn: conn.execute(alert.delete()))
    await group.deliver(tap)
    assert "n'attend plus" in await group.answered(tap["callback_query"]["id"])


async def test_a_deactivated_worker_is_a_stranger(group: Group, sign: Sign) -> None:
    awa = await sign("awa", "protection")
    await group.joins(awa, AWA)
    await group.room.database.write(lambda conn: conn.execute(update(worker).values(active=0)))
    assert "Reliez d'abord" in await group.taps(AWA)


@pytest.mark.parametrize("secret", ["", "wrong", "the-staff-secret ", "é"])
async def test_without_the_secret_nothing_is_heard(group: Group, sign: Sign, secret: str) -> None:
    await group.joins(await sign("awa", "protection"), AWA)
    tap = group.room.api.person_taps(CHAT, "Prendre", AWA)
    headers = {b"x-telegram-bot-api-secret-token": secret.encode()}
    answer = await group.client.post(HOOK, content=json.dumps(tap), headers=list(headers.items()))
    assert answer.status_code == 403
    assert await group.holder() == ""


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b'{"update_id": "x"}', b'{"update_id": 1}', b'"x"', b"\xff"]
)
async def test_what_is_no_update_is_harmless(group: Group, body: bytes) -> None:
    headers = {"X-Telegram-Bot-Api-Secret-Token": STAFF_SECRET}
    assert (await group.client.post(HOOK, content=body, headers=headers)).status_code in {200, 400}
    too_much = await group.client.post(HOOK, content=b"x" * 300_000, headers=headers)
    assert too_much.status_code == 413


async def test_everything_else_is_as_if_it_had_not_come(group: Group, sign: Sign) -> None:
    awa = await sign("awa", "protection")
    await group.joins(awa, AWA)
    api, elsewhere = group.room.api, -1009999
    said_before = len(api.calls)
    api.new_group(elsewhere)
    await group.client.get("/healthz")
    foreign = api.person_taps(CHAT, "Prendre", AWA)
    foreign["callback_query"]["message"]["chat"]["id"] = elsewhere
    other_data = api.person_taps(CHAT, "Prendre", AWA)
    other_data["callback_query"]["data"] = "1:yes"
    for update_ in (
        api.member_writes(CHAT, AWA, "bonjour à tous"),
        api.member_writes(CHAT, AWA, "/start " + "a" * 64),
        api.person_writes(AWA, "bonjour"),
        api.person_starts(STRANGER),
        api.person_starts(STRANGER, "agadez"),
        api.person_blocks(STRANGER),
        foreign,
        other_data,
    ):
        assert await group.deliver(update_) == 200
    await asyncio.sleep(0.1)
    assert len(api.calls) == said_before
    assert await group.holder() == ""
    people = select(func.count()).select_from(conversation)
    assert await group.room.database.read(lambda conn: conn.execute(people).scalar_one()) == 1


async def test_a_store_that_is_down_is_said_so_and_telegram_comes_again(
    group: Group, sign: Sign, monkeypatch: pytest.MonkeyPatch
) -> None:
    awa = await sign("awa", "protection")
    await group.joins(awa, AWA)
    tap = group.room.api.person_taps(CHAT, "Prendre", AWA)

    async def down(*_: object) -> None:
        raise DatabaseDown("test")

    with monkeypatch.context() as patch:
        patch.setattr(Database, "write", down)
        assert await group.deliver(tap) == 503
    assert await group.deliver(tap) == 200
    assert await group.holder() == awa


async def test_a_private_word_that_does_not_arrive_costs_nothing(group: Group, sign: Sign) -> None:
    awa = await sign("awa", "protection")
    await group.joins(awa, AWA)
    group.room.api.person_blocks(AWA)
    assert "sinon, ouvrez la console" in await group.taps(AWA)
    assert await group.holder() == awa


async def test_a_code_joins_one_phone_once_and_for_a_quarter_of_an_hour(group: Group, sign: Sign) -> None:
    awa, bou = await sign("awa", "protection"), await sign("bou", "protection")
    db, api = group.room.database, group.room.api
    late = await db.write(links_once.mint, "telegram", awa)
    await group.room.wait(links_once.SECONDS["telegram"] + 1)
    await group.deliver(api.person_starts(STRANGER, late))
    await group.told(STRANGER, "Ce code ne vaut plus")
    once = await db.write(links_once.mint, "telegram", awa)
    for user in (AWA, STRANGER):
        await group.deliver(api.person_starts(user, once))
    await group.told(AWA, "C'est relié au compte « awa »")
    assert await _phones(group, awa) == 1
    wrong = await db.write(links_once.mint, "conversation", bou, "x")
    await group.deliver(api.person_starts(BOU, wrong))
    await group.told(BOU, "Ce code ne vaut plus")
    assert await _phones(group, bou) == 0


async def test_a_phone_is_one_workers_and_only_its_fingerprint_is_kept(group: Group, sign: Sign) -> None:
    awa, bou = await sign("awa", "protection"), await sign("bou", "protection")
    await group.joins(awa, AWA)
    await group.joins(bou, AWA)
    assert (await _phones(group, awa), await _phones(group, bou)) == (0, 1)
    marks = select(worker.c.telegram).where(worker.c.id == bou)
    mark = await group.room.database.read(lambda conn: conn.execute(marks).scalar_one())
    assert str(AWA) not in mark
    assert len(mark) == 64


async def test_a_repeated_code_is_answered_once(group: Group, sign: Sign) -> None:
    code = await group.room.database.write(links_once.mint, "telegram", await sign("awa", "protection"))
    start = group.room.api.person_starts(AWA, code)
    assert [await group.deliver(start) for _ in range(3)] == [200] * 3
    await group.told(AWA, "C'est relié")
    assert len(group.room.api.seen(AWA)) == 1


async def test_nothing_of_who_tapped_is_stored(group: Group, sign: Sign) -> None:
    await group.joins(await sign("awa", "protection"), AWA)
    await group.taps(AWA)
    rows = select(inbound).where(inbound.c.channel == "telegram-staff")
    for row in await group.room.database.read(lambda conn: conn.execute(rows).mappings().all()):
        assert str(AWA) not in str({name: value for name, value in row.items() if name not in {"provider_id", "id"}})
        assert row["sealed"] == b""


async def test_a_link_is_for_its_worker_once_and_for_ten_minutes(group: Group, sign: Sign) -> None:
    awa, bou = await sign("awa", "protection"), await sign("bou", "protection")
    db = group.room.database
    link = await db.write(links_once.mint, "conversation", awa, "c" * 32)
    assert await db.read(links_once.opens, "conversation", link, awa)
    assert not await db.read(links_once.opens, "conversation", link, bou)
    assert await db.write(links_once.use, "conversation", link, bou) is None
    assert await db.write(links_once.use, "telegram", link, awa) is None
    assert await db.write(links_once.use, "conversation", "0" * 64, awa) is None
    uses = await asyncio.gather(*(db.write(links_once.use, "conversation", link, awa) for _ in range(10)))
    assert [one for one in uses if one] == [(awa, "c" * 32)]
    late = await db.write(links_once.mint, "conversation", awa, "c" * 32)
    await group.room.wait(links_once.SECONDS["conversation"] + 1)
    assert await db.write(links_once.use, "conversation", late, awa) is None


async def test_a_fresh_link_ends_the_one_before(group: Group, sign: Sign) -> None:
    awa, db = await sign("awa", "protection"), group.room.database
    first = await db.write(links_once.mint, "conversation", awa, "c" * 32)
    await db.write(links_once.mint, "conversation", awa, "c" * 32)
    assert await db.write(links_once.use, "conversation", first, awa) is None


async def test_who_holds_it_already_is_told_so_and_keeps_it(group: Group, sign: Sign) -> None:
    awa = await sign("awa", "protection")
    await group.joins(awa, AWA)
    tap = group.room.api.person_taps(CHAT, "Prendre", AWA)
    await group.room.database.write(claim, group.room.phone.conversation, await _worker(group, awa))
    await group.deliver(tap)
    assert "Elle est à vous" in await group.answered(tap["callback_query"]["id"])
    assert DANGER not in await group.told(AWA, "Ce lien")


async def _phones(group: Group, worker_id: str) -> int:
    joined = select(func.count()).where(worker.c.id == worker_id, worker.c.telegram != "")
    return int(await group.room.database.read(lambda conn: conn.execute(joined).scalar_one()))
