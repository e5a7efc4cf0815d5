"""« Forget me »: gone, said, finished after a crash; an urgent case leaves a stub that ends by itself (A5, I6)."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any, ClassVar

from sqlalchemy import Connection, insert, select

from bot.channels.wire import Delivered, Retry, Sent
from bot.copies import PAUSE_SECONDS, Copies, remember_one
from bot.desk import erase, stubs
from bot.desk.staff import Worker
from bot.housekeeping import Housekeeping, is_due, tidy
from bot.inbox import FIND_BY_ID
from bot.records.clock import move
from bot.records.database import Database
from bot.records.ids import new_id
from bot.records.tables import erasure, person, person_key, stub
from bot.upkeep.ledger import FILE as LEDGER
from bot.upkeep.ledger import read
from tests.phone import Phone
from tests.protection.conftest import CHAT, PHONE, World, everything

AWA = Worker("a" * 32, "awa", "sira", frozenset({"supervisor"}))
TALK = ("bonjour", "1", "1", "1", "1", "kayes", "24")
SECRET_WORDS = "le jardin de ma tante"
LEFT_BEHIND = {
    "inbound",
    "erasure",
    "clock",
    "flow_version",
    "organisation",
    "transition",
    "stub",
    "audit",
    "complaint",
    "provider_copy",
}
"""Tables that may still hold a row when the only person is gone: facts without a person."""


async def _forget(phone: Phone) -> None:
    await phone.says("effacer")
    await phone.says("1")


async def test_nothing_of_the_person_stays_readable(database: Database, phone: Phone, tmp_path: Path) -> None:
    await phone.says(*TALK, "je veux parler à quelqu'un", SECRET_WORDS)
    before = await database.read(everything)
    wrapped = bytes(before["person_key"][0]["wrapped"])
    address = before["address"][0]
    await _forget(phone)
    after = await database.read(everything)
    assert {name for name, rows in after.items() if rows} <= LEFT_BEHIND
    text = repr(after)
    for word in (SECRET_WORDS, address["hash"], before["conversation"][0]["id"], "700100", repr(wrapped)):
        assert word not in text
    assert all(row["sealed"] == b"" and row["conversation_id"] == "" for row in after["inbound"])
    assert [row["done_at"] for row in after["erasure"]] == [0], (
        "not complete while a backup could bring the person back"
    )
    await Housekeeping(database, tmp_path / LEDGER).sweep()
    assert [row["done_at"] > 0 for row in (await database.read(everything))["erasure"]] == [True]
    assert list(read(tmp_path / LEDGER)) == [before["person"][0]["id"]]


async def test_the_key_is_gone_from_the_disk_too(world: World) -> None:
    await world.tells(*TALK, SECRET_WORDS)
    rows = await world.rows()
    wrapped, sealed = bytes(rows["person_key"][0]["wrapped"]), bytes(rows["address"][0]["sealed"])
    assert wrapped in world.raw()
    await world.tells("effacer", "1")
    await world.until(lambda: "Tout est effacé" in world.chat())
    await Housekeeping(world.app.state.runner.database, world.folder / LEDGER).sweep()
    on_disk = world.raw()
    assert wrapped not in on_disk
    assert sealed not in on_disk
    assert SECRET_WORDS.encode() not in on_disk


async def test_the_last_word_reaches_the_person_on_telegram(world: World) -> None:
    await world.tells(*TALK, "effacer", "1")
    await world.until(lambda: "Tout est effacé" in world.chat())
    assert not (await world.rows())["person"], "the last word makes nobody a person again"


async def test_the_last_word_reaches_the_person_on_whatsapp_and_the_provider_deletes_its_copies(world: World) -> None:
    await world.texts(*TALK)
    await world.until(lambda: "compte le plus" in world.phone())
    await world.texts("effacer")
    await world.until(lambda: "tout effacer" in world.phone())
    held = {message.sid for message in world.twilio.seen(PHONE)} | {one["MessageSid"] for one in world.twilio._received}
    await world.texts("1")
    held |= {one["MessageSid"] for one in world.twilio._received}
    await world.until(lambda: "Tout est effacé" in world.phone())
    copies = Copies(world.app.state.db, world.app.state.channels)
    last = world.twilio.seen(PHONE)[-1].sid
    assert last not in world.twilio._deleted, "the last word needs time to arrive"
    for _ in range(100):
        if last in {row["provider_id"] for row in (await world.rows())["provider_copy"]}:
            break
        await asyncio.sleep(0.02)
    await world.wait(PAUSE_SECONDS + 1)
    await copies.sweep()
    await world.until(lambda: held | {last} <= world.twilio._deleted)
    assert not (await world.rows())["person"]
    assert not (await world.rows())["provider_copy"]


async def test_a_copy_that_could_not_be_deleted_is_tried_again(database: Database) -> None:
    class Provider:
        """One that is down the first time."""

        answers: ClassVar[list[Sent]] = [Retry(None, "down"), Delivered("")]
        asked: ClassVar[list[str]] = []

        async def delete_copy(self, provider_id: str) -> Sent:
            self.asked.append(provider_id)
            return self.answers.pop(0)

    copies = Copies(database, {"whatsapp": Provider()})  # type: ignore[dict-item]
    await database.write(remember_one, "SM1")
    await copies.sweep()
    assert Provider.asked == []
    for expected in (["SM1"], ["SM1", "SM1"]):
        await database.write(move, PAUSE_SECONDS + 1)
        await copies.sweep()
        assert Provider.asked == expected
    assert (await database.read(everything))["provider_copy"] == []


async def test_the_last_word_is_said_in_the_persons_language(world: World) -> None:
    await world.tells("bonjour", "2", "1")
    await world.tells("effacer", "1")
    book = world.app.state.house.book
    said = book.catalogues.say(book.phrase("forgotten"), "bm")
    await world.until(lambda: said.split("\n")[0] in world.chat() or "Tout est effacé" in world.chat())


async def test_the_provider_repeating_the_last_words_makes_nobody_a_person_again(world: World) -> None:
    await world.tells(*TALK, "effacer")
    last = world.telegram.person_writes(CHAT, "1")
    for _ in range(3):
        await world.deliver(last)
    rows = await world.rows()
    assert not rows["person"]
    assert not rows["address"]


async def test_who_writes_again_is_a_new_person(world: World) -> None:
    await world.tells(*TALK, "effacer", "1")
    await world.until(lambda: "Tout est effacé" in world.chat())
    await world.tells("bonjour")
    await world.until(lambda: world.chat().count("Quelle langue") == 2)
    assert len((await world.rows())["person"]) == 1


async def test_an_open_urgent_case_leaves_a_stub_and_nothing_else(database: Database, phone: Phone) -> None:
    await phone.says(*TALK, "je ne veux plus vivre", SECRET_WORDS)
    heard = await phone.says("effacer")
    assert "72 heures" in heard.french
    await phone.says("1")
    after = await database.read(everything)
    assert {name for name, rows in after.items() if rows} <= LEFT_BEHIND
    left = dict(after["stub"][0])
    assert (left["level"], left["language"], left["region"], left["channel"]) == ("P0", "fr", "kayes", "telegram")
    assert left["until"] == left["at"] + 72 * 3600
    assert b"700100" not in bytes(left["sealed"])
    opened = await database.write(stubs.opened, phone.vault, AWA, left["id"])
    assert opened is not None
    assert opened.address == "700100"


async def test_a_question_that_is_not_urgent_leaves_no_stub(database: Database, phone: Phone) -> None:
    await phone.says(*TALK, "je veux parler à quelqu'un", SECRET_WORDS)
    await _forget(phone)
    assert (await database.read(everything))["stub"] == []


async def test_the_stub_ends_after_72_hours_by_itself(database: Database, phone: Phone, tmp_path: Path) -> None:
    await phone.says(*TALK, "je ne veux plus vivre", SECRET_WORDS)
    await _forget(phone)
    house = Housekeeping(database, tmp_path / LEDGER)
    await database.write(move, 72 * 3600 - 60)
    await house.sweep()
    assert len(await database.read(stubs.open_stubs, AWA)) == 1
    await database.write(move, 120)
    assert await database.read(stubs.open_stubs, AWA) == []
    await house.sweep()
    row = await database.read(lambda conn: conn.execute(select(stub)).mappings().one())
    assert (row["sealed"], row["wrapped"]) == (b"", b"")
    assert row["closed_at"] > 0
    assert not await database.read(is_due)


async def test_an_interrupted_erasure_is_finished(database: Database, phone: Phone, tmp_path: Path) -> None:
    await phone.says(*TALK, "je veux parler à quelqu'un", SECRET_WORDS)

    def half(conn: Connection) -> None:
        someone = conn.execute(select(person.c.id)).scalar_one()
        conn.execute(insert(erasure).values(id=new_id(), person_id=someone, at=1, done_at=0))
        conn.execute(person_key.delete())

    await database.write(half)
    assert await database.read(is_due)
    await Housekeeping(database, tmp_path / LEDGER).sweep()
    after = await database.read(everything)
    assert {name for name, rows in after.items() if rows} <= LEFT_BEHIND
    assert not await database.read(is_due)
    assert await database.write(tidy, ()) == {"erasures": 0, "stubs": 0, "leases": 0, "sessions": 0}


async def test_a_crash_in_the_middle_erases_nothing_and_the_provider_asks_again(
    database: Database, phone: Phone, monkeypatch: Any
) -> None:
    await phone.says(*TALK, "effacer")

    class Killed(BaseException):
        """The process dies here."""

    def dies(*_: object) -> None:
        raise Killed

    item = phone.item("1")
    with monkeypatch.context() as patch:
        patch.setattr(erase, "_wipe", dies)
        try:
            await phone.runner.accept(item)
        except Killed:
            pass
        else:
            raise AssertionError("the erasure was not interrupted")
    row = await database.read(
        lambda conn: conn.execute(FIND_BY_ID, {"conversation": phone.conversation}).mappings().first()
    )
    assert row is not None, "nothing was committed, and no 2xx was given"
    await phone.runner.accept(item)
    assert (await database.read(everything))["person"] == []


async def test_the_words_of_an_open_complaint_go_with_the_person(database: Database, phone: Phone) -> None:
    await phone.says(*TALK, "plainte", "3", SECRET_WORDS, "1")
    assert bytes((await database.read(everything))["complaint"][0]["sealed"])
    await _forget(phone)
    row = (await database.read(everything))["complaint"][0]
    assert (row["sealed"], row["conversation_id"], row["about"]) == (b"", "", "")
    assert row["number"]
    assert row["closed_at"] > 0
