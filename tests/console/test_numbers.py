"""The numbers page: pictures with their tables, by period and place, and nothing that could be somebody."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

from fastapi import FastAPI
from openpyxl import load_workbook
from sqlalchemy import Connection, insert, select

from bot.desk.exports_xlsx import Sheet, workbook
from bot.desk.filters import PERIODS
from bot.desk.staff import add_worker
from bot.records.clock import now
from bot.records.ids import new_id
from bot.records.tables import audit, conversation, follow_up, handover, referral, request, transition
from tests.console.conftest import PASSWORD, Desk, Person

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
                    id=new_id(),
                    conversation_id=talk,
                    referral_id=f"r{number}",
                    days=7,
                    started="yes",
                    helped="yes",
                    at=at,
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
    assert cells == ["caché", "12 min", "1 h", "75 à 100 %"]


async def test_few_are_hidden_everywhere(app: FastAPI, awa: Desk, person: Person) -> None:
    await _work(app, person, 4)
    await awa.get("/desk/numbers")
    cells = re.findall(r"<td>([^<]*)</td>", awa.html)
    services = re.search(r'aria-labelledby="map-title.*?</section>', awa.html, re.DOTALL)
    assert services
    assert set(cells) & {"1", "2", "3", "4"} <= set(re.findall(r"<td>(\d)</td>", services[0])), (
        "services may be counted"
    )
    assert "caché" in cells


async def test_filters_are_kept_and_nonsense_is_as_if_not_asked(app: FastAPI, awa: Desk, person: Person) -> None:
    await _work(app, person, 12)
    await awa.get("/desk/numbers?days=7&place=kayes&flow=referral")
    for chosen in (
        'value="7" selected',
        'value="kayes" selected',
        'value="referral" selected>Demande de mise en contact',
    ):
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
    answers = re.search(r'aria-label="Qui répond">.*?</section>', cis.html, re.DOTALL)
    assert answers
    assert "anpe" not in answers[0].lower()


async def test_the_workbook_is_had_by_a_second_persons_word_for_a_week_and_logged(
    app: FastAPI, awa: Desk, cis: Desk, new_desk: Callable[[], Desk], person: Person, wait: Callable[[int], Any]
) -> None:
    await _work(app, person, 12)
    await app.state.db.write(add_worker, "eve", "supervisor", "sira", PASSWORD)
    eve = new_desk()
    await eve.sign_in("eve")
    await awa.get("/desk/numbers?days=30")
    assert (await awa.post("/desk/numbers/ask", days="30", place="", flow="referral")).status_code == 303
    statement = select(request.c.id, request.c.thing)
    asked = await app.state.db.read(lambda conn: conn.execute(statement).one())
    assert asked.thing == "30//referral"
    address = f"/desk/numbers/export/{asked.id}"
    assert (await awa.get(address)).status_code == 404, "not allowed yet"
    await awa.get("/desk/requests")
    assert (await awa.post(f"/desk/requests/{asked.id}/allow")).status_code == 404, "not by oneself"
    await eve.get("/desk/requests")
    for said in (
        "Période les 30 jours avant l'ouverture",
        "Lieu partout",
        "Demande de mise en contact",
        "aucune personne",
    ):
        assert said in eve.words, "who allows it reads how far it reaches and what it holds"
    assert (await eve.post(f"/desk/requests/{asked.id}/allow")).status_code == 303
    await awa.get("/desk/requests")
    assert address in awa.html
    for other in (eve, cis):
        assert (await other.get(address)).status_code == 404, "only who asked"
    answer = await awa.get(address)
    book = load_workbook(BytesIO(answer.content))
    assert book.sheetnames[0] == "À lire"
    found = {str(row[0].value): row[2].value for row in book["Premiers mots d une personne"].iter_rows(min_row=3)}
    assert " ".join(str(found["P1 · Pressé"]).split()) == "12 min"
    noted = select(audit.c.action).where(audit.c.thing == asked.id).order_by(audit.c.id)
    actions = await app.state.db.read(lambda conn: conn.execute(noted).scalars().all())
    assert actions == ["ask:export", "allow", "open:export"]
    await wait(8 * DAY)
    await awa.sign_in("awa")
    assert (await awa.get(address)).status_code == 404, "a week is over"


def test_no_cell_of_a_workbook_is_a_formula() -> None:
    nasty = ("=1+1", "+1", "-1", "@x", "\t=1", "12", "1\u202f234", "<b>")
    made = workbook(
        [Sheet("a/b[c]", "=note", ("=head", "b"), tuple((one, one) for one in nasty)), Sheet("a/b[c]", "", ("x",), ())]
    )
    book = load_workbook(BytesIO(made))
    assert len(set(book.sheetnames)) == 2
    page = book.worksheets[0]
    assert not any(one.data_type == "f" for row in page.iter_rows() for one in row)
    values = [row[0].value for row in page.iter_rows(min_row=3)]
    assert values == ["'=1+1", "'+1", "'-1", "'@x", "'\t=1", 12, 1234, "<b>"]
    assert page["A1"].value == "'=note"
