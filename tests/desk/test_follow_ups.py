"""News later: kept in stable words for each request, asked only in safe hours, and of nobody who said no."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Connection, insert, select

from bot.desk import follow_ups
from bot.desk.claim import claim
from bot.engine.effects import FollowedUp
from bot.engine.session import Request, Session
from bot.inbox import FIND_BY_ID
from bot.records.clock import now
from bot.records.ids import new_id
from bot.records.tables import consent, conversation, follow_up, handover, is_open, referral, timer
from tests.desk.conftest import AWA, Desk

DAY = 86_400
NOON = 12 * 3600
SERVICE = "anpe-accueil"
FLOW = ("oui", "1")


async def _refer(desk: Desk, *numbers: str) -> None:
    """Requests of the person, in the records and in the session, so that the talk knows them."""

    def write(conn: Connection) -> None:
        row = conn.execute(FIND_BY_ID, {"conversation": desk.id}).mappings().one()
        key = desk.phone.vault.unwrap(row["person_id"], row["wrapped"])
        session = Session.from_json(key.open(desk.id, "session", row["session"]))
        data: dict[str, Any] = {name: getattr(session, name) for name in Session.__slots__}
        data["requests"] = tuple(Request(number, SERVICE, "sent") for number in numbers)
        conn.execute(
            conversation.update()
            .where(conversation.c.id == desk.id)
            .values(session=key.seal(desk.id, "session", Session(**data).to_json()))
        )
        for number in numbers:
            conn.execute(
                insert(referral).values(
                    id=new_id(), conversation_id=desk.id, number=number, service=SERVICE, organisation="anpe",
                    status="sent", consent_id="", sealed=b"", at=0, changed_at=0,
                )
            )  # fmt: skip

    await desk.database.write(write)


async def _plan(desk: Desk, days: int, *, given: int = 1) -> None:
    row = await desk.row()

    def write(conn: Connection) -> None:
        at = now(conn)
        conn.execute(
            insert(consent).values(
                id=new_id(), person_id=row["person_id"], purpose="follow_up", given=given, wording="x", language="fr",
                at=at,
            )
        )  # fmt: skip
        kind = f"{follow_ups.KIND}{days}"
        conn.execute(insert(timer).values(id=new_id(), conversation_id=desk.id, kind=kind, due_at=at + DAY))

    await desk.database.write(write)


async def _noon(desk: Desk, hour: int = NOON) -> None:
    at = await desk.database.read(now)
    await desk.wait(2 * DAY - at % DAY + hour)
    await desk.phone.runner.sweep()


async def _rows(desk: Desk) -> list[dict[str, Any]]:
    statement = select(follow_up).order_by(follow_up.c.id)
    return await desk.database.read(lambda conn: [dict(row) for row in conn.execute(statement).mappings()])


async def _timers(desk: Desk) -> list[str]:
    kinds = select(timer.c.kind).where(timer.c.conversation_id == desk.id)
    return await desk.database.read(lambda conn: list(conn.execute(kinds).scalars()))


async def _heard(desk: Desk) -> str:
    return (await desk.database.read(desk.phone._heard)).french


async def test_each_request_is_asked_about_and_kept_as_it_is_answered(desk: Desk) -> None:
    await _refer(desk, "AAA222", "BBB333")
    await _plan(desk, 7)
    await desk.phone.says("retour")
    await _noon(desk)
    assert "Avez-vous un moment" in await _heard(desk)
    heard = await desk.phone.says(*FLOW)
    assert "AAA222" in heard.french
    heard = await desk.phone.says("1")
    (kept,) = await _rows(desk)
    assert (kept["started"], kept["helped"], kept["days"], kept["service"]) == ("yes", "", 7, SERVICE)
    heard = await desk.phone.says("2", "1")
    assert "BBB333" in heard.french
    await desk.phone.says("4", "4")
    first, second = await _rows(desk)
    assert (first["started"], first["helped"], first["missing"]) == ("yes", "little", "money")
    assert (second["started"], second["reason"], second["helped"]) == ("stopped", "found", "")
    assert first["referral_id"] != second["referral_id"]


async def test_bad_news_bring_a_human_and_what_is_not_said_is_not_kept(desk: Desk) -> None:
    await desk.database.write(claim, desk.id, AWA)
    assert await desk.end(AWA, "other")
    await _refer(desk, "AAA222")
    await _plan(desk, 30)
    await _noon(desk)
    await desk.phone.says(*FLOW, "4")
    opened = select(handover.c.level).where(is_open(handover))
    assert await desk.database.read(lambda conn: conn.execute(opened).scalars().all()) == []
    await desk.phone.says("7")
    assert await desk.database.read(lambda conn: conn.execute(opened).scalars().all()) == ["P2"]
    (kept,) = await _rows(desk)
    assert (kept["started"], kept["reason"]) == ("stopped", "")


async def test_who_never_made_a_request_is_asked_once_in_general(desk: Desk) -> None:
    await _plan(desk, 7)
    await _noon(desk)
    await desk.phone.says(*FLOW, "2")
    (kept,) = await _rows(desk)
    assert (kept["referral_id"], kept["service"], kept["started"]) == ("", "", "appointment")


async def test_at_night_it_waits_for_the_morning(desk: Desk) -> None:
    await _plan(desk, 7)
    await _noon(desk, hour=3 * 3600)
    assert "Avez-vous un moment" not in await _heard(desk)
    assert await _timers(desk) == ["follow_up_7"]
    await desk.wait(5 * 3600)
    await desk.phone.runner.sweep()
    assert "Avez-vous un moment" in await _heard(desk)


async def test_while_a_worker_holds_the_talk_it_waits(desk: Desk) -> None:
    await _plan(desk, 7)
    row = await desk.row()
    await _noon(desk, hour=NOON - 3600)
    assert row["mode"] == "queued"
    await _plan(desk, 30)
    at = await desk.database.read(now)
    await desk.wait(DAY - at % DAY + NOON)
    await desk.database.write(claim, desk.id, AWA)
    await desk.wait(DAY)
    await desk.database.write(claim, desk.id, AWA)
    await desk.phone.runner.sweep()
    assert await _timers(desk) == ["follow_up_30"]


async def test_who_stops_hears_nothing_more(desk: Desk) -> None:
    for days in (30, 90, 365):
        await _plan(desk, days)
    await _plan(desk, 7)
    await desk.phone.says("retour")
    at = await desk.database.read(now)
    only = timer.c.kind != "follow_up_7"
    await desk.database.write(lambda conn: conn.execute(timer.update().where(only).values(due_at=at + 9 * DAY)))
    await _noon(desk)
    await desk.phone.says("3")
    assert await _timers(desk) == []
    given = select(consent.c.given).where(consent.c.purpose == "follow_up").order_by(consent.c.id.desc()).limit(1)
    assert await desk.database.read(lambda conn: conn.execute(given).scalar_one()) == 0


@pytest.mark.parametrize(("surveyed", "given"), [(True, 1), (False, 1), (True, 0)])
async def test_a_year_after_only_the_sample_is_asked_and_only_who_agreed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, *, surveyed: bool, given: int
) -> None:
    monkeypatch.setattr(follow_ups, "is_surveyed", lambda _id: surveyed)
    await _plan(desk, 90, given=given)
    await _noon(desk)
    assert await _timers(desk) == (["follow_up_365"] if surveyed and given else [])
    if surveyed and given:
        await desk.wait(276 * DAY)
        await _noon(desk)
        await desk.phone.says(*FLOW, "1", "1")
        assert [row["days"] for row in await _rows(desk)] == [365]


def test_the_sample_is_the_same_whenever_it_is_drawn_and_about_as_large_as_said() -> None:
    ids = [new_id() for _ in range(4000)]
    drawn = [one for one in ids if follow_ups.is_surveyed(one)]
    assert drawn == [one for one in ids if follow_ups.is_surveyed(one)]
    share = len(ids) / follow_ups.SURVEYED_ONE_IN
    assert 0.85 * share < len(drawn) < 1.15 * share


async def test_one_row_a_date_and_request_grows(desk: Desk) -> None:
    await desk.database.write(follow_ups.keep, desk.id, FollowedUp(7, "", started="yes"), 1)
    await desk.database.write(follow_ups.keep, desk.id, FollowedUp(7, "", started="yes", helped="no"), 2)
    await desk.database.write(follow_ups.keep, desk.id, FollowedUp(30, "", started="no"), 3)
    assert [(row["days"], row["started"], row["helped"], row["at"]) for row in await _rows(desk)] == [
        (7, "yes", "no", 2), (30, "no", "", 3),
    ]  # fmt: skip
