"""No name of ours stands where people read: the paper for the person, the thread, the queue, the team's page."""

from __future__ import annotations

import re
from typing import Any

from fastapi import FastAPI
from sqlalchemy import Connection, insert, select

from bot.desk.my_data import my_data
from bot.desk.staff import worker_of
from bot.records.clock import now
from bot.records.ids import new_id
from bot.records.tables import follow_up, worker
from tests.console.conftest import Desk, Person

OURS = re.compile(r"\b(yes|talk|referral|follow_up|news|answered|set|went|missed|P[0-3]|welcome\.\w+|\w+@\d+)\b")


async def test_the_paper_for_the_person_speaks_in_words(
    app: FastAPI, awa: Desk, person: Person, the_conversation: Any
) -> None:
    await person.asks_for_somebody()
    talk = await the_conversation()
    await awa.get(f"/desk/c/{talk}")
    await awa.post(f"/desk/c/{talk}/claim")
    await awa.get(f"/desk/c/{talk}")
    await awa.ends(f"/desk/c/{talk}")

    def happened(conn: Connection) -> Any:
        at = now(conn)
        conn.execute(
            insert(follow_up).values(
                id=new_id(), conversation_id=talk, referral_id="r", days=7, started="yes", helped="yes", at=at
            )
        )  # fmt: skip
        awa_ = worker_of(conn, conn.execute(select(worker.c.id).where(worker.c.login == "awa")).scalar_one())
        assert awa_ is not None
        return my_data(conn, app.state.house, awa_, talk)

    found = await app.state.db.write(happened)
    told = {name: [f"{one.what} : {one.words}" for one in items] for name, items in found.parts.items()}
    assert told["agreed"][0].startswith("garder la discussion : oui : version du texte lu")
    assert told["helped"] == ["P3 · Question : Autre"]
    assert len(told["followed"]) == 2
    for name in ("agreed", "followed"):
        assert not OURS.search(" ".join(told[name])), told[name]


async def test_a_voice_is_called_a_voice(awa: Desk, person: Person, the_conversation: Any) -> None:
    await person.says("bonjour", "1", "1", "1", "je veux parler à quelqu'un")
    await person.sends(person.api.person_sends(person.chat, "voice", b"OggS" + b"0" * 40))
    await awa.get(f"/desk/c/{await the_conversation()}")
    assert "message vocal" in awa.words
    assert "(voice)" not in awa.words
    await awa.get("/desk/queue")
    assert "(voice)" not in awa.words


async def test_a_team_bears_the_name_of_its_place(awa: Desk) -> None:
    await awa.get("/desk/people")
    assert ">Gao</option>" in awa.html
    assert ">gao</option>" not in awa.html
