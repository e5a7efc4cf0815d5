"""A worker asks whether answers may be kept, and the yes or no is the one of the beginning."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from bot.desk.card import card
from bot.desk.claim import claim
from bot.desk.first_yes import Why, ask_first_yes
from bot.desk.reach import reach
from bot.desk.staff import Worker
from bot.engine.book import Book
from bot.records.database import Database
from bot.records.tables import consent
from tests.desk.conftest import AWA, BOU, Desk, _come_to_work
from tests.desk.referring import read
from tests.phone import Phone

PUT = "la question est posée"


@pytest.fixture
async def in_danger(database: Database, book: Book) -> Desk:
    """Somebody said that they are threatened before they said yes or no; Awa holds the talk."""
    phone = Phone(book, database, "telegram")
    await phone.says("bonjour", "1", "on me menace ici")
    made = Desk(database, phone)
    await database.write(_come_to_work, AWA, BOU)
    assert await database.write(claim, made.id, AWA)
    return made


async def _asked(desk: Desk, who: Worker = AWA, version: int | None = None) -> Why | None:
    seen = (await desk.row())["version"] if version is None else version

    def put(conn: Any) -> Why | None:
        row = reach(conn, desk.id, who)
        assert row is not None
        return ask_first_yes(conn, desk.phone.house, row, who, seen, anyway=False)

    return await desk.database.write(put)  # type: ignore[no-any-return]


async def test_a_yes_is_the_consent_of_the_beginning_and_what_was_said_of_danger_becomes_known(in_danger: Desk) -> None:
    assert await _asked(in_danger) is None
    heard = await in_danger.phone.says("où êtes-vous ?")
    assert [message.text.partition(",")[0] for message in heard.messages] == ["Sira est une machine"], (
        "the question alone"
    )
    assert card(in_danger.phone.house.book, heard.session, 0).consent.endswith(PUT)
    heard = await in_danger.phone.says("oui")
    assert "C'est noté" in heard.french
    (row,) = await read(in_danger, select(consent))
    assert (row["purpose"], row["given"], row["language"]) == ("talk", 1, "fr")
    assert row["wording"].startswith("welcome.consent.ask@")
    assert row["inbound_id"]
    assert heard.session.facts["signs.threatened"] == "yes"
    assert card(in_danger.phone.house.book, heard.session, 0).consent == "a dit oui"
    assert (await in_danger.phone.says("et maintenant ?")).messages == (), "the human goes on, not the machine"


async def test_a_no_keeps_nothing_and_the_team_stays(in_danger: Desk) -> None:
    assert await _asked(in_danger) is None
    heard = await in_danger.phone.says("non")
    assert "C'est votre choix" in heard.french
    assert (heard.session.consent, dict(heard.session.notes), heard.row["mode"]) == ("no", {}, "human")
    assert [row["given"] for row in await read(in_danger, select(consent))] == [0]
    assert await _asked(in_danger) is None, "who has thought again may be asked again"


async def test_once_the_worker_has_left_the_talk_begins_where_it_would_have(in_danger: Desk) -> None:
    await _asked(in_danger)
    await in_danger.phone.says("oui")
    assert await in_danger.end(AWA, "other")
    heard = await in_danger.phone.says("bonjour", "menu")
    assert heard.row["mode"] == "bot"
    assert heard.session.consent == "yes"


@pytest.mark.parametrize(("given", "why"), [({"who": BOU}, "not_mine"), ({"version": 0}, "stale")])
async def test_what_cannot_be_asked_is_not(in_danger: Desk, given: dict[str, Any], why: Why) -> None:
    before = await in_danger.row()
    assert await _asked(in_danger, **given) == why
    assert await in_danger.row() == before


async def test_who_has_said_yes_is_not_asked_again(in_danger: Desk) -> None:
    await _asked(in_danger)
    await in_danger.phone.says("oui")
    assert await _asked(in_danger) == "yes_already"
