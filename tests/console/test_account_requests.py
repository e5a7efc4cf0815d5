"""On the team's page: an account that reads waits, another says yes, each hands over a half, and the person comes in."""

from __future__ import annotations

import re
from collections.abc import Callable

from fastapi import FastAPI
from sqlalchemy import select

from bot.records.tables import request, worker
from tests.console.conftest import Desk, id_of

HALF = re.compile(r"<code>([a-z0-9]{4}-[a-z0-9]{4})-?</code>")
PAGE = "/desk/people"
WAITS = '<b class="waits">1<'


async def _asked(app: FastAPI) -> str:
    newest = select(request.c.id).where(request.c.state == "asked").order_by(request.c.id.desc()).limit(1)
    return str(await app.state.db.read(lambda conn: conn.execute(newest).scalar_one()))


async def _half(desk: Desk) -> str:
    await desk.get(PAGE)
    found = HALF.findall(desk.html)
    assert len(found) == 1, desk.words
    return str(found[0])


async def test_two_people_make_an_account_and_neither_could_use_it(
    app: FastAPI, ada: Desk, awa: Desk, new_desk: Callable[[], Desk]
) -> None:
    await ada.get(PAGE)
    asked = await ada.post(PAGE, login="eva", role_case_worker="1", team="gao", email="eva@example.org")
    assert (asked.status_code, asked.headers["location"]) == (303, PAGE)
    await ada.get(PAGE)
    assert "Nouveau compte : eva · attend l’accord d’une autre personne" in ada.words
    assert "Qui peut dire oui awa" in ada.words
    assert "Accorder" not in ada.words, "nobody allows their own"
    assert not HALF.findall(ada.html)
    assert (await ada.post(f"{PAGE}/asked/{await _asked(app)}/allow")).status_code == 404
    assert WAITS not in ada.html, "her own is no work for her"
    await awa.get("/desk/queue")
    assert awa.html.count(WAITS) == 2, "on top of every page, and in the menu of a phone"
    await awa.get("/desk/requests")
    for words in ("Nouveau compte : eva", "agent", "Gao", "eva@example.org", "demandé par ada", "Accorder"):
        assert words in awa.words, words
    asked_id = await _asked(app)
    yes = await awa.post(f"{PAGE}/asked/{asked_id}/allow")
    assert (yes.status_code, yes.headers["location"]) == (303, PAGE)
    second = await _half(awa)
    assert WAITS not in awa.html
    await ada.get(PAGE)
    assert "accordé, c’est fait" in ada.words
    assert (await awa.post(f"{PAGE}/asked/{asked_id}/half")).status_code == 404
    await ada.post(f"{PAGE}/asked/{asked_id}/half")
    first = await _half(ada)
    assert (await ada.post(f"{PAGE}/asked/{asked_id}/half")).status_code == 404, "it shows once"
    for alone in (first, second, f"{second}-{first}"):
        assert (await new_desk().sign_in("eva", alone)).status_code == 401
    await app.state.db.write(lambda conn: conn.execute(worker.update().values(failures=0, blocked_until=0)))
    assert (await new_desk().sign_in("eva", f"{first}-{second}")).headers["location"] == "/desk/queue"


async def test_who_forgot_comes_back_by_two_and_keeps_the_old_until_then(
    app: FastAPI, ada: Desk, awa: Desk, bou: Desk
) -> None:
    await ada.get(PAGE)
    await ada.post(f"{PAGE}/{await id_of(app, 'bou')}/password")
    await ada.get(PAGE)
    assert "Nouveau mot de passe : bou · attend" in ada.words
    assert not re.search(r"<code>[a-z0-9]{4}-", ada.html), "no password on the screen of one"
    assert (await bou.get("/desk/queue")).status_code == 200
    await awa.get(PAGE)
    await awa.post(f"{PAGE}/asked/{await _asked(app)}/allow")
    assert (await bou.get("/desk/queue")).status_code == 303
    await bou.get("/desk/login")
    assert "Votre session a été fermée par ada." in bou.words


async def test_a_no_is_said_and_so_is_a_word_taken_back(app: FastAPI, ada: Desk, awa: Desk) -> None:
    for login in ("eva", "zoe"):
        await ada.get(PAGE)
        await ada.post(PAGE, login=login, role_auditor="1")
    await awa.get(PAGE)
    no = await awa.post(f"{PAGE}/asked/{await _asked(app)}/refuse")
    assert no.headers["location"] == "/desk/requests"
    await ada.get(PAGE)
    assert "Nouveau compte : zoe · refusé, rien n’a changé" in ada.words
    assert "décidé par awa" in ada.words
    assert (await ada.post(f"/desk/requests/{await _asked(app)}/withdraw")).status_code == 303
    await ada.get("/desk/requests")
    assert "Nouveau compte : eva · repris par qui l’avait demandé" in ada.words
    await awa.get(PAGE)
    assert "Nouveau compte" not in awa.words, "nothing waits any more"


async def test_who_is_alone_reads_how_the_operator_does_it(app: FastAPI, awa: Desk, cis: Desk) -> None:
    await awa.get(PAGE)
    answer = await awa.post(PAGE, login="eva", role_case_worker="1", role_protection="1")
    assert answer.status_code == 409
    for role in ("case_worker", "protection"):
        assert f"sira staff add --login eva --role {role} --organisation sira" in awa.words
    assert 'value="eva"' in awa.html, "what was written stays"
    answer = await awa.post(f"{PAGE}/{await id_of(app, 'bou')}/password")
    assert answer.status_code == 409
    assert "sira staff add --login bou --role case_worker --organisation sira" in awa.words
    assert (await awa.post(f"{PAGE}/{await id_of(app, 'bou')}/leave")).status_code == 303, "closing needs nobody"


async def test_a_request_that_has_been_overtaken_says_so_before_and_after_the_tap(
    app: FastAPI, ada: Desk, awa: Desk
) -> None:
    await ada.get(PAGE)
    await ada.post(f"{PAGE}/{await id_of(app, 'bou')}/password")
    asked = await _asked(app)
    await awa.get(PAGE)
    assert "Accorder" in awa.words
    await ada.get(PAGE)
    await ada.post(f"{PAGE}/{await id_of(app, 'bou')}/leave")
    late = await awa.post(f"{PAGE}/asked/{asked}/allow")
    assert late.status_code == 409
    assert awa.words.count("Cette personne a quitté l'équipe depuis la demande") == 2
    assert "Accorder" not in awa.words
    assert "Refuser" in awa.words


async def test_the_other_organisation_reads_and_decides_nothing_of_it(app: FastAPI, ada: Desk, cis: Desk) -> None:
    await ada.get(PAGE)
    await ada.post(PAGE, login="eva", role_case_worker="1")
    for page in (PAGE, "/desk/requests"):
        await cis.get(page)
        assert "eva" not in cis.words
    for word in ("allow", "refuse", "half", "what"):
        assert (await cis.post(f"{PAGE}/asked/{await _asked(app)}/{word}")).status_code == 404


async def test_an_account_that_reads_nothing_is_there_at_once(ada: Desk) -> None:
    await ada.get(PAGE)
    assert (await ada.post(PAGE, login="eva", role_editor="1", role_operator="1")).status_code == 303
    await ada.get(PAGE)
    assert re.search(r"<code>[a-z0-9-]{19}</code>", ada.html)
