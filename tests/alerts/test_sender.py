"""Calls in the team's group: one each, most urgent first, in the team's topic, and changed when somebody takes it."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import Connection, func, select, update

from bot import turns
from bot.alerts.errands import BACKOFF_SECONDS, LEASE_SECONDS, claim_next, is_due, settle
from bot.alerts.group import StaffBot
from bot.alerts.sender import CallSender, by_telegram
from bot.channels.wire import Delivered
from bot.desk import ladder
from bot.desk.claim import claim, release
from bot.desk.reach import reach
from bot.desk.staff import Worker
from bot.desk.transfer import Target, transfer
from bot.engine.book import Book
from bot.records.tables import alert, alert_topic, conversation, handover
from content.leads import Lead
from tests.alerts.conftest import CHAT, DANGER, Room
from tests.doubles.server import Fault
from tests.phone import Phone

AWA = Worker("a" * 32, "awa", "sira", frozenset({"supervisor"}))


async def test_the_call_is_ready_when_the_message_is_stored(room: Room) -> None:
    (made,) = await room.calls()
    assert (made["state"], made["level"], made["kind"], made["means"]) == ("ready", "P0", "new", "telegram")
    opened = select(handover.c.opened_at)
    assert made["at"] == await room.database.read(lambda conn: conn.execute(opened).scalar_one())
    assert await room.database.read(is_due, "telegram")


async def test_a_turn_that_is_rolled_back_calls_nobody(room: Room, book: Book) -> None:
    other = Phone(book, room.database, "telegram", sender="700900")
    await other.says("bonjour", "1", "1", "1")

    def broken(conn: Connection) -> None:
        assert turns.take(conn, room.phone.house, other.item(DANGER)).conversation == other.conversation
        assert conn.execute(select(func.count()).select_from(alert)).scalar_one() == 2
        raise RuntimeError

    with pytest.raises(RuntimeError):
        await room.database.write(broken)
    assert len(await room.calls()) == 1


async def test_it_stands_in_the_topic_of_the_team_and_says_nothing_of_the_person(
    room: Room, sender: CallSender
) -> None:
    await room.wait(130)
    await sender.sweep()
    (made,) = await room.calls()
    (shown,) = room.seen()
    assert (
        shown.text
        == f"🔴 P0 · Danger – Une demande attend\nfrançais · Bamako · attend depuis 2 min\nCode {made['code']}"
    )
    assert shown.buttons == [("Prendre", f"take:{made['id']}")]
    group = room.api.groups[CHAT]
    ((number, name),) = group.topics.items()
    assert name.startswith("sira")
    assert group.topic_of[shown.message_id] == number
    assert (made["state"], made["reference"]) == ("sent", str(shown.message_id))


async def test_a_topic_is_made_once_for_all_calls_of_a_team(room: Room, sender: CallSender) -> None:
    await sender.sweep()
    await room.wait(301)
    for due in await room.database.read(ladder.due_steps):
        await room.database.write(ladder.climb, room.phone.house, due)
    await sender.sweep()
    first, second = room.seen()
    assert "Personne n'a encore pris" in second.text
    places = room.api.groups[CHAT].topic_of
    assert places[first.message_id] == places[second.message_id]
    assert [call.method for call in room.api.calls].count("createForumTopic") == 1


async def test_the_most_urgent_is_called_first(room: Room, sender: CallSender, book: Book) -> None:
    later = Phone(book, room.database, "whatsapp")
    later.runner.house = replace(later.house, means=("telegram",))
    await later.says("bonjour", "1", "1", "1", "1", "je veux parler à quelqu'un", "ma question")
    await room.database.write(lambda conn: conn.execute(update(alert).where(alert.c.level != "P0").values(at=1)))
    await sender.sweep()
    assert [shown.text[2:4] for shown in room.seen()] == ["P0", "P3"]


async def test_a_group_without_topics_is_called_plainly_and_asked_again_later(room: Room, sender: CallSender) -> None:
    group = room.api.groups[CHAT]
    group.forum = False
    await sender.sweep()
    (shown,) = room.seen()
    assert shown.message_id not in group.topic_of
    assert (await room.calls())[0]["state"] == "sent"
    group.forum = True
    for seconds, topics in ((0, 0), (3601, 1)):
        await room.wait(seconds)
        await _again(room)
        await sender.sweep()
        assert len(group.topics) == topics


@pytest.mark.parametrize("may", [True, False])
async def test_without_the_right_to_make_topics_the_group_itself_is_called(
    room: Room, sender: CallSender, *, may: bool
) -> None:
    room.api.groups[CHAT].may = may
    await sender.sweep()
    assert len(room.seen()) == 1
    assert len(room.api.groups[CHAT].topics) == int(may)


async def test_a_topic_that_somebody_deleted_is_made_anew_and_no_call_is_lost(room: Room, sender: CallSender) -> None:
    await sender.sweep()
    group = room.api.groups[CHAT]
    group.topics.clear()
    await _again(room)
    await sender.sweep()
    assert len(room.seen()) == 2
    assert room.seen()[1].message_id not in group.topic_of
    await _again(room)
    await sender.sweep()
    assert group.topic_of[room.seen()[2].message_id] in group.topics


async def test_who_takes_it_ends_the_button(room: Room, sender: CallSender) -> None:
    await sender.sweep()
    assert await room.database.write(claim, room.phone.conversation, AWA)
    await sender.sweep()
    (shown,) = room.seen()
    assert shown.text.startswith("✓ Prise par l'équipe")
    assert "awa" not in shown.text
    assert shown.buttons == []
    assert (await room.calls())[0]["state"] == "over"
    assert not await room.database.read(is_due, "telegram")


async def test_who_takes_it_while_the_call_is_on_its_way_ends_the_button_too(room: Room, sender: CallSender) -> None:
    errand = await room.database.write(claim_next, "telegram")
    await room.database.write(claim, room.phone.conversation, AWA)
    room.api.new_group(CHAT)
    posted = await _post(room)
    await room.database.write(settle, errand, Delivered(str(posted)))
    await sender.sweep()
    assert room.seen()[0].text.startswith("✓ Prise")


async def test_what_is_given_up_before_the_change_keeps_its_button(room: Room, sender: CallSender) -> None:
    await sender.sweep()
    await room.database.write(claim, room.phone.conversation, AWA)
    await room.database.write(release, room.phone.conversation, AWA)
    await sender.sweep()
    assert room.seen()[0].buttons
    assert (await room.calls())[0]["state"] == "sent"


async def test_nobody_is_called_for_what_is_over_or_went_to_another_house(room: Room, sender: CallSender) -> None:
    await room.database.write(lambda conn: conn.execute(update(conversation).values(organisation="other")))
    await sender.sweep()
    assert room.seen() == []
    assert (await room.calls())[0]["state"] == "over"


async def test_a_case_that_moves_to_another_house_is_called_there_and_no_more_here(
    room: Room, sender: CallSender
) -> None:
    leads = room.phone.house.book.directory.leads
    elsewhere = leads.model_copy(update={"regions": {**leads.regions, "gao": Lead(organisation="other", team="gao")}})
    book = replace(room.phone.house.book, directory=replace(room.phone.house.book.directory, leads=elsewhere))
    room.phone.house = replace(room.phone.house, book=book)
    await sender.sweep()

    def move_away(conn: Connection) -> None:
        row = reach(conn, room.phone.conversation, AWA)
        assert row is not None
        there = Target("other", team="gao")
        assert transfer(conn, room.phone.house, row, AWA, there, "plus près de la personne") is None

    await room.database.write(move_away)
    await sender.sweep()
    first, second = room.seen()
    assert first.text.startswith("✓ Cette demande n'attend plus ici")
    assert (first.buttons, len(second.buttons)) == ([], 1)
    places = room.api.groups[CHAT].topic_of
    assert places[first.message_id] != places[second.message_id]


async def test_two_senders_at_once_send_each_call_once(room: Room, book: Book) -> None:
    for number in range(8):
        other = Phone(book, room.database, "telegram", sender=f"70020{number}")
        other.runner.house = room.phone.house
        await other.says("bonjour", "1", "1", "1", DANGER)
    bots = [StaffBot(room.settings) for _ in range(3)]
    senders = [CallSender(room.database, "telegram", by_telegram(room.database, book, one)) for one in bots]
    await asyncio.gather(*(one.sweep() for one in senders))
    for one in bots:
        await one.close()
    shown = room.seen()
    assert len(shown) == 9
    assert len({one.buttons[0][1] for one in shown}) == 9
    assert [call.method for call in room.api.calls].count("createForumTopic") <= 2, "one a team"
    rows = select(func.count()).select_from(alert_topic)
    assert await room.database.read(lambda conn: conn.execute(rows).scalar_one()) <= 2


async def test_a_sender_that_dies_in_the_middle_is_followed_by_another(room: Room, sender: CallSender) -> None:
    assert await room.database.write(claim_next, "telegram")
    await sender.sweep()
    assert room.seen() == [], "it is leased"
    await room.wait(LEASE_SECONDS + 1)
    await sender.sweep()
    assert len(room.seen()) == 1


async def test_what_telegram_cannot_take_now_is_tried_again(room: Room, sender: CallSender) -> None:
    await sender.sweep()
    await _again(room)
    room.api.slow_down(60)
    await sender.sweep()
    made = (await room.calls())[0]
    assert made["state"] == "ready"
    assert "slow down" in made["error"]
    await room.wait(30)
    await sender.sweep()
    assert len(room.seen()) == 1
    await room.wait(31)
    await sender.sweep()
    assert len(room.seen()) == 2
    assert (await room.calls())[0]["error"] == ""


async def test_after_an_hour_of_trying_it_has_failed_and_says_why(room: Room, sender: CallSender) -> None:
    await sender.sweep()
    await _again(room)
    tries = 0
    while (await room.calls())[0]["state"] == "ready":
        room.api.fail_next(Fault(500, '{"ok":false,"error_code":500,"description":"Internal"}'))
        await sender.sweep()
        await room.wait(max(BACKOFF_SECONDS) + 1)
        tries += 1
    assert tries == len(BACKOFF_SECONDS) + 1
    made = (await room.calls())[0]
    assert made["state"] == "failed"
    assert made["error"]


async def test_a_group_that_moved_says_its_new_number(room: Room, sender: CallSender) -> None:
    await sender.sweep()
    await _again(room)
    moved = '{"ok":false,"error_code":400,"description":"Bad Request: group chat was upgraded","parameters":{"migrate_to_chat_id":-100777}}'
    room.api.fail_next(Fault(400, moved))
    await sender.sweep()
    assert "SIRA_TELEGRAM_STAFF_CHAT=-100777" in (await room.calls())[0]["error"]


async def test_a_bug_in_one_call_is_survived(room: Room) -> None:
    async def broken(_: object) -> Delivered:
        raise RuntimeError("le nom de quelqu'un")

    await CallSender(room.database, "telegram", broken).sweep()
    made = (await room.calls())[0]
    assert (made["state"], made["error"]) == ("ready", "RuntimeError")


async def _again(room: Room) -> None:
    """As if the first call had not been made yet."""
    values = {"state": "ready", "reference": "", "next_at": 0, "tries": 0}
    await room.database.write(lambda conn: conn.execute(update(alert).values(**values)))


async def _post(room: Room) -> int:
    bot = StaffBot(room.settings)
    sent = await bot.post("x", ("Prendre", "take:x"), 0)
    await bot.close()
    assert isinstance(sent, Delivered)
    return int(sent.provider_id)
