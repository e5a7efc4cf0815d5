"""The audit of some days as a file: an auditor asks, another allows, every cell is words, and other houses stay outside."""

from __future__ import annotations

import csv
from collections.abc import Callable
from io import BytesIO, StringIO
from typing import Any

import pytest
from fastapi import FastAPI
from openpyxl import load_workbook
from sqlalchemy import select

from bot.desk import audit_export
from bot.desk.audit import note
from bot.desk.staff import add_worker
from bot.records.clock import now
from bot.records.tables import audit, request, worker
from tests.console.conftest import PASSWORD, Desk

DAY = 86_400


@pytest.fixture
async def dia(app: FastAPI, new_desk: Callable[[], Desk]) -> Desk:
    """The auditor."""
    await app.state.db.write(add_worker, "dia", "auditor", "sira", PASSWORD)
    desk = new_desk()
    assert (await desk.sign_in("dia")).status_code == 303
    return desk


async def today(app: FastAPI) -> str:
    return audit_export.datetime.fromtimestamp(await app.state.db.read(now), audit_export.UTC).date().isoformat()


async def asked(app: FastAPI, dia: Desk, form: str) -> str:
    """Asked for today; the request's id."""
    await dia.get("/desk/audit")
    day = await today(app)
    answer = await dia.post("/desk/audit/ask", first=day, last=day, form=form)
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk/requests")
    return str(await app.state.db.read(lambda conn: conn.execute(select(request.c.id)).scalar_one()))


async def allowed(app: FastAPI, dia: Desk, awa: Desk, form: str) -> str:
    """Its address, after awa's word."""
    one = await asked(app, dia, form)
    await awa.get("/desk/requests")
    assert "Le journal de quelques jours" in awa.words
    assert (await awa.post(f"/desk/requests/{one}/allow")).status_code == 303
    return f"/desk/audit/export/{one}"


async def noted(app: FastAPI, login: str, action: str, thing: str) -> None:
    def write(conn: Any) -> None:
        who = conn.execute(select(worker.c.id).where(worker.c.login == login)).scalar_one()
        note(conn, who, action, thing, now(conn))

    await app.state.db.write(write)


async def test_a_second_person_allows_it_and_only_who_asked_has_it(
    app: FastAPI, dia: Desk, awa: Desk, cis: Desk, wait: Callable[[int], Any]
) -> None:
    address = f"/desk/audit/export/{await asked(app, dia, 'csv')}"
    assert (await dia.get(address)).status_code == 404, "not allowed yet"
    await dia.get("/desk/requests")
    assert "Accorder" not in dia.words
    address = await allowed(app, dia, awa, "csv")
    for other in (awa, cis):
        assert (await other.get(address)).status_code == 404
    await dia.get("/desk/requests")
    assert address in dia.html
    assert (await dia.get(address)).status_code == 200
    one = address.rpartition("/")[2]
    deeds = select(audit.c.action).where(audit.c.thing == one).order_by(audit.c.id)
    assert await app.state.db.read(lambda conn: conn.execute(deeds).scalars().all()) == [
        "ask:audit", "allow", "open:audit",
    ]  # fmt: skip
    await wait(8 * DAY)
    await dia.sign_in("dia")
    assert (await dia.get(address)).status_code == 404, "a week is over"


@pytest.mark.parametrize("form", ["csv", "xlsx"])
async def test_it_holds_the_deeds_of_one_s_own_house_as_words(
    form: str, app: FastAPI, dia: Desk, awa: Desk, cis: Desk
) -> None:
    await noted(app, "awa", "reply", "=1+1")
    await noted(app, "awa", "level:P1", "a" * 32)
    await noted(app, "cis", "reply", "b" * 32)
    answer = await dia.get(await allowed(app, dia, awa, form))
    assert f'filename="sira-journal.{form}"' in answer.headers["content-disposition"]
    if form == "csv":
        rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    else:
        page = load_workbook(BytesIO(answer.content)).worksheets[0]
        assert not any(one.data_type == "f" for row in page.iter_rows() for one in row)
        rows = [[str(one.value or "") for one in row] for row in page.iter_rows()]
    assert "accordé par une deuxième personne" in rows[0][0]
    assert rows[1][:5] == ["Quand", "Qui", "Geste", "Précision", "Sur"]
    deeds = [row[1:5] for row in rows[2:]]
    assert ["awa", "a répondu à la personne", "", "'=1+1"] in deeds
    assert ["awa", "a changé l'urgence", "P1", "a" * 32] in deeds
    assert {row[0] for row in deeds} == {"awa", "dia"}, "of another organisation nothing"


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("", ""),
        ("2026-13-01", "x"),
        ("2020-01-02", "2020-01-01"),
        ("2020-01-01", "2020-06-01"),
        ("2020-01-01", "9999-01-01"),
    ],
)
async def test_days_that_cannot_be_are_refused_with_what_to_do(first: str, last: str, app: FastAPI, dia: Desk) -> None:
    await dia.get("/desk/audit")
    answer = await dia.post("/desk/audit/ask", first=first, last=last, form="csv")
    assert answer.status_code == 400
    assert "Rien n'a été demandé" in dia.words
    assert await app.state.db.read(lambda conn: conn.execute(select(request.c.id)).all()) == []


async def test_a_file_that_is_full_says_where_it_ends(
    app: FastAPI, dia: Desk, awa: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit_export, "LINES_MAX", 2)
    answer = await dia.get(await allowed(app, dia, awa, "csv"))
    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 4
    assert rows[0][0].endswith(f"Dernière ligne : {rows[-1][0]}.")
