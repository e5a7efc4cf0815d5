"""A tap stands in the thread with the words of its button, whoever holds the talk and whenever it comes: a code says nothing."""

from __future__ import annotations

import pytest

from bot.desk.claim import claim
from bot.desk.reach import reach
from bot.desk.thread import thread
from tests.desk.conftest import AWA, Desk


async def _read(desk: Desk) -> list[tuple[str, str]]:
    """Who said what, as the page of the desk shows it."""

    def shown(conn):  # type: ignore[no-untyped-def]
        row = reach(conn, desk.id, AWA)
        key = desk.phone.vault.unwrap(row["person_id"], row["wrapped"])
        return [(line.side, line.text) for line in thread(conn, key, desk.id, "").lines]

    return await desk.database.write(shown)


async def _tap(desk: Desk, choice: str) -> None:
    heard = await desk.phone.says()
    await desk.phone.says(f"/tap {heard.session.seq}:{choice}")


@pytest.mark.parametrize("held", [False, True], ids=["waiting", "held by a worker"])
async def test_continuer_is_read_as_continuer(desk: Desk, *, held: bool) -> None:
    await desk.phone.says("aide")
    if held:
        await desk.database.write(claim, desk.id, AWA)
        await desk.reply(AWA, "Je vous lis.")
    await _tap(desk, "go_on")
    read = [words for side, words in await _read(desk) if side == "person"]
    assert read[-1] == "Continuer"
    assert "go_on" not in read


async def test_a_tap_that_comes_late_has_its_words_too(desk: Desk) -> None:
    heard = await desk.phone.says("aide")
    await desk.phone.says("retour")
    await desk.phone.says(f"/tap {heard.session.seq}:go_on")
    read = [words for side, words in await _read(desk) if side == "person"]
    assert read[-1] == "Continuer"


async def test_beside_a_worker_a_tap_says_under_which_question_of_the_machine_it_stood(desk: Desk) -> None:
    heard = await desk.phone.says("aide")
    await desk.database.write(claim, desk.id, AWA)
    await desk.reply(AWA, "Avez-vous mangé ?")
    told = await desk.phone.says(f"/tap {heard.session.seq}:go_on")
    assert any("question de la machine" in message.text for message in told.messages)

    def asked(conn):  # type: ignore[no-untyped-def]
        row = reach(conn, desk.id, AWA)
        key = desk.phone.vault.unwrap(row["person_id"], row["wrapped"])
        return [line.asked for line in thread(conn, key, desk.id, "").lines if line.side == "person"]

    before, last = (await desk.database.write(asked))[-2:]
    assert (before, "choisissez" in last) == ("", True)
