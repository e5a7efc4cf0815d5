"""A complaint is answered by people it is not about; whoever stays unknown is told by a number, and leads nowhere."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace

from sqlalchemy import Connection, insert, select, update

from bot.desk import complaint_answers as answers
from bot.desk import complaint_inbox as inbox
from bot.desk import complaint_news, complaints
from bot.desk.claim import claim
from bot.desk.complaints import DAY_SECONDS
from bot.desk.staff import Worker
from bot.desk.thread import thread
from bot.engine.complaint_effects import Complain
from bot.inbox import FIND_BY_ID
from bot.records.clock import now
from bot.records.ids import new_id
from bot.records.row_security import Scope, take_on
from bot.records.tables import audit, complaint, handover, metadata, referral, timer, worker
from tests.desk.conftest import AWA, Desk
from tests.phone import Phone

DIA = Worker("d" * 32, "dia", "sira", frozenset({"auditor"}))
EVE = Worker("e" * 32, "eve", "sira", frozenset({"supervisor"}))
CIS = Worker("c" * 32, "cis", "other", frozenset({"supervisor"}))
WORDS = "le gardien demande un cadeau"
OTHER_WORDS = "personne ne repond jamais"
NOON_SECONDS = 12 * 3600
ANSWER = "Nous avons changé cela. Merci de l'avoir dit."


async def _numbers(desk: Desk, who: Worker) -> list[str]:
    lines = await desk.database.read(inbox.waiting, desk.phone.house, who)
    return [line.number for line in lines]


async def _only(desk: Desk, who: Worker = AWA) -> inbox.Line:
    (line,) = await desk.database.read(inbox.waiting, desk.phone.house, who)
    return line


async def _answer(desk: Desk, who: Worker, outcome: str = "mended", text: str = ANSWER) -> str | None:
    line = await _only(desk, who)
    await desk.database.write(answers.take, desk.phone.house, who, line.id, "")
    return await desk.database.write(answers.answer, desk.phone.house, who, line.id, outcome, text)


async def _ring(desk: Desk) -> None:
    """What time wakes, at noon of the next day."""
    at = await desk.database.read(now)
    await desk.wait(DAY_SECONDS - at % DAY_SECONDS + NOON_SECONDS)
    await desk.phone.runner.sweep()


async def test_grave_ones_come_first_whatever_their_deadline(desk: Desk, new_phone: Callable[[str], Phone]) -> None:
    await desk.phone.says("plainte", "3", OTHER_WORDS, "1")
    await desk.wait(13 * DAY_SECONDS)
    other = new_phone("whatsapp")
    await other.says("bonjour", "1", "1", "plainte", "1", WORDS, "1")
    lines = await desk.database.read(inbox.waiting, desk.phone.house, AWA)
    assert [line.grave for line in lines] == [True, False]
    assert lines[0].due_at > lines[1].due_at
    assert not any(line.late for line in lines)
    await desk.wait(2 * DAY_SECONDS)
    lines = await desk.database.read(inbox.waiting, desk.phone.house, AWA)
    assert [line.late for line in lines] == [False, True]


async def test_a_danger_told_as_a_complaint_names_the_urgent_case_to_who_sees_to_it(
    desk: Desk, new_phone: Callable[[str], Phone]
) -> None:
    """Who complains without a name is not led back to: their complaint names no case."""
    await desk.phone.says("plainte", "3", "on me frappe et on me menace avec un couteau", "1")
    line = await _only(desk)
    found = await desk.database.write(inbox.opened, desk.phone.house, AWA, line.id)
    codes = select(handover.c.code).where(handover.c.conversation_id == desk.id)
    assert found is not None
    assert [found.urgent] == await desk.database.read(lambda conn: list(conn.execute(codes).scalars()))
    nameless = new_phone("whatsapp")
    await nameless.says("bonjour", "1", "1", "plainte", "3", "on me frappe et on me menace avec un couteau", "2")
    lines = await desk.database.read(inbox.waiting, desk.phone.house, AWA)
    (other,) = (one for one in lines if one.id != line.id)
    unnamed = await desk.database.write(inbox.opened, desk.phone.house, AWA, other.id)
    assert unnamed is not None
    assert (unnamed.line.anonymous, unnamed.urgent) == (True, "")


async def test_the_worker_it_is_about_sees_nothing_of_it(desk: Desk) -> None:
    await desk.database.write(claim, desk.id, AWA)
    await desk.phone.says("plainte", "2", WORDS, "1")
    assert await _numbers(desk, AWA) == []
    line = await _only(desk, EVE)
    assert await desk.database.write(inbox.opened, desk.phone.house, AWA, line.id) is None
    assert not await desk.database.write(answers.take, desk.phone.house, AWA, line.id, "")
    seen = await desk.database.write(inbox.opened, desk.phone.house, DIA, line.id)
    assert seen is not None
    assert seen.text == WORDS
    noted = await desk.database.read(
        lambda conn: conn.execute(select(audit.c.worker_id).where(audit.c.action == "complaint_read")).scalars().all()
    )
    assert noted == [DIA.id]


async def test_the_organisation_whose_service_the_person_names_sees_nothing_of_it(desk: Desk) -> None:
    row = await desk.row()
    wish = Complain("ABC234", WORDS, "service", anonymous=True, level="P0", request="QRS567")

    def file(conn: Connection) -> None:
        conn.execute(
            insert(referral).values(
                id=new_id(), conversation_id=row["id"], number=wish.request, service="x", organisation="sira",
                status="sent", consent_id="", sealed=b"", at=0, changed_at=0,
            )
        )  # fmt: skip
        complaints.file(conn, desk.phone.vault, row, wish, now(conn))

    await desk.database.write(file)
    assert await _numbers(desk, AWA) == []
    assert await _numbers(desk, CIS) == ["ABC234"]


async def test_what_is_about_who_runs_the_desk_is_for_the_others(desk: Desk) -> None:
    await desk.phone.says("plainte", "3", WORDS, "1")
    assert await _numbers(desk, CIS) == [], "another organisation reads nothing that is not given to it"
    await desk.database.write(lambda conn: conn.execute(update(complaint).values(organisation="sira")))
    assert len(await _numbers(desk, CIS)) == 1
    assert await _numbers(desk, AWA) == await _numbers(desk, DIA) == []


async def test_behind_the_second_lock_the_inbox_is_still_there_and_nobody_elses(desk: Desk) -> None:
    """On PostgreSQL the console works as a role that sees its own organisation only, and complaints on their pages only."""
    await desk.phone.says("plainte", "3", WORDS, "1")
    await desk.database.write(lambda conn: conn.execute(update(complaint).values(organisation="sira")))
    here, house = Scope("other", CIS.id, complaints=True), desk.phone.house

    def behind(conn: Connection) -> str | None:
        take_on(conn, here)
        (line,) = inbox.waiting(conn, house, CIS)
        assert answers.take(conn, house, CIS, line.id, line.held_by)
        assert inbox.opened(conn, house, CIS, line.id) is not None
        return answers.answer(conn, house, CIS, line.id, "mended", ANSWER)

    assert await desk.database.write(behind) is None
    (kind,) = [one for one in await desk.database.read(_kinds) if one.startswith(complaint_news.NEWS)]
    assert kind.removeprefix(complaint_news.NEWS)


def _kinds(conn: Connection) -> list[str]:
    return list(conn.execute(select(timer.c.kind)).scalars())


async def test_of_twenty_who_take_it_one_does(desk: Desk) -> None:
    await desk.phone.says("plainte", "3", WORDS, "1")
    line = await _only(desk)
    many = [replace(EVE, id=f"{n:032d}", login=f"w{n}") for n in range(20)]

    def come(conn: Connection) -> None:
        rows = [{"id": one.id, "login": one.login, "password_hash": "", "created_at": 0} for one in many]
        conn.execute(worker.insert(), rows)

    await desk.database.write(come)
    tried = [desk.database.write(answers.take, desk.phone.house, one, line.id, "") for one in many]
    assert sum(await asyncio.gather(*tried)) == 1
    holder = (await _only(desk)).held_by
    assert await desk.database.write(answers.take, desk.phone.house, AWA, line.id, holder), "it can be taken over"
    assert not await desk.database.write(answers.take, desk.phone.house, EVE, line.id, holder)


async def test_only_its_holder_answers_once_and_with_words_and_an_outcome(desk: Desk) -> None:
    await desk.phone.says("plainte", "3", WORDS, "1")
    line = await _only(desk)

    async def answer(who: Worker, outcome: str, text: str) -> str | None:
        return await desk.database.write(answers.answer, desk.phone.house, who, line.id, outcome, text)

    assert await answer(AWA, "mended", ANSWER) == "not_held"
    await desk.database.write(answers.take, desk.phone.house, AWA, line.id, "")
    assert await answer(AWA, "nonsense", ANSWER) == "no_outcome"
    assert await answer(AWA, "mended", "   ") == "no_words"
    assert await answer(AWA, "mended", "x" * (answers.ANSWER_MAX + 1)) == "too_long"
    assert await answer(AWA, "mended", ANSWER) is None
    assert await answer(AWA, "mended", ANSWER) == "not_held"
    assert await _numbers(desk, AWA) == []
    (closed,) = await desk.database.read(inbox.answered, desk.phone.house, AWA)
    assert (closed.outcome, closed.number) == ("mended", line.number)


async def test_the_person_is_told_and_the_thread_shows_nothing_of_it(desk: Desk) -> None:
    await desk.phone.says("plainte", "3", WORDS, "1")
    line = await _only(desk)
    assert await _answer(desk, AWA) is None
    await desk.phone.says("menu")
    await _ring(desk)
    told = (await desk.database.read(desk.phone._heard)).french
    assert line.number in told
    assert ANSWER in told
    news = next(part for part in told.splitlines() if line.number in part)
    assert len(news) >= 80, "what a locked screen shows of it is neutral"

    def read(conn: Connection) -> str:
        row = conn.execute(FIND_BY_ID, {"conversation": desk.id}).mappings().one()
        key = desk.phone.vault.unwrap(row["person_id"], row["wrapped"])
        return "\n".join(one.text + one.french for one in thread(conn, key, row["id"]).lines)

    shown = await desk.database.read(read)
    assert "ma question" in shown
    for secret in (WORDS, ANSWER, line.number, "gardien"):
        assert secret not in shown


async def test_who_wants_no_more_messages_is_not_told_but_may_ask(desk: Desk) -> None:
    await desk.phone.says("plainte", "3", WORDS, "1", "stop")
    line = await _only(desk)
    await _answer(desk, AWA)
    await _ring(desk)
    assert ANSWER not in (await desk.database.read(desk.phone._heard)).french
    heard = await desk.phone.says("plainte", "6", line.number.lower())
    assert ANSWER in heard.french


async def test_an_unknown_person_is_told_by_the_number_alone(desk: Desk, new_phone: Callable[[str], Phone]) -> None:
    await desk.phone.says("plainte", "3", WORDS, "2")
    line = await _only(desk)
    assert line.anonymous
    other = new_phone("whatsapp")
    heard = await other.says("bonjour", "1", "1", "plainte", "6", line.number)
    assert "pas encore de réponse" in heard.french
    await _answer(desk, AWA)
    timers = await desk.database.read(lambda conn: conn.execute(select(timer.c.kind)).scalars().all())
    assert not any(kind.startswith(complaint_news.NEWS) for kind in timers)
    heard = await other.says("plainte", "6", f" {line.number[:3]} {line.number[3:]} ")
    assert ANSWER in heard.french
    heard = await other.says("plainte", "6", "ZZZZZZ")
    assert "n'est pas trouvé" in heard.french
    assert "De quoi s'agit-il" in heard.french


async def test_an_unknown_ones_complaint_leads_to_nobody_from_any_table(desk: Desk) -> None:
    await desk.phone.says("plainte", "3", WORDS, "2")

    def read(conn: Connection) -> tuple[dict[str, list[dict[str, object]]], dict[str, object]]:
        tables = {t.name: [dict(r) for r in conn.execute(select(t)).mappings()] for t in metadata.sorted_tables}
        return tables, tables["complaint"][0]

    tables, row = await desk.database.read(read)
    assert row["conversation_id"] == ""
    assert row["at"] % DAY_SECONDS == 0, "the second in which it came would tell whose turn it was"  # type: ignore[operator]
    ids = {str(value) for name, rows in tables.items() if name != "complaint" for one in rows for value in one.values()}
    assert not ids & {str(row["id"]), str(row["number"])}, "no other table speaks of it in the clear"
    own = {str(one[name]) for one in tables["conversation"] for name in ("id", "person_id", "last_from")}
    assert not own & {str(value) for value in row.values()}
    newest = max(str(one["id"]) for name in ("message", "inbound") for one in tables[name])
    assert str(row["id"])[:8] != newest[:8], "an id of ours bears the time"


async def test_forgetting_takes_the_words_and_the_answer_too(desk: Desk) -> None:
    await desk.phone.says("plainte", "3", WORDS, "1")
    await _answer(desk, AWA)
    await desk.phone.says("effacer", "1")
    row = await desk.database.read(lambda conn: conn.execute(select(complaint)).mappings().one())
    assert (row["sealed"], row["answer"], row["conversation_id"], row["about"]) == (b"", b"", "", "")
    seen = await desk.database.write(inbox.opened, desk.phone.house, AWA, row["id"])
    assert seen is not None
    assert seen.erased
