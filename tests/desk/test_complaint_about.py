"""Whom a complaint names, and who held the talk in which it was written, see nothing of it, and the person is promised no more."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, delete, select

from bot.desk import complaint_answers as answers
from bot.desk import complaint_draft
from bot.desk import complaint_inbox as inbox
from bot.desk.claim import RESTING, claim
from bot.desk.complaints import named_in
from bot.desk.staff import Worker, add_worker, worker_of
from bot.desk.unread_complaints import unread
from bot.records.tables import complaint, membership
from tests.desk.conftest import AWA, Desk

HOME = "sira"
KINDS = {"service": "1", "wait": "3", "sira": "4", "other": "5"}


async def _worker(desk: Desk, login: str, role: str = "supervisor") -> Worker:
    made = await desk.database.write(add_worker, login, role, HOME, "a-good-password")
    found: Worker | None = await desk.database.read(worker_of, made)
    assert found is not None
    return found


async def _seen_by(desk: Desk, *who: Worker) -> list[int]:
    return [len(await desk.database.read(inbox.waiting, desk.phone.house, one)) for one in who]


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
async def test_who_holds_the_talk_sees_nothing_of_it_whatever_it_was_filed_as(desk: Desk, kind: str) -> None:
    eve = await _worker(desk, "eve")
    await desk.database.write(claim, desk.id, AWA)
    await desk.phone.says("plainte", kind, "la personne qui me repond est mechante", "2")
    assert await _seen_by(desk, AWA, eve) == [0, 1]


@pytest.mark.parametrize(
    "words",
    ["tsupervisor de l'equipe Sira m'a insulte", "C'est TSUPERVISOR !", "le nommé «tsupervisor», il crie"],
)
async def test_who_is_named_sees_nothing_of_it_and_is_offered_nothing(desk: Desk, words: str) -> None:
    named, other = await _worker(desk, "tsupervisor"), await _worker(desk, "eve")
    await desk.phone.says("plainte", "2", words, "2")
    assert await _seen_by(desk, named, other) == [0, 1]
    (line,) = await desk.database.read(inbox.waiting, desk.phone.house, other)
    assert await desk.database.write(inbox.opened, desk.phone.house, named, line.id) is None
    assert not await desk.database.write(answers.take, desk.phone.house, named, line.id, "")
    written = complaint_draft.Draft("", "des mots")
    assert not await desk.database.write(complaint_draft.keep, desk.phone.house, named, line.id, written)


async def test_a_login_of_two_words_is_known_by_both_and_a_piece_of_a_word_is_nobody(desk: Desk) -> None:
    named = await _worker(desk, "awa.traore")
    of = lambda text: desk.database.read(named_in, text)  # noqa: E731
    assert named.id in (await of("c'est Awa Traoré qui le dit")).split()
    assert named.id not in (await of("awa m'aide, traore crie")).split()
    assert await of("elle est bouleversée") == ""


async def test_whom_later_words_name_loses_it(desk: Desk) -> None:
    named, other = await _worker(desk, "tsupervisor"), await _worker(desk, "eve")
    await desk.phone.says("plainte", "3", "on me fait attendre", "1")
    (line,) = await desk.database.read(inbox.waiting, desk.phone.house, named)
    await desk.database.write(answers.take, desk.phone.house, named, line.id, "")
    assert await desk.database.write(answers.write, desk.phone.house, named, line.id, "Qui donc ?") is None
    await desk.phone.says(line.number, "c'est tsupervisor qui me fait attendre")
    assert await _seen_by(desk, named, other) == [0, 1]
    assert (
        await desk.database.write(answers.answer, desk.phone.house, named, line.id, "unfounded", "Non.") == "not_held"
    )


async def test_where_nobody_else_is_left_nothing_is_promised_and_the_operator_is_told(desk: Desk) -> None:
    await desk.database.write(lambda conn: conn.execute(delete(membership)))
    only = await _worker(desk, "eve")
    told = (await desk.phone.says("plainte", "2", "eve m'a insulté", "1")).french
    assert "il n'y a pas d'autre personne pour le lire" in told
    assert "jours" not in told
    assert await _seen_by(desk, only) == [0]
    assert await desk.database.read(unread, HOME) == 1
    await desk.phone.says("plainte", "3", "on me fait attendre", "1")
    assert await _seen_by(desk, only) == [1]


async def test_who_only_follows_another_person_reads_it(desk: Desk) -> None:
    await desk.phone.says("plainte", "3", "on me fait attendre", "1")

    def named(conn: Connection) -> tuple[str, str]:
        return tuple(conn.execute(select(complaint.c.worker_id, complaint.c.named)).one())  # type: ignore[return-value]

    assert await desk.database.read(named) == ("", "")
    assert await _seen_by(desk, AWA) == [1]


async def test_words_of_a_complaint_are_no_words_to_the_worker_who_waits_for_the_person(desk: Desk) -> None:
    await desk.database.write(claim, desk.id, AWA)
    await desk.reply(AWA, "Dites-moi.")
    rests = (await desk.row())["lease_until"]
    await desk.phone.says("plainte", "3", "on me fait attendre", "1")
    assert (await desk.row())["lease_until"] == rests == RESTING
    await desk.phone.says("voilà mes mots")
    assert (await desk.row())["lease_until"] != RESTING


@pytest.mark.parametrize("held", [False, True], ids=["waiting", "held"])
async def test_one_written_freely_is_a_complaint_and_not_read_by_whom_it_names(desk: Desk, held: bool) -> None:
    named, other = await _worker(desk, "tsupervisor"), await _worker(desk, "eve")
    if held:
        await desk.database.write(claim, desk.id, named)
    told = (await desk.phone.says("L'agent tsupervisor m'a demandé de l'argent et je veux me plaindre")).french
    assert "Votre numéro est" in told
    assert await _seen_by(desk, named, other) == [0, 1]
    (line,) = await desk.database.read(inbox.waiting, desk.phone.house, other)
    assert (line.anonymous, line.grave) == (True, True)
    await desk.phone.says("1")
    (line,) = await desk.database.read(inbox.waiting, desk.phone.house, other)
    assert not line.anonymous, "the answer comes into the talk"
