"""Level, transfer and reminder through the page."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from fastapi import FastAPI
from sqlalchemy import select, update

from bot.records.clock import now
from bot.records.tables import conversation, handover
from content.leads import Lead
from tests.console.conftest import Desk, Person


async def _open(desk: Desk, person: Person, the_conversation) -> str:  # type: ignore[no-untyped-def]
    await person.asks_for_somebody()
    address = f"/desk/c/{await the_conversation()}"
    await desk.get(address)
    return address


async def _level(app: FastAPI) -> str:
    return str(await app.state.db.read(lambda conn: conn.execute(select(conversation.c.level)).scalar_one()))


async def test_a_level_rises_with_its_reason_and_stands_on_the_card(
    app: FastAPI, bou: Desk, person: Person, the_conversation
) -> None:  # type: ignore[no-untyped-def]
    address = await _open(bou, person, the_conversation)
    assert (await bou.post(f"{address}/level", level="P1", reason="dort dehors")).status_code == 303
    await bou.get(address)
    assert "P1 vous : dort dehors" in bou.words
    await bou.get("/desk/queue")
    assert "P1 Pressé" in bou.words


async def test_what_is_no_level_says_why_and_keeps_the_reason(
    app: FastAPI, bou: Desk, person: Person, the_conversation
) -> None:  # type: ignore[no-untyped-def]
    address = await _open(bou, person, the_conversation)
    for level, reason, says in (
        ("P1", "", "Dites pourquoi"),
        ("", "peur", "Choisissez un autre niveau"),
        ("P7", "peur", "Choisissez un autre niveau"),
        ("P1", "x" * 400, "trop longue"),
    ):
        answer = await bou.post(f"{address}/level", level=level, reason=reason)
        assert answer.status_code == 400
        assert says in bou.words
        assert f'name="reason" maxlength="300" required value="{reason}"' in answer.text
    assert await _level(app) == "P3"


async def test_danger_is_taken_down_by_who_is_trained_only_and_only_on_a_fresh_page(
    app: FastAPI, awa: Desk, bou: Desk, person: Person, the_conversation
) -> None:  # type: ignore[no-untyped-def]
    address = await _open(bou, person, the_conversation)
    await bou.post(f"{address}/level", level="P0", reason="menacé")
    await bou.get(address)
    assert '<option value="P2"' not in bou.html
    assert (
        await bou.post(f"{address}/level", level="P2", reason="elle est chez sa tante", sure="1")
    ).status_code == 403
    await awa.get(address)
    await person.says("encore un mot")
    calm = {"level": "P2", "reason": "elle est chez sa tante", "sure": "1"}
    assert (await awa.post(f"{address}/level", **calm)).status_code == 409
    assert "Relisez les derniers messages" in awa.words
    for given, words in (({"sure": ""}, "tous les agents de l'équipe liront"), ({"reason": "x"}, "trois au moins")):
        assert (await awa.post(f"{address}/level", **(calm | given))).status_code == 400
        assert words in awa.words
        assert await _level(app) == "P0"
    assert "tous les agents de l’équipe pourront lire ce que cette personne a dit" in awa.words
    assert (await awa.post(f"{address}/level", **calm)).status_code == 303
    assert await _level(app) == "P2"


async def test_a_colleague_gets_it_and_a_team_finds_it_in_the_queue(
    app: FastAPI, awa: Desk, bou: Desk, person: Person, the_conversation
) -> None:  # type: ignore[no-untyped-def]
    address = await _open(awa, person, the_conversation)
    await awa.post(f"{address}/claim")
    await awa.get(address)
    colleague = re.search(r'value="(worker:[0-9a-f]{32})">bou<', awa.html)
    assert colleague
    assert (await awa.post(f"{address}/transfer", to=colleague[1])).headers["location"] == "/desk/queue"
    await bou.get(address)
    assert "avec une personne (par vous)" in bou.words
    kayes = {"to": "team:kayes", "reason": "de Kayes"}
    assert (await bou.post(f"{address}/transfer", **kayes)).status_code == 409
    assert "Personne n’est inscrit dans cette équipe" in bou.words
    assert "avec une personne (par vous)" in bou.words, "nothing has moved"
    assert 'value="de Kayes"' in bou.html
    assert (await bou.post(f"{address}/transfer", sure=bou.button("sure"), **kayes)).status_code == 303
    await awa.get(address)
    assert "agent bou → équipe Kayes : de Kayes" in awa.words
    assert "Prendre la conversation" in awa.words


async def test_another_house_gets_it_with_a_reason_and_the_old_page_is_gone_at_once(
    app: FastAPI, awa: Desk, cis: Desk, person: Person, the_conversation
) -> None:  # type: ignore[no-untyped-def]
    house = app.state.house
    leads = house.book.directory.leads
    more = leads.model_copy(update={"regions": {**leads.regions, "gao": Lead(organisation="other", team="gao")}})
    book = replace(house.book, directory=replace(house.book.directory, leads=more))
    app.state.house = replace(house, book=book)
    address = await _open(awa, person, the_conversation)
    await awa.post(f"{address}/claim")
    await awa.get(address)
    assert "Autre organisation : other" in awa.html
    answer = await awa.post(f"{address}/transfer", to="house:other:gao", reason="")
    assert answer.status_code == 400
    assert "dites pourquoi" in awa.words
    assert (await awa.post(f"{address}/transfer", to="house:other:gao", reason="il vit à Gao")).status_code == 303
    token = awa.field("csrf")
    for path in ("", "/notes", "/voice"):
        assert (await awa.get(f"{address}{path}")).status_code == 404
    for change in (
        "reply",
        "note",
        "draft",
        "canned",
        "level",
        "transfer",
        "remind",
        "claim",
        "release",
        "end",
        "again",
    ):
        answer = await awa.post(
            f"{address}/{change}", csrf=token, text="x", note="x", level="P1", reason="x", to="team:gao"
        )
        assert answer.status_code == 404, change
    await cis.get(address)
    assert "superviseur → équipe Gao : il vit à Gao" in cis.words


async def test_who_is_nobody_gets_nothing(awa: Desk, person: Person, the_conversation) -> None:  # type: ignore[no-untyped-def]
    address = await _open(awa, person, the_conversation)
    nobody = ("", "x", "worker:", "worker:" + "0" * 32, "team:nowhere", "house:sira", "house:other:gao", "é" * 300)
    for to in nobody:
        answer = await awa.post(f"{address}/transfer", to=to, reason="une raison")
        assert answer.status_code == 400, to
        assert "Choisissez à qui" in awa.words
        assert 'value="une raison"' in answer.text


async def test_a_reminder_shows_the_case_again_to_who_asked(
    app: FastAPI, awa: Desk, bou: Desk, person: Person, the_conversation, wait
) -> None:  # type: ignore[no-untyped-def]
    address = await _open(awa, person, the_conversation)
    assert (await awa.post(f"{address}/remind", when="tomorrow")).status_code == 303
    await awa.get("/desk/queue")
    assert "À revoir" not in awa.words
    await wait(2 * 86_400)
    for desk, login, shown in ((awa, "awa", True), (bou, "bou", False)):
        await desk.sign_in(login)
        await desk.get("/desk/queue")
        assert ("à revoir" in desk.words) is shown
        assert "À revoir" not in desk.words, "it waits, and stands once"
        assert desk.html.count(address) == 1
    await app.state.db.write(lambda conn: conn.execute(update(handover).values(closed_at=1)))
    await awa.get("/desk/queue")
    assert re.search(r"À revoir P3 .* noté pour [a-zé]+ \d+ [a-zéû]+, 8.h.00", awa.words), "closed, it stands apart"
    await app.state.db.write(lambda conn: conn.execute(update(conversation).values(level="")))
    await awa.get("/desk/queue")
    said = re.search(r"À revoir terminée · [^·]+ · français · (\w{6}) demande une personne.* noté pour", awa.words)
    assert said, "it has its code and why it stood there"
    assert said[1] == await app.state.db.read(lambda conn: conn.execute(select(handover.c.code)).scalar_one())
    await app.state.db.write(lambda conn: conn.execute(update(conversation).values(level="P3")))
    await app.state.db.write(lambda conn: conn.execute(update(handover).values(closed_at=0)))
    await awa.get(address)
    assert "Vous vouliez revoir cette conversation" in awa.words
    await awa.post(f"{address}/remind", when="done")
    await awa.get("/desk/queue")
    assert "À revoir" not in awa.words


async def test_a_day_to_come_is_a_day_and_nothing_else_is(
    app: FastAPI, awa: Desk, person: Person, the_conversation
) -> None:  # type: ignore[no-untyped-def]
    address = await _open(awa, person, the_conversation)
    today = datetime.fromtimestamp(await app.state.db.read(now), UTC).date()
    for day in (
        "",
        "x",
        "2026-02-30",
        "0000-00-00",
        "²" * 10,
        f"{today}",
        f"{today - timedelta(1)}",
        f"{today + timedelta(366)}",
    ):
        answer = await awa.post(f"{address}/remind", when="date", date=day)
        assert answer.status_code == 400, day
        assert "Choisissez un jour" in awa.words
    assert (await awa.post(f"{address}/remind", when="1_hour")).status_code == 303
    await awa.get(address)
    assert "Ne plus me rappeler" in awa.words
    for when in ("", "x", "next_year"):
        assert (await awa.post(f"{address}/remind", when=when)).status_code == 400
    assert (await awa.post(f"{address}/remind", when="date", date=f"{today + timedelta(9)}")).status_code == 303
    await awa.get(address)
    assert re.search(r"Me rappeler ce dossier · [a-zé]+ \d+ [a-zéû]+, 8.h.00 Dans 1 heure Demain", awa.words), (
        "day and hour, once"
    )


async def test_every_field_may_be_missing_and_the_answer_is_clear(awa: Desk, person: Person, the_conversation) -> None:  # type: ignore[no-untyped-def]
    address = await _open(awa, person, the_conversation)
    await awa.post(f"{address}/claim")
    await awa.get(address)
    for change, status in (
        ("reply", 409), ("end", 400), ("note", 400), ("level", 400), ("transfer", 400), ("remind", 400), ("canned", 303),
        ("draft", 303), ("again", 303),
    ):  # fmt: skip
        answer = await awa.client.post(f"{address}/{change}", data={"csrf": awa.field("csrf")})
        assert answer.status_code == status, change
        if status >= 400:
            assert 'role="alert"' in answer.text, change


NAMES = ("version", "seen", "voice_of", "with_voice", "anyway", "canned", "line", "drop", "level", "to", "when", "date",
         "outcome")  # fmt: skip
GARBAGE = ("", "²", "-1", "9" * 5000, "\0", "é" * 50, "<b>", "'--")


async def test_garbage_in_any_field_is_answered_and_changes_nothing(
    app: FastAPI, awa: Desk, person: Person, the_conversation
) -> None:  # type: ignore[no-untyped-def]
    address = await _open(awa, person, the_conversation)
    for value in GARBAGE:
        form = {"csrf": awa.field("csrf")} | dict.fromkeys(NAMES, value)
        for change in ("draft", "canned", "again", "level", "transfer", "remind", "end", "reply"):
            answer = await awa.client.post(f"{address}/{change}", data=form)
            assert answer.status_code in {204, 303, 400, 403, 404, 409}, (change, value)
            assert "Traceback" not in answer.text
    assert await _level(app) == "P3"
