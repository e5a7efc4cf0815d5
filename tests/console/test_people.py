"""The team's pages through the whole application: taking in, letting go, the week, the audit."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable

from fastapi import FastAPI
from sqlalchemy import select, update

from bot.desk.audit import OPERATOR, note
from bot.records.tables import audit, membership, shift
from tests.console.conftest import Desk, Person, id_of
from webhook.console.given_once import SECONDS


async def test_somebody_who_reads_nothing_is_taken_in_with_a_password_shown_once(
    ada: Desk, bou: Desk, new_desk: Callable[[], Desk], wait: Callable[[int], Awaitable[None]]
) -> None:
    await ada.get("/desk/people")
    added = await ada.post("/desk/people", login="eva", role_editor="1", language_bm="1", team="gao", email="")
    assert (added.status_code, added.headers["location"]) == (303, "/desk/people"), "a reload takes nobody in twice"
    await ada.get("/desk/people")
    password = re.search(r"<code>([a-z0-9-]{19})</code>", ada.html)
    assert password
    assert (await new_desk().sign_in("eva", password[1])).status_code == 303
    for again in ("loaded anew", "and anew"):
        await ada.get("/desk/people")
        assert password[1] in ada.html, again
    sealed = ada.client.cookies["sira_once"]
    assert password[1] not in sealed
    await bou.get(
        "/desk/people", headers={"cookie": f"sira_desk={bou.client.cookies['sira_desk']}; sira_once={sealed}"}
    )
    assert password[1] not in bou.html, "somebody else's session opens nothing of it"
    await wait(SECONDS)
    await ada.get("/desk/people")
    assert password[1] not in ada.html
    assert "bambara" in ada.words
    assert "Gao" in ada.words
    assert (await ada.post("/desk/people", login="cis", role_editor="1")).status_code == 400


async def test_who_is_let_go_is_out_at_once_and_the_person_waits_again(
    app: FastAPI, awa: Desk, bou: Desk, person: Person, the_conversation: Callable[[], Awaitable[str]]
) -> None:
    await person.asks_for_somebody()
    address = f"/desk/c/{await the_conversation()}"
    await bou.get(address)
    await bou.post(f"{address}/claim")
    await awa.get("/desk/people")
    assert (await awa.post(f"/desk/people/{await id_of(app, 'bou')}/leave")).status_code == 303
    await awa.get("/desk/people")
    assert re.search(r"bou · agent · partie\b[^·]*· vue [^·]* · aucune session ouverte", awa.words), awa.words
    assert (await bou.get(address)).headers["location"].startswith("/desk/login?")
    assert (await bou.sign_in("bou")).status_code == 401
    await awa.get(address)
    assert "Prendre la conversation" in awa.words


async def test_nobody_of_another_organisation_is_on_the_page_or_in_reach(app: FastAPI, awa: Desk, cis: Desk) -> None:
    await cis.get("/desk/people")
    assert "awa" not in cis.words
    bou = await id_of(app, "bou")
    for word in ("save", "password", "sessions", "leave", "what"):
        theirs = await cis.post(f"/desk/people/{bou}/{word}", role_case_worker="1")
        nobodys = await cis.post(f"/desk/people/{'0' * 32}/{word}", role_case_worker="1")
        assert theirs.status_code == nobodys.status_code == 404
        assert theirs.content == nobodys.content


async def test_the_week_is_kept_and_what_cannot_be_stays_in_the_form(app: FastAPI, awa: Desk) -> None:
    await awa.get("/desk/shifts?team=gao")
    refused = await awa.post("/desk/shifts", team="gao", from_0_0="8h", to_0_0="25:00", country="ML")
    assert refused.status_code == 400
    assert 'value="25:00"' in refused.text
    week = {"team": "gao", "from_0_0": "8h", "to_0_0": "12:30", "country": "NE"}
    assert (await awa.post("/desk/shifts", **week)).status_code == 200, "the country is everybody's"
    assert (await awa.post("/desk/shifts", **week, sure=awa.field("sure"))).status_code == 303
    kept = await app.state.db.read(lambda conn: conn.execute(select(shift.c.from_minute, shift.c.to_minute)).one())
    assert tuple(kept) == (480, 750)
    await awa.get("/desk/shifts?team=gao")
    assert 'value="08:00"' in awa.html
    assert (await awa.get("/desk/shifts?team=nowhere")).status_code == 404
    own = f"worker:{await id_of(app, 'bou')}"
    await awa.get(f"/desk/shifts?team={own}")
    assert 'value="08:00"' not in awa.html, "nobody's hours but their own"
    mine = {"team": own, "from_6_0": "20h", "to_6_0": "22", "country": "NE"}
    assert (await awa.post("/desk/shifts", **mine)).status_code == 303
    await awa.get(f"/desk/shifts?team={own}")
    assert 'value="20:00"' in awa.html
    assert (await awa.get(f"/desk/shifts?team=worker:{await id_of(app, 'cis')}")).status_code == 404


async def test_an_auditor_reads_who_did_what_and_no_content(
    app: FastAPI, awa: Desk, bou: Desk, person: Person, the_conversation: Callable[[], Awaitable[str]]
) -> None:
    await person.asks_for_somebody("une question secrète")
    await awa.get(f"/desk/c/{await the_conversation()}")
    auditor = await id_of(app, "bou")
    await app.state.db.write(
        lambda conn: conn.execute(update(membership).where(membership.c.worker_id == auditor).values(role="auditor"))
    )
    await bou.get("/desk/audit", params={"action": "read"})
    assert "awa" in bou.words
    assert "secrète" not in bou.words
    assert bou.html.count("<td>a lu la conversation</td>") == 1
    for strange in ({"worker": "x'"}, {"day": "yesterday"}, {"before": "é"}, {"action": "<b>"}, {"day": "9999-12-31"}):
        assert (await bou.get("/desk/audit", params=strange)).status_code == 200
    noted = await app.state.db.read(lambda conn: conn.execute(select(audit.c.action)).scalars().all())
    assert "read_audit" in noted
    await app.state.db.write(lambda conn: note(conn, OPERATOR, "renew_password", auditor, 1))
    await app.state.db.write(lambda conn: note(conn, OPERATOR, "renew_password", "f" * 32, 1))
    await bou.get("/desk/audit", params={"action": "renew_password"})
    assert bou.html.count("<td>exploitant technique</td>") == 1, "of an account of theirs, and of no other"
    assert (await awa.get("/desk/audit")).status_code == 404


async def test_hours_that_are_written_give_way_only_after_they_were_named(app: FastAPI, awa: Desk) -> None:
    week = {
        "from_0_0": "8:00",
        "to_0_0": "12:00",
        "from_1_0": "8:00",
        "to_1_0": "12:00",
        "country": "ML",
        "team": "gao",
    }
    await awa.get("/desk/shifts?team=gao")
    assert (await awa.post("/desk/shifts", **week)).status_code == 200
    assert "mercredi : 08:00–16:00 → personne" in awa.words, "until now office hours counted"
    assert "samedi :" not in awa.words
    assert (await awa.post("/desk/shifts", **week, sure=awa.field("sure"))).status_code == 303
    await awa.get("/desk/shifts?team=gao&kept=1")
    assert "C’est enregistré." in awa.words
    changed = {**week, "from_1_0": "", "to_1_0": "", "country": "NE"}
    assert (await awa.post("/desk/shifts", **changed)).status_code == 200
    assert "mardi : 08:00–12:00 → personne" in awa.words
    assert "Mali → Niger" in awa.words
    assert "lundi :" not in awa.words
    rows = select(shift.c.weekday).order_by(shift.c.weekday)
    assert await app.state.db.read(lambda conn: conn.execute(rows).scalars().all()) == [0, 1], "nothing is written yet"
    sure = awa.field("sure")
    other = {**changed, "from_0_0": "9:00"}
    assert (await awa.post("/desk/shifts", **other, sure=sure)).status_code == 200, "another week is asked about anew"
    assert "lundi : 08:00–12:00 → 09:00–12:00" in awa.words
    assert (await awa.post("/desk/shifts", **changed, sure=sure)).status_code == 303
    assert await app.state.db.read(lambda conn: conn.execute(rows).scalars().all()) == [0]
    await awa.get("/desk/shifts?team=gao")
    added = {**changed, "from_2_0": "8:00", "to_2_0": "9:00"}
    assert (await awa.post("/desk/shifts", **added)).status_code == 303, "what is only added goes at once"
    await awa.get("/desk/shifts?team=gao")
    empty = {"country": "NE", "team": "gao"}
    assert (await awa.post("/desk/shifts", **empty)).status_code == 200
    assert "lundi : 08:00–12:00 → 08:00–16:00" in awa.words, "without any presence office hours count again"
    assert "→ personne" not in awa.words


async def test_a_new_password_is_asked_for_twice(app: FastAPI, awa: Desk) -> None:
    await awa.get("/desk/people")
    before, _, after = awa.html.partition(f'action="/desk/people/{await id_of(app, "bou")}/password"')
    assert after
    assert before.rstrip().rpartition("<details>")[2].count("</details>") == 0, "the form is folded away"
    assert before.rpartition("<summary>")[2].startswith("Nouveau mot de passe et nouveau téléphone</summary>")
    assert after.partition("</form>")[0].count("Demander l’accord") == 1


async def test_who_writes_office_hours_and_more_takes_nothing_away(awa: Desk) -> None:
    everyday = {f"{side}_{day}_0": at for day in range(5) for side, at in (("from", "8:00"), ("to", "16:00"))}
    await awa.get("/desk/shifts")
    more = {**everyday, "from_6_0": "8:00", "to_6_0": "16:30", "country": "ML", "team": ""}
    assert (await awa.post("/desk/shifts", **more)).status_code == 303
    await awa.get("/desk/shifts?team=gao")
    extra = {"from_5_0": "8:00", "to_5_0": "10:00", "country": "ML", "team": "gao"}
    assert (await awa.post("/desk/shifts", **extra)).status_code == 303, "everybody's hours count for a team too"


async def test_what_was_typed_stays_in_the_form_with_what_was_wrong_beside_it(ada: Desk) -> None:
    await ada.get("/desk/people")
    fields = {"login": "Jean Dupont", "role_editor": "1", "email": "ed@example.org", "team": "gao"}
    assert (await ada.post("/desk/people", **fields)).status_code == 400
    form = ada.html[ada.html.index('action="/desk/people" class') - 400 :]
    assert 'id="notice" tabindex="-1" autofocus>' in form, "beside the form, and shown"
    assert 'name="role_editor" value="1" checked' in form
    assert 'value="ed@example.org"' in form
    assert 'value="Jean Dupont"' in form
    assert 'value="gao" selected' in form


async def test_a_login_may_hold_what_the_operators_command_takes_and_a_team_is_one_of_the_list(ada: Desk) -> None:
    await ada.get("/desk/people")
    assert (await ada.post("/desk/people", login="eva_2", role_editor="1")).status_code == 303
    await ada.get("/desk/people")
    assert (await ada.post("/desk/people", login="eva-3", role_editor="1", team="zzz")).status_code == 400
    assert "Choisissez une équipe de la liste." in ada.words
    assert "eva_2" in ada.words
