"""What the person answers after the appointment reaches the desk with each answer; over both stores."""

from __future__ import annotations

from bot.desk import afterwards, open_tasks, referral_words
from bot.desk.referral_page import Opened, look
from bot.engine.effects import Visited
from tests.desk.conftest import AWA, Desk
from tests.desk.referring import DAY, NUMBER, met

WENT, RECEIVED = Visited(NUMBER, "yes"), Visited(NUMBER, "yes", "yes")
HELPED = Visited(NUMBER, "yes", "yes", "yes")


async def _after(desk: Desk) -> str:
    """Two days later, a worker is to ask the organisation."""
    one = await met(desk)
    await desk.wait(8 * DAY)
    await desk.database.write(afterwards.ask_to_call, one)
    return one


async def _says(desk: Desk, *answers: Visited) -> None:
    for said in answers:
        await desk.database.write(referral_words.visited, desk.id, said)


async def _page(desk: Desk, one: str) -> Opened:
    found = await desk.database.write(look, desk.phone.house, AWA, one)
    assert found is not None
    return found


async def _history(desk: Desk, one: str) -> list[str]:
    """What the person has told, as the page lists it."""
    return [line.what for line in (await _page(desk, one)).history if line.who == "person"]


async def test_that_they_went_is_on_the_page_and_with_the_task_before_any_further_answer(desk: Desk) -> None:
    one = await _after(desk)
    await _says(desk, WENT, WENT)
    page = await _page(desk, one)
    assert (page.told, page.row["status"], await _history(desk, one)) == ("went", "accepted", ["went"])
    (listed,) = await desk.database.read(open_tasks.of_organisation, AWA)
    assert [(task.kind, task.person) for task in (*page.tasks, listed)] == [("outcome", "went")] * 2


async def test_that_they_were_received_ends_the_question_to_the_organisation_though_nothing_follows(desk: Desk) -> None:
    one = await _after(desk)
    await _says(desk, WENT, RECEIVED)
    page = await _page(desk, one)
    assert (page.told, page.row["status"], page.tasks) == ("served", "served", ())
    assert await _history(desk, one) == ["went", "served"]


async def test_the_last_answer_adds_to_the_others_and_repeats_none(desk: Desk) -> None:
    one = await _after(desk)
    await _says(desk, WENT, RECEIVED, HELPED, HELPED)
    assert (await _page(desk, one)).told == "helped"
    assert await _history(desk, one) == ["went", "served", "helped"]


async def test_that_they_did_not_go_or_were_not_received_is_said_apart(desk: Desk) -> None:
    one = await _after(desk)
    await _says(desk, Visited(NUMBER, "no"), Visited(NUMBER, "no"))
    page = await _page(desk, one)
    assert (page.told, [task.person for task in page.tasks]) == ("missed", ["missed"])
    await _says(desk, Visited(NUMBER, "yes", "no"))
    page = await _page(desk, one)
    assert (page.told, [task.person for task in page.tasks]) == ("not_served", ["not_served"])
    assert await _history(desk, one) == ["missed", "went", "said_not_served"]


async def test_who_would_not_say_whether_they_were_received_went_all_the_same(desk: Desk) -> None:
    one = await _after(desk)
    await _says(desk, WENT, Visited(NUMBER, "yes", ""))
    assert ((await _page(desk, one)).told, await _history(desk, one)) == ("went", ["went"])
