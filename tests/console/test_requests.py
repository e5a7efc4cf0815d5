"""« Mes informations »: asked by a worker, allowed by another, handed over on paper, and never sent into the chat (A6)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest
from fastapi import FastAPI
from sqlalchemy import func, select

from bot.broadcast.planning import plan, start
from bot.desk.exports import UNTIL_SECONDS
from bot.records.tables import audit, outbox, request
from tests.broadcast.crowd import ANNOUNCEMENT, BM, FIRST, FR, crowd
from tests.console.conftest import Desk, Person

WORDS = "je cherche un travail à Gao"


@pytest.fixture
async def conversation(person: Person, the_conversation: Callable[[], Awaitable[str]]) -> str:
    await person.asks_for_somebody(WORDS)
    return await the_conversation()


async def _asked(app: FastAPI, desk: Desk, conversation: str) -> str:
    await desk.get(f"/desk/c/{conversation}")
    assert (await desk.post(f"/desk/c/{conversation}/data")).headers["location"] == f"/desk/c/{conversation}", "one tap"
    answer = await desk.post(f"/desk/c/{conversation}/data", asked="1")
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk/requests")
    return str(await app.state.db.read(lambda conn: conn.execute(select(request.c.id)).scalar_one()))


async def test_a_second_person_allows_and_the_worker_hands_it_over(
    app: FastAPI, awa: Desk, bou: Desk, conversation: str
) -> None:
    sent = select(func.count()).select_from(outbox)
    before = await app.state.db.read(lambda conn: conn.execute(sent).scalar_one())
    asked = await _asked(app, bou, conversation)
    assert (await bou.get(f"/desk/data/{asked}")).status_code == 404
    await bou.get("/desk/requests")
    assert "Accorder" not in bou.words
    assert (await bou.post(f"/desk/requests/{asked}/allow")).status_code == 404, "nobody allows their own"
    await awa.get("/desk/requests")
    assert "Accorder" in awa.words
    assert (await awa.post(f"/desk/requests/{asked}/allow")).status_code == 303
    assert (await awa.get(f"/desk/data/{asked}")).status_code == 404, "only who asked hands it over"
    page = await bou.get(f"/desk/data/{asked}")
    assert page.status_code == 200
    for words in (WORDS, "Telegram", "77", "garder la discussion : oui", "effacer"):
        assert words in bou.words
    assert await app.state.db.read(lambda conn: conn.execute(sent).scalar_one()) == before, "nothing of it is sent"
    noted = await app.state.db.read(lambda conn: conn.execute(select(audit.c.action)).scalars().all())
    assert {"ask:data", "allow", "open:data"} <= set(noted)
    assert not any("Gao" in action for action in noted)


async def test_it_ends_after_seven_days(app: FastAPI, awa: Desk, bou: Desk, conversation: str,
                                        wait: Callable[[int], Awaitable[None]]) -> None:  # fmt: skip
    asked = await _asked(app, bou, conversation)
    await awa.get("/desk/requests")
    await awa.post(f"/desk/requests/{asked}/allow")
    await wait(UNTIL_SECONDS)
    assert (await bou.sign_in("bou")).status_code == 303
    assert (await bou.get(f"/desk/data/{asked}")).status_code == 404


async def test_another_organisation_neither_asks_nor_allows(
    app: FastAPI, bou: Desk, cis: Desk, conversation: str
) -> None:
    await cis.get("/desk/requests")
    assert (await cis.post(f"/desk/c/{conversation}/data")).status_code == 404
    asked = await _asked(app, bou, conversation)
    await cis.get("/desk/requests")
    assert "Rien n’est demandé" in cis.words
    assert (await cis.post(f"/desk/requests/{asked}/allow")).status_code == 404


async def test_a_word_that_is_neither_yes_nor_no_decides_nothing(
    app: FastAPI, awa: Desk, bou: Desk, conversation: str
) -> None:
    asked = await _asked(app, bou, conversation)
    await awa.get("/desk/requests")
    assert (await awa.post(f"/desk/requests/{asked}/maybe")).status_code == 404
    assert (await awa.post(f"/desk/requests/{asked}/refuse")).status_code == 303
    assert (await bou.get(f"/desk/data/{asked}")).status_code == 404


async def test_an_announcement_is_read_whole_before_it_is_allowed(
    app: FastAPI, awa: Desk, bou: Desk, cis: Desk
) -> None:
    state = app.state
    await state.db.write(crowd, state.house.vault, range(FIRST, FIRST + 6))
    planned = await state.db.write(plan, ANNOUNCEMENT, "sira")
    await awa.get("/desk/requests")
    for words in ("Une annonce à beaucoup de personnes", FR, BM, "écrivez « stop »", "6 personnes au plus", "Accorder"):
        assert words in awa.words
    for nobody in (bou, cis):
        await nobody.get("/desk/requests")
        assert FR not in nobody.words
    asked = await state.db.read(lambda conn: conn.execute(select(request.c.id)).scalar_one())
    assert (await awa.post(f"/desk/requests/{asked}/allow")).status_code == 303
    assert (await state.db.write(start, planned.id)).people == 6


async def test_a_yes_is_taken_back_by_who_may_give_one_and_what_was_allowed_does_not_open(
    awa: Desk, bou: Desk, app: FastAPI, conversation: str
) -> None:
    asked = await _asked(app, bou, conversation)
    await awa.get("/desk/requests")
    assert "Retirer l’accord" not in awa.words, "nothing is given yet"
    await awa.post(f"/desk/requests/{asked}/allow")
    await bou.get("/desk/requests")
    assert "Ouvrir" in bou.words
    assert (await bou.post(f"/desk/requests/{asked}/revoke")).status_code == 404, "it was not theirs to give"
    await awa.get("/desk/requests")
    assert "Retirer l’accord" in awa.words
    assert (await awa.post(f"/desk/requests/{asked}/revoke")).status_code == 303
    assert (await bou.get(f"/desk/data/{asked}")).status_code == 404
    for desk in (awa, bou):
        await desk.get("/desk/requests")
        assert "oui repris, elle ne vaut plus" in desk.words
        assert "repris par awa" in desk.words
        assert "refusée" not in desk.words, "it was no no"
        assert "Retirer l’accord" not in desk.words
    noted = await app.state.db.read(lambda conn: conn.execute(select(audit.c.action)).scalars().all())
    assert "revoke" in noted


@pytest.mark.parametrize("allowed", [False, True])
async def test_who_asked_takes_it_back_and_may_ask_anew(
    awa: Desk, bou: Desk, app: FastAPI, conversation: str, allowed: bool
) -> None:
    asked = await _asked(app, bou, conversation)
    await awa.get("/desk/requests")
    assert (await awa.post(f"/desk/requests/{asked}/withdraw")).status_code == 404, "it is not theirs"
    if allowed:
        await awa.post(f"/desk/requests/{asked}/allow")
    await bou.get("/desk/requests")
    assert "Reprendre ma demande" in bou.words
    assert (await bou.post(f"/desk/requests/{asked}/withdraw")).status_code == 303
    await bou.get("/desk/requests")
    assert "reprise par qui l’avait demandée" in bou.words
    assert (await bou.get(f"/desk/data/{asked}")).status_code == 404
    await awa.get("/desk/requests")
    assert (await awa.post(f"/desk/requests/{asked}/allow")).status_code == 404, "nobody asks for it any more"
    await bou.get(f"/desk/c/{conversation}")
    assert (await bou.post(f"/desk/c/{conversation}/data", asked="1")).headers["location"] == "/desk/requests"
    await bou.get("/desk/requests")
    assert "attend l’accord" in bou.words
