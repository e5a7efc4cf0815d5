"""Many people who agreed to be written to later, at noon; and what the second person at the desk does."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, insert, select

from bot.broadcast.announcement import Announcement
from bot.broadcast.planning import plan, start
from bot.desk.exports import decide
from bot.desk.staff import Worker
from bot.engine.session import Session
from bot.records.clock import move
from bot.records.clock import now as clock_now
from bot.records.ids import new_id
from bot.records.seal import Vault
from bot.records.tables import address, consent, conversation, person, person_key, request
from tests.doubles.telegram_api import TOKEN

FIRST: Final = 100_000
FR: Final = "Bonjour, c'est Sira. Le bureau est fermé vendredi."
BM: Final = "I ni ce, Sira don. Biro datugulen don arijuma."
LONG_AGO: Final = 2 * 86_400
DAY, NOON = 86_400, 43_200
AWA: Final = Worker("a" * 32, "awa", "sira", frozenset({"supervisor"}))
ANNOUNCEMENT: Final = Announcement(words={"fr": FR, "bm": BM})


def crowd(conn: Connection, vault: Vault, chats: range, language: str = "fr") -> list[str]:
    """One person a chat of Telegram, who said yes twice and then nothing for two days. Returns their conversations."""
    now = clock_now(conn)
    then = now - LONG_AGO
    people, keys, places, talks, yes = [], [], [], [], []
    session = Session(language=language, consent="yes", seq=3, last_at=then).to_json()
    for chat in chats:
        who, where, talk = new_id(), new_id(), new_id()
        key, wrapped = vault.new_key(who)
        account = TOKEN.partition(":")[0]
        people.append({"id": who, "language": language, "consent": "yes", "created_at": then})
        keys.append({"person_id": who, "wrapped": wrapped})
        places.append({"id": where, "person_id": who, "channel": "telegram", "account": account, "heard_at": then,
                       "hash": vault.address_hash("telegram", account, str(chat)),
                       "sealed": key.seal(where, "address", str(chat).encode())})  # fmt: skip
        talks.append({"id": talk, "person_id": who, "last_from": where, "created_at": then, "last_at": then, "seq": 3,
                      "language": language, "organisation": "sira", "team": "",
                      "session": key.seal(talk, "session", session)})  # fmt: skip
        yes.append({"id": new_id(), "person_id": who, "purpose": "news", "given": 1, "wording": "w",
                    "language": language, "at": then})  # fmt: skip
    for table, rows in ((person, people), (person_key, keys), (address, places), (conversation, talks), (consent, yes)):
        conn.execute(insert(table), rows)
    return [talk["id"] for talk in talks]


def noon(conn: Connection) -> int:
    """It is noon in Bamako, tomorrow."""
    now = clock_now(conn)
    return move(conn, now // DAY * DAY + DAY + NOON - now)


def allowed(conn: Connection, broadcast_id: str) -> bool:
    """A supervisor allows it."""
    asked = conn.execute(select(request.c.id).where(request.c.thing == broadcast_id)).scalar_one()
    return decide(conn, AWA, asked, allow=True)


def begun(conn: Connection, given: Announcement = ANNOUNCEMENT) -> str:
    """Planned, allowed, set out."""
    planned = plan(conn, given, "sira")
    assert allowed(conn, planned.id)
    assert start(conn, planned.id).id == planned.id
    return planned.id
