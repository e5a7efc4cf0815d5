"""The organisation moves the day that it gave, or calls it off, under its link; over both stores."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import Connection, select

from bot.desk import open_tasks, partner, referrals
from bot.desk.appointments import Meeting, standing_id
from bot.desk.partner import Given, Shown
from bot.desk.partner_gone import ask_for_another, gone
from bot.desk.referral_aside import KEPT_MAX, WORDS_MAX, asides_of
from bot.desk.referral_list import listed
from bot.desk.referral_page import look
from bot.desk.referral_states import by_worker, move
from bot.desk.request_standing import stand
from bot.engine.session import Request
from bot.records.clock import now as clock_now
from bot.records.tables import appointment, audit, referral, referral_event, referral_link, timer
from tests.desk.conftest import AWA, Desk
from tests.desk.referring import DAY, NUMBER, SERVICE, expected, owner, read, sent

ANSWER_DAYS = referrals.TERMS["P3"] // DAY
"""A link lives at least as long as the answer is awaited."""


async def _opened(desk: Desk) -> tuple[str, str]:
    await desk.noon()
    one, token = await sent(desk)
    await desk.database.write(partner.open_file, desk.phone.house, token)
    return one, token


async def _says(desk: Desk, token: str, given: Given) -> bool:
    done = await desk.database.write(partner.answer, desk.phone.house, token, given)
    assert done is not None
    return done[1]


async def _page(desk: Desk, token: str) -> Shown:
    found = await desk.database.write(partner.look, desk.phone.house, token)
    assert found is not None
    return found[0]


async def _in(desk: Desk, days: int, place: str = "Lafiabougou") -> Meeting:
    return Meeting(await desk.database.read(clock_now) + days * DAY, place)


async def _accepted(desk: Desk) -> tuple[str, str]:
    """Accepted by the organisation, with a day in five days."""
    one, token = await _opened(desk)
    assert await _says(desk, token, Given("appointment", "waiting", meeting=await _in(desk, 5)))
    return one, token


async def _request(desk: Desk) -> Request:
    def now(conn: Connection) -> Request:
        _, key = owner(conn, desk)
        return stand(conn, key, desk.id, (Request(NUMBER, SERVICE, "draft"),))[0]

    return await desk.database.read(now)


async def _history(desk: Desk) -> list[tuple[str, str]]:
    rows = await read(desk, select(referral_event).order_by(referral_event.c.id))
    return [(row["who"], row["reason"] or row["target"]) for row in rows]


async def test_the_organisation_moves_the_day_and_everybody_knows(desk: Desk) -> None:
    one, token = await _accepted(desk)
    first = await _request(desk)
    assert (first.meets > 0, first.before) == (True, 0)
    page = await _page(desk, token)
    assert await _says(desk, token, Given("appointment", page.mark, meeting=await _in(desk, 9, "Kati")))
    request = await _request(desk)
    assert (request.status, request.place, request.before) == ("accepted", "Kati", first.meets)
    assert (await _history(desk))[-1] == ("organisation", "moved")
    assert "referral:moved" in [row["action"] for row in await read(desk, select(audit))]
    assert f"referral_{NUMBER}" in [row["kind"] for row in await read(desk, select(timer))], "the person is told"
    (link,) = await read(desk, select(referral_link))
    assert link["until"] >= request.meets, "it lives until the word afterwards"
    assert (await desk.database.write(look, desk.phone.house, AWA, one)).meeting.place == "Kati"  # type: ignore[union-attr]


async def test_a_day_that_is_called_off_leaves_the_yes_and_gives_the_team_something_to_do(desk: Desk) -> None:
    _, token = await _accepted(desk)
    first = await _request(desk)
    page = await _page(desk, token)
    assert await _says(desk, token, Given("called_off", page.mark, words="  Le formateur est   malade. "))
    request = await _request(desk)
    assert (request.status, request.meets, request.before) == ("accepted", 0, first.meets)
    assert [row["state"] for row in await read(desk, select(appointment))] == ["cancelled"]
    assert [task.kind for task in await desk.database.read(open_tasks.of_organisation, AWA)] == ["called_off"]
    assert await _stands(desk) == ["accepted_no_day"] * 3
    after = await _page(desk, token)
    assert (after.meeting, after.called_off, after.noted) == (None, True, "called_off")
    assert await _says(desk, token, Given("appointment", after.mark, meeting=await _in(desk, 12)))
    assert await desk.database.read(open_tasks.of_organisation, AWA) == [], "a new day closes it"
    assert await _stands(desk) == ["accepted"] * 3
    assert await _history(desk) == [
        (AWA.id, "sent"), ("organisation", "seen"), ("organisation", "appointment"), ("organisation", "called_off"),
        ("organisation", "appointment"),
    ]  # fmt: skip


async def _stands(desk: Desk) -> list[str]:
    """What the list, the conversation's page and the referral's own page say."""

    def said(conn: Connection) -> list[str]:
        _, key = owner(conn, desk)
        (one,) = referrals.of_conversation(conn, key, desk.id)
        page = look(conn, desk.phone.house, AWA, one["id"], read=False)
        return [*(line.standing for line in listed(conn, AWA)), one["standing"], page.standing if page else ""]

    return await desk.database.read(said)


async def test_after_all_no_ends_the_day_and_tells_why(desk: Desk) -> None:
    one, token = await _accepted(desk)
    first = await _request(desk)
    page = await _page(desk, token)
    assert await _says(desk, token, Given("declined", page.mark, "full", "Complet jusqu'en mars."))
    request = await _request(desk)
    assert (request.status, request.because, request.meets, request.before) == ("declined", "full", 0, first.meets)
    assert await desk.database.read(gone, token) == "declined"
    opened = await desk.database.write(look, desk.phone.house, AWA, one)
    assert opened is not None
    assert [aside.words for aside in opened.asides] == ["Complet jusqu'en mars."]


async def test_words_for_the_team_are_sealed_and_bounded(desk: Desk) -> None:
    one, token = await _opened(desk)
    for number in range(KEPT_MAX + 2):
        page = await _page(desk, token)
        words = f"{number} " + "a" * WORDS_MAX
        assert await _says(desk, token, Given("studying", page.mark, words=words))
    (row,) = await read(desk, select(referral))
    assert b"aaaa" not in row["sealed"]

    def kept(conn: Connection) -> list[str]:
        _, key = owner(conn, desk)
        return [aside.words for aside in asides_of(referrals.of_conversation(conn, key, desk.id)[0])]

    words_kept = await desk.database.read(kept)
    assert len(words_kept) == KEPT_MAX
    assert words_kept[-1].startswith(f"{KEPT_MAX + 1} ")
    assert max(map(len, words_kept)) == WORDS_MAX
    assert row["id"] == one


@pytest.mark.parametrize("late", ["appointment", "called_off", "declined", "not_served"])
async def test_a_page_that_is_older_than_the_workers_change_changes_nothing(desk: Desk, late: str) -> None:
    one, token = await _accepted(desk)
    page = await _page(desk, token)
    theirs = await _in(desk, 7, "Kati")
    await desk.database.write(expected, desk, one, theirs)
    given = Given(late, page.mark, "full", meeting=await _in(desk, 9))  # type: ignore[arg-type]
    assert not await _says(desk, token, given)
    request = await _request(desk)
    assert (request.status, request.meets, request.place) == ("accepted", theirs.at, "Kati")
    assert await _says(desk, token, Given("called_off", (await _page(desk, token)).mark)), (
        "the page as it is now counts"
    )


async def test_of_ten_who_move_the_day_at_once_from_both_sides_one_wins_and_one_day_stands(desk: Desk) -> None:
    one, token = await _accepted(desk)
    page = await _page(desk, token)
    before = page.mark.partition(".")[2]
    meetings = [await _in(desk, 6 + number) for number in range(10)]

    def worker(conn: Connection, meeting: Meeting) -> bool:
        from bot.desk.referral_days import DayChanged, meet

        _, key = owner(conn, desk)
        try:
            meet(conn, key, one, by_worker(AWA), meeting, before)
        except DayChanged:
            return False
        return True

    steps = [
        desk.database.write(worker, meeting)
        if number % 2
        else _says(desk, token, Given("appointment", page.mark, meeting=meeting))
        for number, meeting in enumerate(meetings)
    ]
    assert sum(await asyncio.gather(*steps)) == 1
    states = sorted(row["state"] for row in await read(desk, select(appointment)))
    assert states == ["cancelled", "set"]
    assert await desk.database.read(standing_id, one) != before


async def test_the_same_yes_twice_counts_once_and_is_no_trouble(desk: Desk) -> None:
    _, token = await _opened(desk)
    assert await _says(desk, token, Given("accepted", "waiting"))
    assert await _says(desk, token, Given("accepted", "waiting"))
    assert [what for _, what in await _history(desk)].count("accepted") == 1
    assert not await _says(desk, token, Given("declined", "waiting", "full")), "of an old page a yes is not undone"


async def test_what_became_of_a_link_is_told_to_whoever_had_it(desk: Desk) -> None:
    one, first = await _opened(desk)
    assert await desk.database.read(gone, first) is None
    assert await desk.database.read(gone, "A" * 43) is None
    second = await desk.database.write(referrals.remind, one, by_worker(AWA), "hand")
    assert await desk.database.read(gone, first) == "replaced"
    await desk.wait(ANSWER_DAYS * DAY + 1)
    assert await desk.database.read(gone, second) == "expired"
    await desk.database.write(move, one, "withdrawn", by_worker(AWA), "mistake")
    assert {await desk.database.read(gone, token) for token in (first, second)} == {"over"}


async def test_an_expired_link_asks_for_another_once(desk: Desk) -> None:
    one, token = await _opened(desk)
    assert not await desk.database.write(ask_for_another, token), "it opens"
    assert not await desk.database.write(ask_for_another, "A" * 43)
    await desk.wait(ANSWER_DAYS * DAY + 1)
    for _ in range(3):
        assert await desk.database.write(ask_for_another, token)
    assert [task.kind for task in await desk.database.read(open_tasks.of_organisation, AWA)].count("link") == 1
    assert [what for _, what in await _history(desk)].count("asks_link") == 1
    await desk.database.write(referrals.remind, one, by_worker(AWA), "hand")
    assert "link" not in [task.kind for task in await desk.database.read(open_tasks.of_organisation, AWA)]
    assert not await desk.database.write(ask_for_another, token), "a newer one lives"
