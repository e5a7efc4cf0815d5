"""A form that is sent once more, by a browser that loads its answer anew or by a worker whose line broke, undoes nothing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import httpx
import pytest

from bot.desk.sessions import SESSION_SECONDS
from tests.console.conftest import Desk, Person, checked
from tests.console.test_drafts import SCRIPT, _held
from tests.console.test_late_words import back

Found = Callable[[], Awaitable[str]]


def _form(desk: Desk, text: str) -> dict[str, str]:
    return {name: desk.field(name) for name in ("csrf", "version", "seen", "page")} | {"text": text}


async def _by_script(desk: Desk, address: str, form: dict[str, str]) -> httpx.Response:
    return checked(await desk.client.post(address, data=form, headers=SCRIPT))


@pytest.fixture
async def address(awa: Desk, person: Person, the_conversation: Found) -> str:
    return await _held(awa, person, the_conversation)


@pytest.mark.parametrize("first", ["", "Allez à"])
async def test_the_answer_to_a_refused_form_loaded_anew_leaves_the_newer_draft(
    first: str, awa: Desk, person: Person, address: str
) -> None:
    if first:
        await person.says("encore une chose")  # the page is stale by now
    old = _form(awa, first)
    assert (await awa.post(f"{address}/reply", **old)).status_code == 409
    assert (await _by_script(awa, f"{address}/draft", _form(awa, "Allez à Kayes demain."))).status_code == 204
    assert (await awa.post(f"{address}/reply", **old)).status_code == 409
    assert ">Allez à Kayes demain.</textarea>" in awa.html
    await awa.get(address)
    assert ">Allez à Kayes demain.</textarea>" in awa.html


async def test_words_of_an_older_page_that_nobody_kept_yet_stand_beside_the_newer_ones(awa: Desk, address: str) -> None:
    older = _form(awa, "Du premier onglet.")
    await awa.get(address)
    assert (await _by_script(awa, f"{address}/draft", _form(awa, "Du second."))).status_code == 204
    assert (await _by_script(awa, f"{address}/draft", older)).status_code == 409, (
        "it is told that another page is newer"
    )
    await awa.post(f"{address}/draft", **older)
    await awa.get(address)
    assert ">Du second.\n\nDu premier onglet.</textarea>" in awa.html


async def test_a_form_whose_answer_was_lost_goes_out_once(awa: Desk, person: Person, address: str) -> None:
    form = _form(awa, "Venez demain à dix heures.")
    for _ in range(2):
        answer = await _by_script(awa, f"{address}/reply", form)
        assert (answer.status_code, answer.json()) == (200, {"to": address})
    await _by_script(awa, f"{address}/draft", form)  # what a page that knows of nothing still keeps
    assert (await awa.post(f"{address}/reply", **form)).status_code == 303, "the same without scripts"
    await person.sees("Venez demain à dix heures.")
    await awa.get(address)
    assert awa.html.count("Venez demain à dix heures.") == 1, "in the thread once, and not in the box"
    assert (await awa.post(f"{address}/reply", **_form(awa, "Venez demain à dix heures."))).status_code == 303
    await awa.get(address)
    assert awa.html.count("Venez demain à dix heures.") == 2, "said again on a page that shows it, it is meant"


async def test_our_script_is_told_where_the_page_says_why(awa: Desk, address: str) -> None:
    answer = await _by_script(awa, f"{address}/reply", _form(awa, " "))
    assert answer.json() == {"to": f"{address}?unsent=unsent_empty"}
    assert (await awa.get(answer.json()["to"])).status_code == 200
    assert "Écrivez quelques mots d'abord." in awa.words
    for other in ("transfer_over", "nothing", "<b>"):
        await awa.get(address, params={"unsent": other})
        assert 'id="notice"' not in awa.html


async def test_the_last_words_of_a_session_that_ended_long_ago_find_their_worker(
    awa: Desk, address: str, wait: Callable[[int], Awaitable[None]]
) -> None:
    await _by_script(awa, f"{address}/draft", _form(awa, "Je vous"))
    await wait(SESSION_SECONDS * 2 + 1)
    answer = await _by_script(awa, f"{address}/draft", _form(awa, "Je vous lirai"))
    assert "kept=1" in answer.headers["location"]
    await back(awa, answer.headers["location"])
    assert ">Je vous lirai</blockquote>" in awa.html


async def test_a_page_that_comes_to_the_door_by_itself_is_told_why(awa: Desk, address: str) -> None:
    await awa.post("/desk/logout")
    await awa.get("/desk/login", params={"to": address, "over": "1"})
    assert "Votre session est finie" in awa.words
    await awa.get("/desk/login")
    assert "Votre session est finie" not in awa.words
