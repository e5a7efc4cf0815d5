"""Time ends what it must and nothing else, a batch at a time, and what the dictionary says is what happens (B3)."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Connection, insert, select, update

from bot import records
from bot.desk.audit import note
from bot.desk.chain import Head, verify
from bot.desk.staff import Worker
from bot.engine.book import Book
from bot.housekeeping import Housekeeping
from bot.inbox import FIND_BY_ID
from bot.records.clock import move, now
from bot.records.database import Database
from bot.records.tables import (
    audit,
    audit_chain,
    complaint,
    consent,
    conversation,
    erasure,
    handover,
    inbound,
    media,
    message,
    outbox,
    person,
    provider_copy,
    referral,
    timer,
)
from bot.sealer import Sealer, read_heads
from bot.upkeep import ledger, purges
from bot.upkeep.retention import DAY_SECONDS, HOUR_SECONDS, RETENTION, Retention, once
from bot.waiting import ring_all
from locales.yamlfile import read
from tests.phone import Phone

TALK = ("bonjour", "1", "1", "1", "1", "kayes", "24")
AWA = Worker("a" * 32, "awa", "sira", frozenset({"supervisor"}))


async def _sweep(database: Database, phone: Phone) -> None:
    await Retention(database, phone.vault).sweep()


async def _count(database: Database, table: object) -> int:
    return len(await database.read(lambda conn: conn.execute(select(table)).all()))


def _words(seconds: int) -> str:
    if seconds < 3 * DAY_SECONDS:
        return f"{seconds // HOUR_SECONDS} heures"
    return "24 mois" if seconds == 730 * DAY_SECONDS else f"{seconds // DAY_SECONDS} jours"


def test_the_table_and_the_dictionary_say_the_same() -> None:
    keeps = read(Path(records.__path__[0]) / "dictionary.yaml").data["keeps"]
    for kept in RETENTION:
        if kept.seconds:
            assert _words(kept.seconds) in keeps[kept.name], kept
    assert not [name for name, words in keeps.items() if "pas encore" in words]
    by_hand = {"stub", "proof", "staff", "service"}
    assert set(keeps) == {kept.name for kept in RETENTION} | by_hand


async def test_the_raw_message_goes_after_a_day_its_number_after_eight_and_what_waits_stays(
    database: Database, phone: Phone
) -> None:
    await phone.says(*TALK)
    waiting = await database.read(lambda conn: conn.execute(select(inbound.c.id)).scalars().first())
    await database.write(
        lambda conn: conn.execute(update(inbound).where(inbound.c.id == waiting).values(state="pending"))
    )
    await _sweep(database, phone)
    assert all(await database.read(lambda conn: conn.execute(select(inbound.c.sealed)).scalars().all()))
    await database.write(move, 24 * HOUR_SECONDS + 1)
    await _sweep(database, phone)
    rows = await database.read(lambda conn: conn.execute(select(inbound.c.id, inbound.c.sealed)).all())
    assert [row.id for row in rows if row.sealed] == [waiting]
    assert len(rows) == len(TALK)
    await database.write(move, 7 * DAY_SECONDS + 1)
    await _sweep(database, phone)
    assert await _count(database, inbound) == 1
    assert await _count(database, message) > 0


async def test_a_talk_ends_after_ninety_days_for_good_and_stands_in_the_ledger(
    database: Database, phone: Phone, tmp_path: Path
) -> None:
    await phone.says(*TALK)
    someone = await database.read(lambda conn: conn.execute(select(person.c.id)).scalar_one())
    await database.write(move, 90 * DAY_SECONDS - 60)
    await _sweep(database, phone)
    assert await _count(database, person) == 1
    await database.write(move, 120)
    await _sweep(database, phone)
    assert await _count(database, person) == await _count(database, message) == await _count(database, outbox) == 0
    await Housekeeping(database, tmp_path / ledger.FILE).sweep()
    assert list(ledger.read(tmp_path / ledger.FILE)) == [someone]
    done = await database.read(lambda conn: conn.execute(select(erasure.c.done_at)).scalar_one())
    assert done > 0


async def test_who_waits_in_a_centre_has_a_hundred_and_eighty_days(database: Database, phone: Phone) -> None:
    await phone.says("bonjour")
    await database.write(lambda conn: conn.execute(update(conversation).values(centre="agadez")))
    for days, people in ((179, 1), (2, 0)):
        await database.write(move, days * DAY_SECONDS)
        await _sweep(database, phone)
        assert await _count(database, person) == people


async def test_a_case_ends_ninety_days_after_it_was_closed_and_an_open_one_never(
    database: Database, phone: Phone
) -> None:
    await phone.says(*TALK, "je veux parler à quelqu'un", "ma question")
    await database.write(move, 400 * DAY_SECONDS)
    await _sweep(database, phone)
    assert await _count(database, handover) == 1

    def closed(conn: Connection) -> None:
        conn.execute(update(handover).values(closed_at=now(conn)))
        conn.execute(update(conversation).values(level="", mode="bot"))

    await database.write(closed)
    for days, people in ((89, 1), (2, 0)):
        await database.write(move, days * DAY_SECONDS)
        await _sweep(database, phone)
        assert await _count(database, person) == people


@pytest.mark.parametrize(("status", "people"), [("sent", 1), ("accepted", 1), ("draft", 0), ("expired", 0)])
async def test_a_file_that_is_with_somebody_keeps_the_talk(
    database: Database, phone: Phone, status: str, people: int
) -> None:
    await phone.says("bonjour")
    await database.write(_with_file, phone.conversation, status)
    await database.write(move, 91 * DAY_SECONDS)
    await _sweep(database, phone)
    assert await _count(database, person) == people


def _with_file(conn: Connection, conversation_id: str, status: str) -> None:
    conn.execute(
        insert(referral).values(
            id="r" * 32, conversation_id=conversation_id, number="AB2345", service="a-service", organisation="anpe",
            status=status, consent_id="", sealed=b"sealed", at=1, changed_at=now(conn),
        )
    )  # fmt: skip


async def test_who_agreed_to_be_asked_later_keeps_what_that_needs_and_is_asked(
    database: Database, phone: Phone, book: Book
) -> None:
    await phone.says(*TALK)

    def agreed(conn: Connection) -> None:
        moment = now(conn)
        _with_file(conn, phone.conversation, "served")
        someone = conn.execute(select(person.c.id)).scalar_one()
        row = {
            "id": "c" * 32,
            "person_id": someone,
            "purpose": "follow_up",
            "given": 1,
            "wording": "1",
            "language": "fr",
        }
        conn.execute(insert(consent).values(at=moment, **row))
        later = {"id": "t" * 32, "conversation_id": phone.conversation, "kind": "follow_up_365"}
        conn.execute(insert(timer).values(due_at=moment + 365 * DAY_SECONDS, **later))

    await database.write(agreed)
    await database.write(move, 100 * DAY_SECONDS)
    await _sweep(database, phone)
    assert await _count(database, person) == await _count(database, referral) == await _count(database, timer) == 1
    assert await _count(database, message) == await _count(database, outbox) == 0
    row = await database.read(lambda conn: FIND_BY_ID_row(conn, phone.conversation))
    heard = await database.read(phone._heard)
    assert row["language"] == "fr"
    assert heard.session.language == "fr"
    assert "region" not in heard.session.facts
    assert heard.session.consent == "yes"
    await database.write(move, 266 * DAY_SECONDS)
    await _at_noon(database)
    await phone.runner.act(ring_all, phone.conversation)
    heard = await database.read(phone._heard)
    assert heard.messages, "the question is put"
    await _sweep(database, phone)
    assert await _count(database, person) == 1, "what was asked may be answered"
    await database.write(move, 91 * DAY_SECONDS)
    await _sweep(database, phone)
    assert await _count(database, person) == 0


def FIND_BY_ID_row(conn: Connection, conversation_id: str) -> dict[str, object]:  # noqa: N802
    return dict(conn.execute(FIND_BY_ID, {"conversation": conversation_id}).mappings().one())


async def _at_noon(database: Database) -> None:
    moment = await database.read(now)
    await database.write(move, (12 * HOUR_SECONDS - moment) % DAY_SECONDS)


async def test_files_go_after_thirty_days(database: Database, phone: Phone) -> None:
    await phone.says("bonjour")
    row = {"id": "m" * 32, "conversation_id": phone.conversation, "channel": "web", "content_type": "audio/ogg"}
    await database.write(
        lambda conn: conn.execute(insert(media).values(state="kept", sealed=b"x", at=now(conn), **row))
    )
    for days, files in ((29, 1), (2, 0)):
        await database.write(move, days * DAY_SECONDS)
        await _sweep(database, phone)
        assert await _count(database, media) == files


async def test_an_answered_complaint_loses_its_link_then_goes_and_an_open_one_keeps_its_talk(
    database: Database, phone: Phone
) -> None:
    await phone.says("bonjour")
    row = {"id": "c", "number": "C", "conversation_id": phone.conversation, "sealed": b"x", "at": 1, "due_at": 1}
    await database.write(lambda conn: conn.execute(insert(complaint).values(**row)))
    await database.write(move, 400 * DAY_SECONDS)
    await _sweep(database, phone)
    assert await _count(database, person) == 1
    await database.write(lambda conn: conn.execute(update(complaint).values(closed_at=now(conn))))
    await _sweep(database, phone)
    found = await database.read(lambda conn: conn.execute(select(complaint)).mappings().one())
    assert (found["conversation_id"], found["sealed"]) == ("", b"x")
    assert await _count(database, person) == 0
    await database.write(move, 731 * DAY_SECONDS)
    await _sweep(database, phone)
    assert await _count(database, complaint) == 0


async def test_the_audit_ends_after_24_months_and_its_chain_is_still_whole(
    database: Database, phone: Phone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(purges, "BATCH", 2)
    heads = tmp_path / "heads"

    async def seal() -> None:
        await Sealer(database, phone.vault, heads).sweep()

    def written(conn: Connection, first: int, last: int, months: int) -> None:
        for number in range(first, last):
            made = f"{(now(conn) - months * 30 * DAY_SECONDS) * 1000 + number:012x}{number:020x}"
            conn.execute(insert(audit).values(id=made, worker_id="w", action="read", thing=str(number), at=1))

    await database.write(written, 0, 5, 30)
    await seal()
    await database.write(lambda conn: [note(conn, "w", "read", str(number), now(conn)) for number in range(3)])
    await seal()
    await _sweep(database, phone)
    assert await _count(database, audit) == 3
    assert await _count(database, audit_chain) == 4, "the last link before is where the chain is read from"
    verdict = await database.read(verify, phone.vault, read_heads(heads))
    assert (verdict.fault, verdict.rows) == ("", 4)
    await database.write(lambda conn: conn.execute(update(audit).where(audit.c.thing == "1").values(thing="9")))
    assert "a changé" in (await database.read(verify, phone.vault, [])).fault
    assert (await database.read(verify, phone.vault, [Head(99, "x")])).fault


async def test_the_providers_copies_are_put_up_for_deletion_once_before_two_days_are_over(
    database: Database, book: Book
) -> None:
    phone = Phone(book, database, "whatsapp")
    await phone.says("bonjour", "1")
    await database.write(lambda conn: conn.execute(update(outbox).values(provider_id="SMlast", earlier_ids="SMone")))
    await _sweep(database, phone)
    assert await _count(database, provider_copy) == 0
    await database.write(move, 47 * HOUR_SECONDS)
    await _sweep(database, phone)
    ids = await database.read(lambda conn: conn.execute(select(provider_copy.c.provider_id)).scalars().all())
    sent = await _count(database, outbox)
    assert sorted(ids) == sorted([f"{phone.name}-1", f"{phone.name}-2", *["SMlast", "SMone"] * sent])
    await phone.says("1")
    await _sweep(database, phone)
    assert await _count(database, provider_copy) == len(ids)


async def test_a_sweep_that_dies_between_two_batches_is_taken_up_where_it_was(
    database: Database, phone: Phone, book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.upkeep.ending.BATCH", 1)
    for number in range(3):
        await Phone(book, database, "telegram", f"70{number}").says("bonjour")
    await database.write(move, 91 * DAY_SECONDS)
    ending = next(kept for kept in RETENTION if kept.purge.__name__ == "erase_ended")
    assert await database.write(once, phone.vault, ending) == 1
    assert await _count(database, person) == 2
    await _sweep(database, phone)
    assert await _count(database, person) == 0
