"""Who refuses keeps every help and leaves nothing behind (A1)."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.channels.message import Message
from bot.inbox import FIND_BY_ID
from bot.records.database import Database
from bot.records.tables import consent, inbound, media, message
from tests.phone import Phone
from tests.protection.conftest import World, everything

WORDS = "je cherche mon frère à Gao"


async def _opened(database: Database, phone: Phone) -> list[str]:
    """The transcript, opened."""

    def read(conn):  # type: ignore[no-untyped-def]
        row = conn.execute(FIND_BY_ID, {"conversation": phone.conversation}).mappings().one()
        key = phone.vault.unwrap(row["person_id"], row["wrapped"])
        rows = conn.execute(select(message.c.id, message.c.sealed)).all()
        return [Message.from_json(key.open(one.id, "message", one.sealed)).text for one in rows]

    return await database.read(read)


@pytest.mark.parametrize("channel", ["telegram", "whatsapp"])
async def test_a_no_keeps_no_facts_no_transcript_and_no_raw_message(
    database: Database, phone: Phone, channel: str
) -> None:
    phone = Phone(phone.house.book, database, channel)
    heard = await phone.says("bonjour", "1", "2", WORDS, "kayes", "24")
    assert dict(heard.session.facts) == {}
    assert dict(heard.session.notes) == {}
    assert "".join(await _opened(database, phone)) == ""
    rows = await database.read(lambda conn: conn.execute(select(inbound.c.sealed, inbound.c.state)).all())
    assert {bytes(row.sealed) for row in rows} == {b""}
    assert {row.state for row in rows} == {"done"}


async def test_a_no_is_a_record_with_its_wording_language_and_time(database: Database, phone: Phone) -> None:
    await phone.says("bonjour", "1", "2")
    row = await database.read(lambda conn: conn.execute(select(consent)).mappings().one())
    assert (row["purpose"], row["given"], row["language"]) == ("talk", 0, "fr")
    assert row["wording"].startswith("welcome.consent.ask@")
    assert row["at"] > 0


async def test_help_and_a_human_stay_open_after_a_no(phone: Phone) -> None:
    heard = await phone.says("bonjour", "1", "2", "aide")
    assert heard.messages
    heard = await phone.says("je veux parler à quelqu'un")
    heard = await phone.says("ma question")
    assert heard.row["mode"] == "queued"


SAID_AFTER_NO = ("mon secret est Kéniéba", "blorf un", "blorf deux", "blorf trois", "on me menace ici", "non")


@pytest.mark.parametrize("channel", ["telegram", "whatsapp", "web"])
async def test_what_is_said_after_a_no_is_handed_to_nobody_and_stays_nowhere(
    database: Database, phone: Phone, channel: str
) -> None:
    phone = Phone(phone.house.book, database, channel)
    heard = await phone.says("bonjour", "1", "2", *SAID_AFTER_NO[:4])
    assert (heard.row["mode"], heard.row["level"]) == ("bot", "")
    assert "« d'accord »" in heard.french
    await phone.says(*SAID_AFTER_NO[4:])
    heard = await phone.says("", kind="voice")
    assert "ne garde pas" in heard.french
    heard = await phone.says("menu")
    assert heard.row["level"] == "P1", "danger calls a human, without the words"
    kept = "".join(await _opened(database, phone)) + repr((heard.session.notes, heard.session.facts))
    assert not [words for words in SAID_AFTER_NO if len(words) > 3 and words in kept]
    rows = await database.read(lambda conn: conn.execute(select(inbound.c.sealed)).scalars().all())
    assert {bytes(sealed) for sealed in rows} == {b""}
    assert await database.read(lambda conn: conn.execute(select(media.c.id)).all()) == []


async def test_who_refused_and_asks_for_a_person_is_asked_first_whether_words_may_be_kept(
    database: Database, phone: Phone
) -> None:
    heard = await phone.says("bonjour", "1", "2", "personne")
    assert "lise vos messages" in heard.french
    heard = await phone.says("oui", "je cherche mon frère")
    assert heard.session.consent == "yes"
    assert heard.session.notes["question"] == "je cherche mon frère"
    rows = await database.read(lambda conn: conn.execute(select(consent.c.given, consent.c.wording)).all())
    assert [(row.given, row.wording.partition("@")[0]) for row in rows] == [
        (0, "welcome.consent.ask"), (1, "person.keep.ask"),
    ]  # fmt: skip


async def test_words_of_danger_before_a_no_stay_for_the_human_who_was_called(database: Database, phone: Phone) -> None:
    heard = await phone.says("bonjour", "1", "je ne veux plus vivre")
    assert heard.row["level"] == "P0"
    assert "je ne veux plus vivre" in await _opened(database, phone)


@pytest.mark.parametrize("channel", ["telegram", "web"])
async def test_words_that_were_not_understood_before_a_no_go_although_somebody_was_called(
    database: Database, phone: Phone, channel: str
) -> None:
    phone = Phone(phone.house.book, database, channel)
    heard = await phone.says("bonjour", "1", "blorf un", "blorf deux", "blorf trois")
    assert heard.row["level"] == "P3"
    heard = await phone.says("2", "menu")
    assert heard.row["level"] == "P3", "the call itself stays"
    assert "blorf" not in "".join(await _opened(database, phone))


async def test_no_name_reaches_the_store(world: World) -> None:
    update = world.telegram.person_writes(700_100_200, "bonjour")
    assert update["message"]["from"]["first_name"] == "Prénom"
    await world.deliver(update)
    await world.texts("bonjour")
    state = world.app.state
    rows = await state.db.read(everything)
    opened = [repr(rows)]
    for row in rows["inbound"]:
        thread = await state.db.read(
            lambda conn, c=row["conversation_id"]: conn.execute(FIND_BY_ID, {"conversation": c}).mappings().one()
        )
        key = state.house.vault.unwrap(thread["person_id"], thread["wrapped"])
        opened.append(key.open(row["id"], "inbound", row["sealed"]).decode())
    assert len(opened) == 3
    for name in ("Prénom", "Nom", "quelquun"):
        assert not any(name in one for one in opened)
