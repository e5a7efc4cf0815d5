"""A complaint that stays open: the team writes, whoever complained answers with the number; nothing of it elsewhere."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, select

from bot.desk import complaint_answers as answers
from bot.desk import complaint_inbox as inbox
from bot.desk import complaint_words
from bot.desk.complaint_news import news_of
from bot.desk.staff import Worker
from bot.engine.effects import Send
from bot.engine.events import Said
from bot.engine.moment import Moment
from bot.engine.session import Request, Session
from bot.engine.step import step
from bot.inbox import FIND_BY_ID
from bot.records.clock import now
from bot.records.tables import audit, complaint
from tests.desk.conftest import AWA, Desk
from tests.desk.referring import NUMBER, SERVICE, read
from tests.desk.test_complaints import _only, _ring

EVE = Worker("e" * 32, "eve", "sira", frozenset({"supervisor"}))
WORDS = "le gardien demande un cadeau"
QUESTION = "Quel jour était-ce ?"
REPLY = "C'était jeudi, à la porte."


async def _filed(desk: Desk, name: str = "1") -> str:
    """A complaint taken by Awa; its number. ``name``: 1 to be answered here, 2 to stay unknown."""
    heard = await desk.phone.says("plainte", "3", WORDS, name)
    line = await _only(desk)
    assert f"Votre numéro est {line.number}" in heard.french
    assert "Gardez ce numéro" in heard.french
    assert await desk.database.write(answers.take, desk.phone.house, AWA, line.id, "")
    return line.number


async def _writes(desk: Desk, text: str = QUESTION, who: Worker = AWA) -> str | None:
    line = await _only(desk)
    return await desk.database.write(answers.write, desk.phone.house, who, line.id, text)


async def _opened(desk: Desk) -> inbox.Opened:
    line = await _only(desk)
    opened = await desk.database.write(inbox.opened, desk.phone.house, AWA, line.id)
    assert opened is not None
    return opened


async def test_the_team_asks_the_person_answers_and_the_complaint_stays_open(desk: Desk) -> None:
    number = await _filed(desk)
    assert await _writes(desk) is None
    assert (await _only(desk)).last == "team"
    await _ring(desk)
    heard = await desk.phone.says("plainte", "6")
    assert number in heard.french, "whoever is answered here need not have kept it"
    heard = await desk.phone.says("1")
    assert QUESTION in heard.french
    heard = await desk.phone.says(REPLY)
    assert "C'est noté, merci" in heard.french
    line, opened = await _only(desk), await _opened(desk)
    assert (line.last, line.closed_at) == ("person", 0)
    assert [(word.who, word.text) for word in opened.said] == [("team", QUESTION), ("person", REPLY)]
    assert "complaint_write" in [row["action"] for row in await read(desk, select(audit))]
    assert REPLY not in str(dict(heard.session.notes)), "its words leave the session"
    assert await desk.database.write(answers.answer, desk.phone.house, AWA, line.id, "mended", "C'est réglé.") is None
    heard = await desk.phone.says("plainte", "6", "1")
    assert "C'est réglé." in heard.french


async def test_the_question_is_pushed_with_the_way_to_answer(desk: Desk) -> None:
    await _filed(desk)
    await _writes(desk)

    def news(conn: Connection) -> tuple[bool, str]:

        row = conn.execute(FIND_BY_ID, {"conversation": desk.id}).mappings().one()
        number = conn.execute(select(complaint.c.number)).scalar_one()
        at = {**row, "now": row["last_at"], "mode": "bot"}
        event = news_of(conn, desk.phone.vault, at, Session(), f"complaint_{number}")  # type: ignore[arg-type]
        assert event is not None
        return event.asks, event.text

    assert await desk.database.write(news) == (True, QUESTION)


async def test_who_stays_unknown_answers_by_the_number_and_leaves_no_hour(desk: Desk) -> None:
    number = await _filed(desk, "2")
    await _writes(desk)
    heard = await desk.phone.says("plainte", "6")
    assert "Écrivez le numéro" in heard.french, "no list: nothing leads from the person to it"
    heard = await desk.phone.says(number)
    assert QUESTION in heard.french
    await desk.phone.says(REPLY)
    for word in (await _opened(desk)).said:
        assert word.at % 86_400 == 0
    heard = await desk.phone.says("plainte")
    assert number not in str(dict(heard.session.notes))


@pytest.mark.parametrize(
    ("who", "text", "why"), [(EVE, QUESTION, "not_held"), (AWA, "  ", "no_words"), (AWA, "x" * 1501, "too_long")]
)
async def test_what_is_not_written_changes_nothing(desk: Desk, who: Worker, text: str, why: str) -> None:
    await _filed(desk)
    assert await _writes(desk, text, who) == why
    assert (await _opened(desk)).said == ()


async def test_an_answer_to_what_was_closed_meanwhile_is_nobody_s(desk: Desk) -> None:
    number = await _filed(desk)
    line = await _only(desk)
    await desk.database.write(answers.answer, desk.phone.house, AWA, line.id, "mended", "C'est réglé.")

    def late(conn: Connection) -> None:
        complaint_words.add_reply(conn, desk.phone.vault, number, REPLY, now(conn))

    await desk.database.write(late)
    (row,) = await read(desk, select(complaint))
    assert complaint_words.said(desk.phone.vault, row) == ()


async def test_a_request_s_number_in_the_wrong_place_is_answered_all_the_same(desk: Desk) -> None:
    book, said = desk.phone.house.book, ""
    session = Session(language="fr", consent="yes", requests=(Request(NUMBER, SERVICE, "sent"),))
    for text in ("plainte", "6", NUMBER.lower()):
        done = step(book, session, Said(text), Moment(at=1_795_165_200))
        session = done.session
        said = "\n".join(
            book.catalogues.say(line, "fr")
            for effect in done.effects
            if isinstance(effect, Send)
            for line in effect.lines
        )
    assert f"demande {NUMBER}" in said
    assert "L'équipe l'a donnée au service" in said
    assert "n'est pas trouvé" not in said
