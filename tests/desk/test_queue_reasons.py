"""Why a row stands in the queue: in our words, with the question; no word of who needs protection."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection

from bot.desk.claim import claim, release
from bot.desk.levels import Changed, NotChanged, change_level
from bot.desk.queue_reasons import QUESTION_MAX, Why, reasons_in_queue
from bot.desk.reach import reach
from bot.desk.staff import Worker
from bot.signs import MANY
from tests.desk.conftest import AWA, BOU, Desk
from tests.phone import Phone

ADA = Worker("d" * 32, "ada", "sira", frozenset({"admin"}))
CIS = Worker("c" * 32, "cis", "other", frozenset({"supervisor"}))


async def _why(desk: Desk, viewer: Worker = AWA) -> Why | None:
    found = await desk.database.read(reasons_in_queue, desk.phone.house, viewer, [desk.id])
    return found.get(desk.id)


async def test_a_question_stands_with_its_reason(desk: Desk) -> None:
    why = await _why(desk)
    assert why is not None
    assert why == Why("demande une personne", "ma question", 0, why.code)
    assert len(why.code) == MANY


async def test_neither_who_reads_no_talk_nor_another_house_reads_a_line(desk: Desk) -> None:
    assert await _why(desk, ADA) is None
    assert await _why(desk, CIS) is None


async def test_of_protection_no_word_of_the_person_and_no_reason_for_who_may_not_take_it(desk: Desk) -> None:
    await desk.phone.says("je ne veux plus vivre")
    trained, other = await _why(desk), await _why(desk, BOU)
    assert trained is not None
    assert (trained.line, trained.words) == ("ne veut plus vivre · demande une personne", "")
    assert other is not None
    assert (other.line, other.words) == ("", "")


async def test_a_danger_told_as_a_complaint_says_that_its_words_are_elsewhere(desk: Desk) -> None:
    """Whoever comes asks anew: they do not read what was said on the way of a complaint, nor that it was one."""
    await desk.phone.says("plainte", "2", "un agent me menace, il va me tuer ce soir", "2")
    why = await _why(desk)
    assert why is not None
    assert why.line.endswith("ses mots ne sont pas ici : demandez-lui ce qui se passe")
    assert "plainte" not in why.line
    assert why.words == ""


async def test_a_long_question_is_cut_between_two_words(desk: Desk, new_phone: Callable[[str], Phone]) -> None:
    other = new_phone("whatsapp")
    question = "quand commence la formation " * 9
    await other.says("bonjour", "1", "1", "1", "1", "je veux parler à quelqu'un", question)
    found = (await desk.database.read(reasons_in_queue, other.house, AWA, [other.conversation]))[other.conversation]
    assert found.words.endswith(" …")
    assert question.startswith(found.words.removesuffix(" …"))
    assert len(found.words) <= QUESTION_MAX + 2


async def test_who_writes_again_while_nobody_has_it_is_seen_until_somebody_answers(desk: Desk) -> None:
    await desk.wait(600)
    await desk.phone.says("vous êtes là ?")
    wrote = await _why(desk)
    assert wrote is not None
    assert wrote.wrote_at == (await desk.row())["last_at"]
    assert "a écrit" not in wrote.line, "it is said once"
    await desk.database.write(claim, desk.id, AWA)
    held = await _why(desk)
    assert held is not None
    assert held.wrote_at == 0
    await desk.wait(5)
    await desk.reply(AWA, "Bonjour, je suis là.")
    await desk.database.write(release, desk.id, AWA)
    answered = await _why(desk)
    assert answered is not None
    assert answered.wrote_at == 0, "what was answered is not new"


async def test_who_was_raised_by_a_colleague_stands_with_what_that_colleague_noted(desk: Desk) -> None:
    async def change(level: str, reason: str) -> None:
        version = (await desk.row())["version"]

        def to(conn: Connection) -> Changed | NotChanged:
            row = reach(conn, desk.id, AWA)
            assert row is not None
            return change_level(conn, desk.phone.house, row, AWA, level, reason, version, sure=True)

        assert await desk.database.write(to) == Changed(level)

    await change("P0", "menacée par son oncle " * 6)
    raised, other = await _why(desk), await _why(desk, BOU)
    assert raised is not None
    assert raised.noted.startswith("menacée par son oncle menacée")
    assert raised.noted.endswith(" …")
    assert (raised.line, raised.words) == ("demande une personne", ""), "the question of before is not why it is danger"
    assert other is not None
    assert other.noted == ""
    await change("P3", "c'était une erreur")
    lowered = await _why(desk)
    assert lowered is not None
    assert (lowered.noted, lowered.words) == ("", "ma question")
