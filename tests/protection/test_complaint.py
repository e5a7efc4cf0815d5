"""A complaint is read by those who answer complaints, and by nobody else."""

from __future__ import annotations

import orjson
import pytest
from sqlalchemy import Connection, select

from bot.desk.staff import Worker
from bot.desk.thread import thread
from bot.engine.book import Book
from bot.inbox import FIND_BY_ID
from bot.records.database import Database
from bot.records.seal import SealBroken
from bot.records.tables import complaint
from tests.phone import Phone
from tests.protection.conftest import World, everything

WORDS = "le gardien demande un cadeau"
TALK = ("bonjour", "1", "1", "1", "1", "kayes", "24")
AWA = Worker("a" * 32, "awa", "sira", frozenset({"supervisor"}))


def _readable(conn: Connection, phone: Phone) -> str:
    """Everything that the person's own key opens, and everything that stands in the clear."""
    row = conn.execute(FIND_BY_ID, {"conversation": phone.conversation}).mappings().one()
    key = phone.vault.unwrap(row["person_id"], row["wrapped"])
    fields = {"message": "message", "inbound": "inbound", "conversation": "session", "handover": "handover",
              "referral": "referral", "address": "address", "complaint": "complaint"}  # fmt: skip
    found = []
    for name, rows in everything(conn).items():
        for one in rows:
            found.append(repr({k: v for k, v in one.items() if k != "sealed"}))
            sealed = one.get("sealed") or one.get("session")
            if name in fields and sealed:
                try:
                    found.append(key.open(one["id"], fields[name], sealed).decode())
                except SealBroken:
                    assert name == "complaint"
    return "\n".join(found)


@pytest.mark.parametrize("channel", ["telegram", "whatsapp"])
@pytest.mark.parametrize("name", ["1", "2"], ids=["with an answer", "anonymous"])
async def test_its_words_are_nowhere_but_in_its_own_inbox(
    database: Database, book: Book, channel: str, name: str
) -> None:
    phone = Phone(book, database, channel)
    await phone.says(*TALK, "je veux parler à quelqu'un", "une question", "plainte", "3", WORDS, name)
    readable = await database.read(_readable, phone)
    assert "une question" in readable
    assert WORDS not in readable
    assert "gardien" not in readable
    row = await database.read(lambda conn: conn.execute(select(complaint)).mappings().one())
    opened = phone.vault.inbox_key("complaints").open(row["id"], "complaint", row["sealed"])
    assert orjson.loads(opened)["text"] == WORDS
    assert bool(row["conversation_id"]) is (name == "1")
    assert row["due_at"] == row["at"] + 3 * 86_400, "money that somebody asks for is read first"


async def test_only_its_own_key_opens_it(database: Database, phone: Phone) -> None:
    await phone.says(*TALK, "plainte", "3", WORDS, "1")
    row = await database.read(lambda conn: conn.execute(select(complaint)).mappings().one())
    for purpose in ("totp", "", "complaint"):
        with pytest.raises(SealBroken):
            phone.vault.inbox_key(purpose).open(row["id"], "complaint", row["sealed"])


async def test_the_thread_of_the_case_worker_shows_nothing_of_it(database: Database, phone: Phone) -> None:
    await phone.says(*TALK, "je veux parler à quelqu'un", "une question", "plainte", "3", WORDS, "1")

    def read(conn: Connection) -> list[str]:
        row = conn.execute(FIND_BY_ID, {"conversation": phone.conversation}).mappings().one()
        return [
            line.text for line in thread(conn, phone.vault.unwrap(row["person_id"], row["wrapped"]), row["id"]).lines
        ]

    lines = await database.read(read)
    assert "une question" in lines
    assert not any("gardien" in line or "plaindre" in line or "ne va pas" in line for line in lines)


@pytest.mark.parametrize("channel", ["telegram", "whatsapp", "web"])
async def test_its_number_links_it_to_nobody(database: Database, book: Book, channel: str) -> None:
    phone = Phone(book, database, channel)
    await phone.says(*TALK, "je veux parler à quelqu'un", "une question", "plainte", "3", WORDS, "2")
    number = await database.read(lambda conn: conn.execute(select(complaint.c.number)).scalar_one())
    heard = await phone.says(number.lower())
    assert number in heard.french
    assert "pas compris" not in heard.french
    inside = f"et ma plainte {number[:3]} {number[3:].lower()} alors ?"
    await phone.says("une autre question", inside)

    def read(conn: Connection) -> list[str]:
        row = conn.execute(FIND_BY_ID, {"conversation": phone.conversation}).mappings().one()
        return [
            line.text for line in thread(conn, phone.vault.unwrap(row["person_id"], row["wrapped"]), row["id"]).lines
        ]

    lines = await database.read(read)
    assert "et ma plainte •••••• alors ?" in lines
    assert not any(number in "".join(line.split()).upper() for line in lines)


async def test_when_the_machine_breaks_in_the_middle_its_words_stay_out_of_the_transcript(
    database: Database, phone: Phone
) -> None:
    await phone.says(*TALK, "plainte", "3")
    await phone.runner.database.write(_take_broken, phone, WORDS)
    readable = await database.read(_readable, phone)
    assert "gardien" not in readable
    assert "machine_failed" in readable, "a human is asked all the same"


def _take_broken(conn: Connection, phone: Phone, words: str) -> None:
    from bot import turns

    turns.take(conn, phone.house, phone.item(words), broken=True)


async def test_on_the_disk_there_is_nothing_to_read(world: World) -> None:
    await world.tells(*TALK, "plainte", "3", WORDS, "1")
    await world.until(lambda: "Votre numéro est" in world.chat())
    assert WORDS.encode() not in world.raw()
    assert b"gardien" not in world.raw()
