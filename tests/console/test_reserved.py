"""Somebody in danger is read by who is trained for it: everybody else finds whom to call, by which code, and no word."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

import pytest
from fastapi import FastAPI
from sqlalchemy import Connection, insert, select, update

from bot.records.ids import new_id
from bot.records.tables import audit, conversation, draft, handover, membership, task, worker
from tests.console.addresses import addresses
from tests.console.conftest import Desk, Person
from tests.console.test_scope import things  # noqa: F401 — a fixture

WORDS: Final = "ma question tres a moi"
NOTE: Final = "note entre collegues"
OF_A_CASE: Final = ("{conversation}", "{media}", "{referral}")
ROUTES: Final = [
    (method, path)
    for method, path in addresses()
    if path.startswith("/desk/") and any(one in path for one in OF_A_CASE)
]


async def _raised(app: FastAPI, level: str = "P0") -> None:
    def write(conn: Connection) -> None:
        conn.execute(update(conversation).values(level=level))
        conn.execute(update(handover).values(level=level))

    await app.state.db.write(write)


@pytest.fixture
async def danger(app: FastAPI, awa: Desk, person: Person, the_conversation: Callable[[], Any]) -> str:
    """The address of somebody in danger, of whom a note is kept."""
    await person.asks_for_somebody(WORDS)
    address = f"/desk/c/{await the_conversation()}"
    await _raised(app)
    await awa.get(address)
    assert (await awa.post(f"{address}/note", note=NOTE)).status_code == 303
    return address


async def test_who_is_not_trained_reads_for_whom_it_is_and_whom_to_call(app: FastAPI, bou: Desk, danger: str) -> None:
    code = await app.state.db.read(lambda conn: conn.execute(select(handover.c.code)).scalar_one())
    answer = await bou.get(danger)
    assert answer.status_code == 403
    assert "Cette demande est pour le point focal protection" in bou.words
    for shown in ("P0", code, "région inconnue", "français", "Attend depuis", "awa · au bureau en ce moment"):
        assert shown in bou.words, shown
    assert WORDS not in bou.html
    assert NOTE not in bou.html
    assert "asked_for_person" not in bou.html
    assert "/data" not in bou.html
    read = await app.state.db.read(lambda conn: conn.execute(select(audit.c.worker_id).where(audit.c.action == "read")).scalars().all())  # fmt: skip
    somebody = await app.state.db.read(lambda conn: conn.execute(select(worker.c.id).where(worker.c.login == "bou")).scalar_one())  # fmt: skip
    assert somebody not in read


async def test_who_is_trained_reads_it_as_ever(awa: Desk, danger: str) -> None:
    assert (await awa.get(danger)).status_code == 200
    assert WORDS in awa.html
    assert NOTE in awa.html


async def test_every_way_to_it_is_behind_the_same_rule(
    app: FastAPI,
    awa: Desk,
    bou: Desk,
    things: dict[str, str],  # noqa: F811
) -> None:
    """Thread and its fresh part, notes, files, drafts, replies, notes, copies, referrals and their forms."""
    await _raised(app)
    await bou.get("/desk/queue")
    wrong = []
    for method, path in ROUTES:
        address = re.sub(r"{(\w+)}", lambda found: things[found[1]], path)
        answer = await (bou.get(address) if method == "GET" else bou.post(address, text="bonjour", asked="1"))
        if answer.status_code not in {303, 403, 404} or "ma question" in answer.text:
            wrong.append((method, path, answer.status_code))
        if answer.status_code == 303 and "/desk/locked" not in answer.headers["location"]:
            wrong.append((method, path, answer.headers["location"]))
    assert not wrong
    assert (await awa.get(f"/desk/media/{things['media']}")).status_code == 200
    assert (await awa.get(f"/desk/referral/{things['referral']}")).status_code == 200


async def test_an_ended_danger_stays_with_who_is_trained(app: FastAPI, bou: Desk, danger: str) -> None:
    somebody = await app.state.db.read(lambda conn: conn.execute(select(worker.c.id).where(worker.c.login == "bou")).scalar_one())  # fmt: skip

    def ended(conn: Connection) -> None:
        conn.execute(update(handover).values(closed_at=1, held_by=somebody))
        conn.execute(update(conversation).values(level=""))

    await app.state.db.write(ended)
    assert (await bou.get(danger)).status_code == 403
    assert WORDS not in bou.html


async def test_a_page_that_lay_open_when_danger_was_said_closes_by_itself_and_keeps_the_words(
    app: FastAPI, bou: Desk, person: Person, the_conversation: Callable[[], Any]
) -> None:
    await person.asks_for_somebody(WORDS)
    address = f"/desk/c/{await the_conversation()}"
    await bou.get(address)
    await bou.post(f"{address}/claim")
    await bou.get(address)
    assert (await bou.post(f"{address}/level", level="P0", reason="menacé")).status_code == 303
    fresh = await bou.client.get(f"{address}?part=1&v=old")
    assert (fresh.status_code, fresh.headers["location"]) == (303, address)
    answer = await bou.post(f"{address}/reply", text="J'arrive", version="1")
    assert answer.status_code == 403
    assert "Vos mots ne sont pas partis. Ils sont gardés pour vous." in bou.words
    assert "menacé" not in bou.html
    assert await app.state.db.read(lambda conn: len(conn.execute(select(draft.c.sealed)).all())) == 1
    held = await app.state.db.read(lambda conn: conn.execute(select(conversation.c.claimed_by)).scalar_one())
    assert held == "", "whoever is not trained lets it go"
    await _raised(app, "P1")
    await bou.get(address)
    assert "J&#39;arrive" in bou.html, "the words wait for when it is theirs again"


async def test_the_queue_says_nothing_of_why(bou: Desk, awa: Desk, danger: str, app: FastAPI) -> None:
    await bou.get("/desk/queue")
    assert "pour le point focal protection ou un superviseur" in bou.words
    assert "demande une personne" not in bou.words
    await awa.get("/desk/queue")
    assert "demande une personne" in awa.words
    await app.state.db.write(lambda conn: conn.execute(update(handover).values(focus="protection")))
    await bou.get("/desk/queue")
    assert "à lire sur sa page" not in bou.words


async def test_a_code_read_out_leads_to_the_calm_page(app: FastAPI, bou: Desk, danger: str) -> None:
    code = await app.state.db.read(lambda conn: conn.execute(select(handover.c.code)).scalar_one())
    await bou.get("/desk/queue")
    assert (await bou.post("/desk/find", code=code)).headers["location"] == danger


async def test_what_is_to_be_done_for_their_referrals_is_nobody_elses_either(
    app: FastAPI,
    awa: Desk,
    bou: Desk,
    things: dict[str, str],  # noqa: F811
) -> None:
    row = {"id": new_id(), "kind": "send", "about": things["referral"], "conversation_id": things["conversation"],
           "organisation": "sira", "due_at": 1, "at": 1, "closed_at": 0, "closed_by": ""}  # fmt: skip
    await app.state.db.write(lambda conn: conn.execute(insert(task).values(**row)))
    await bou.get("/desk/queue")
    assert f"/desk/referral/{things['referral']}" in bou.html
    await _raised(app)
    await bou.get("/desk/queue")
    assert f"/desk/referral/{things['referral']}" not in bou.html
    await awa.get("/desk/queue")
    assert f"/desk/referral/{things['referral']}" in awa.html


async def test_a_copy_that_was_allowed_before_opens_no_danger_and_the_line_says_level_and_code(
    app: FastAPI, awa: Desk, bou: Desk, person: Person, the_conversation: Callable[[], Any]
) -> None:
    await person.asks_for_somebody(WORDS)
    address = f"/desk/c/{await the_conversation()}"
    await bou.get(address)
    await bou.post(f"{address}/data", asked="1")
    await _raised(app)
    code = await app.state.db.read(lambda conn: conn.execute(select(handover.c.code)).scalar_one())
    await awa.get("/desk/requests")
    assert f"conversation {code} · P0 Danger" in awa.words
    allowed = re.search(r"/desk/requests/([0-9a-f]{32})/allow", awa.html)
    assert allowed
    await awa.post(allowed[0])
    assert (await bou.get(f"/desk/data/{allowed[1]}")).status_code == 403
    assert WORDS not in bou.html
    opened = await app.state.db.read(lambda conn: conn.execute(select(audit.c.id).where(audit.c.action == "open:data")).all())  # fmt: skip
    assert not opened, "what was not opened is not noted as opened"
    await _raised(app, "P1")
    assert (await bou.get(f"/desk/data/{allowed[1]}")).status_code == 200


async def test_a_team_in_which_nobody_is_trained_is_told_to_tell_who_leads_it(
    app: FastAPI, bou: Desk, danger: str
) -> None:
    await app.state.db.write(lambda conn: conn.execute(update(membership).where(membership.c.role == "supervisor").values(role="case_worker")))  # fmt: skip
    await bou.get(danger)
    assert "Personne de votre équipe n’est formé pour cela" in bou.words
