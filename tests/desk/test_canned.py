"""Ready answers: of one organisation, in two languages, each with its own voice."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, select

from bot.channels.message import Message
from bot.desk import canned
from bot.desk.answers import Answer, answer
from bot.desk.canned import CANNED_MAX, Canned
from bot.desk.reach import reach
from bot.desk.reply import Replied
from bot.desk.sound import voice_note
from bot.desk.staff import Worker
from bot.media import opened
from bot.records.database import Database
from bot.records.seal import Vault
from bot.records.tables import audit, canned_reply, organisation, outbox
from tests.desk.conftest import AWA, BOU, Desk
from tests.desk.sounds import tone
from tests.phone import KEY

VAULT = Vault(KEY, KEY)
HELLO = Canned("", "Bonjour", "Bonjour. Je vous lis.", "I ni ce. Ne b'i ka kan kalan.")
STRANGER = Worker("c" * 32, "cis", "other", frozenset({"supervisor"}))


async def _save(database: Database, who: Worker, given: Canned, **voices: bytes | None) -> str:
    return await database.write(canned.save, VAULT, who, given, voices)


async def _all(database: Database, who: Worker) -> list[Canned]:
    return await database.read(canned.canned_of, who)


async def test_one_is_added_changed_and_removed_and_each_is_noted(database: Database) -> None:
    assert await _save(database, AWA, HELLO) == ""
    (kept,) = await _all(database, BOU)
    assert (kept.title, kept.fr, kept.bm, kept.voices) == (HELLO.title, HELLO.fr, HELLO.bm, frozenset())
    assert await _save(database, AWA, Canned(kept.id, "Salut", "Bonjour.", "")) == ""
    assert [one.title for one in await _all(database, BOU)] == ["Salut"]
    assert await database.write(canned.remove, AWA, kept.id)
    assert not await database.write(canned.remove, AWA, kept.id)
    assert await _all(database, BOU) == []
    done = select(audit.c.action).where(audit.c.thing == kept.id).order_by(audit.c.id)
    noted = await database.read(lambda conn: conn.execute(done).scalars().all())
    assert noted == ["canned:add", "canned:change", "canned:remove"]


async def test_its_voice_is_sealed_and_opens_for_its_organisation_alone(database: Database) -> None:
    await _save(database, AWA, HELLO, bm=b"OggS voix")
    (kept,) = await _all(database, AWA)
    assert kept.voices == {"bm"}
    sealed = await database.read(lambda conn: conn.execute(select(canned_reply.c.voice_bm)).scalar_one())
    assert b"voix" not in sealed
    assert await database.read(canned.voice_of, VAULT, BOU, kept.id, "bm") == b"OggS voix"
    for who, language in ((STRANGER, "bm"), (BOU, "fr"), (BOU, "xx"), (BOU, "")):
        assert await database.read(canned.voice_of, VAULT, who, kept.id, language) == b""
    await _save(database, AWA, Canned(kept.id, "Bonjour", "Bonjour.", "I ni ce."))
    assert (await _all(database, AWA))[0].voices == {"bm"}, "a change of words leaves the voice"
    await _save(database, AWA, Canned(kept.id, "Bonjour", "Bonjour.", "I ni ce."), bm=None)
    assert (await _all(database, AWA))[0].voices == frozenset()


async def test_another_organisation_neither_sees_nor_changes_nor_removes_it(database: Database) -> None:
    await database.write(lambda conn: conn.execute(organisation.insert().values(id="other", name="other")))
    await _save(database, AWA, HELLO)
    (kept,) = await _all(database, AWA)
    assert await _all(database, STRANGER) == []
    assert await database.read(canned.one, STRANGER, kept.id) is None
    assert await _save(database, STRANGER, Canned(kept.id, "Pris", "Pris.", "")) == "gone"
    assert not await database.write(canned.remove, STRANGER, kept.id)
    assert await _save(database, STRANGER, HELLO) == "", "a title is taken within one organisation only"
    assert (await _all(database, AWA))[0].title == "Bonjour"


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (Canned("", "", "mots", ""), "no_title"),
        (Canned("", "titre", "", "kuma"), "no_words"),
        (Canned("", "titre", "Bonjour {name}.", ""), "braces"),
        (Canned("", "titre", "Bonjour.", "I ni ce {name}."), "braces"),
        (Canned("", "titre", "Revenez demain.", ""), "date:demain"),
        (Canned("", "titre", "Bonjour.", "I bɛna wari sɔrɔ."), "promise:I bɛna wari sɔrɔ"),
        (Canned("", "t" * 61, "mots", ""), "too_long"),
        (Canned("", "titre", "m" * 3001, ""), "too_long"),
        (Canned("", "titre", "mots", "k" * 3001), "too_long"),
        (Canned("", "Bonjour", "mots", ""), "twice"),
    ],
)
async def test_what_is_no_ready_answer_is_refused_by_name(database: Database, given: Canned, why: str) -> None:
    await _save(database, AWA, HELLO)
    assert await _save(database, AWA, given) == why


async def test_there_is_an_end_to_how_many(database: Database) -> None:
    rows = [{"id": f"{n:032x}", "organisation_id": "sira", "title": f"t{n}", "fr": "x", "changed_at": 0}
            for n in range(CANNED_MAX)]  # fmt: skip
    await database.write(lambda conn: conn.execute(canned_reply.insert(), rows))
    assert await _save(database, AWA, HELLO) == "too_many"


@pytest.mark.parametrize(
    ("bm", "voices", "wanted", "words", "spoken"),
    [
        ("I ni ce", {"fr", "bm"}, "bm", "I ni ce", "bm"),
        ("I ni ce", {"fr"}, "bm", "I ni ce", ""),
        ("", {"fr"}, "bm", "Bonjour", "fr"),
        ("", {"bm"}, "bm", "Bonjour", ""),
        ("I ni ce", {"fr", "bm"}, "fr", "Bonjour", "fr"),
        ("I ni ce", {"bm"}, "", "Bonjour", ""),
    ],
)
def test_words_and_voice_are_always_in_the_same_language(
    bm: str, voices: set[str], wanted: str, words: str, spoken: str
) -> None:
    one = Canned("1", "t", "Bonjour", bm, frozenset(voices))
    assert (one.words(wanted), one.spoken(wanted)) == (words, spoken)


async def test_it_goes_out_with_its_voice_and_its_french_stands_beside_it_for_colleagues(desk: Desk) -> None:
    await desk.phone.says("langue", "2")
    sound = voice_note(tone())
    assert await _save(desk.database, AWA, HELLO, bm=sound) == ""
    (ready,) = await _all(desk.database, AWA)
    language = (await desk.row())["language"]

    def send(conn: Connection) -> Replied | object:
        row = reach(conn, desk.id, AWA)
        assert row is not None
        given = Answer(ready.words(language), row["version"], canned=ready.id)
        return answer(conn, desk.phone.house, row, AWA, given)

    assert await desk.database.write(send) == Replied()

    def said(conn: Connection) -> Message:
        row = reach(conn, desk.id, AWA)
        assert row is not None
        key = desk.phone.vault.unwrap(row["person_id"], row["wrapped"])
        found = conn.execute(select(outbox.c.id, outbox.c.sealed).where(outbox.c.kind == "worker")).one()
        return Message.from_json(key.open(found.id, "outbox", found.sealed))

    message = await desk.database.write(said)
    assert (message.language, language) == ("bm", "bm")
    assert (message.text, message.french) == (HELLO.bm, HELLO.fr)
    assert message.media is not None
    assert await desk.database.read(opened, desk.phone.vault, message.media.media_id) == sound
