"""The numbers page: pictures with their tables, by period and place, and nothing that could be somebody."""

from __future__ import annotations

import re

from fastapi import FastAPI
from sqlalchemy import Connection, insert, select

from bot.desk.figures import PERIODS
from bot.records.clock import now
from bot.records.ids import new_id
from bot.records.tables import conversation, follow_up, handover, referral, transition
from tests.console.conftest import Desk, Person

NAMES = ("first_words", "ages", "stages", "answers", "complaints", "map", "drop_out")
MINUTE, DAY = 60, 86_400


async def _work(app: FastAPI, person: Person, many: int) -> None:
    """Many closed requests of one person, and referrals with their news."""
    await person.asks_for_somebody()

    def write(conn: Connection) -> None:
        talk, at = conn.execute(select(conversation.c.id)).scalar_one(), now(conn)
        for number in range(many):
            opened = at - (number + 1) * MINUTE
            conn.execute(
                insert(handover).values(
                    id=new_id(), conversation_id=talk, level="P1", opened_at=opened, due_at=opened + 3600,
                    first_words_at=opened + 12 * MINUTE, closed_at=at, organisation="sira",
                )
            )  # fmt: skip
            conn.execute(
                insert(referral).values(
                    id=new_id(), conversation_id=talk, number=f"N{number}", service="anpe-accueil", organisation="anpe",
                    status="served", consent_id="", sealed=b"", sent_at=at - 2 * DAY, due_at=at - DAY, answered_at=at - DAY,
                    said_by_person="helped", at=at, changed_at=at,
                )
            )  # fmt: skip
            conn.execute(
                insert(follow_up).values(
                    id=new_id(), conversation_id=talk, referral_id=f"r{number}", days=7, started="yes", helped="yes", at=at
                )
            )
        way = {"source": "orientation.where", "target": "orientation.region", "why": "choice:mali"}
        conn.execute(insert(transition).values(day=at // DAY, count=73, **way))
        conn.execute(insert(transition).values(day=at // DAY, count=4, **(way | {"why": "choice:niger"})))

    await app.state.db.write(write)


async def test_every_picture_has_a_title_and_a_table_behind_it(app: FastAPI, awa: Desk, person: Person) -> None:
    await _work(app, person, 12)
    assert (await awa.get("/desk/numbers")).status_code == 200
    for name in NAMES:
        assert f'aria-labelledby="{name}-title {name}-told"' in awa.html
    assert awa.html.count("<svg") == awa.html.count("<table") == awa.html.count("<desc")
    assert "12 min" in awa.words
    row = re.search(r"<tr><th scope=\"row\">P1[^<]*</th>(.*?)</tr>", awa.html)
    assert row
    cells = [" ".join(cell.split()) for cell in re.findall(r"<td>([^<]*)</td>", row[1])]
    assert cells == ["caché", "12 min", "1 h", "plus de trois quarts"]


async def test_few_are_hidden_everywhere(app: FastAPI, awa: Desk, person: Person) -> None:
    await _work(app, person, 4)
    await awa.get("/desk/numbers")
    cells = re.findall(r"<td>([^<]*)</td>", awa.html)
    services = re.search(r'aria-labelledby="map-title.*?</section>', awa.html, re.DOTALL)
    assert services
    assert set(cells) & {"1", "2", "3", "4"} <= set(re.findall(r"<td>(\d)</td>", services[0])), "services may be counted"
    assert "caché" in cells


async def test_filters_are_kept_and_nonsense_is_as_if_not_asked(app: FastAPI, awa: Desk, person: Person) -> None:
    await _work(app, person, 12)
    await awa.get("/desk/numbers?days=7&place=kayes&flow=referral")
    for chosen in ('value="7" selected', 'value="kayes" selected', "<option selected>referral"):
        assert chosen in awa.html
    assert "12 min" not in awa.words, "nobody of Kayes"
    await awa.get("/desk/numbers?days=-1&place=%3Cscript%3E&flow=../x&days=9999999999999999999999")
    assert 'value="90" selected' in awa.html
    assert "script&gt;" not in awa.html
    assert 90 in PERIODS


async def test_every_flow_can_be_drawn_on_one_small_page(app: FastAPI, awa: Desk) -> None:
    for flow in app.state.house.book.flows:
        assert (await awa.get(f"/desk/numbers?flow={flow}")).status_code == 200


async def test_case_workers_find_nothing_and_another_organisation_only_its_own(
    app: FastAPI, bou: Desk, cis: Desk, person: Person
) -> None:
    await _work(app, person, 12)
    assert (await bou.get("/desk/numbers")).status_code == 404
    await cis.get("/desk/numbers")
    assert "12 min" not in cis.words
    assert "anpe" not in cis.words.lower()
