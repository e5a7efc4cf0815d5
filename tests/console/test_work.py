"""A worker's day: fresh pages that cost nothing, one winner, words that are never lost."""

from __future__ import annotations

import re

from bot.desk.endings import OUTCOMES
from tests.console.conftest import Desk, Person


def _version(html: str) -> str:
    found = re.search(r'data-version="([^"]+)"', html)
    assert found
    return found[1]


async def test_a_poll_of_the_queue_is_empty_until_somebody_comes(awa: Desk, person: Person) -> None:
    seen = _version((await awa.get("/desk/queue")).text)
    answer = await awa.get(f"/desk/queue?part=1&v={seen}")
    if answer.status_code == 200:  # a minute has just ended
        seen = _version(answer.text)
        answer = await awa.get(f"/desk/queue?part=1&v={seen}")
    assert (answer.status_code, answer.content) == (204, b"")
    await person.asks_for_somebody()
    answer = await awa.get(f"/desk/queue?part=1&v={seen}")
    assert answer.status_code == 200
    assert "/desk/c/" in answer.text
    assert "<html" not in answer.text


async def test_a_poll_of_a_conversation_is_empty_until_something_happens(
    awa: Desk, person: Person, the_conversation
) -> None:  # type: ignore[no-untyped-def]
    await person.asks_for_somebody()
    await person.sees("quelques mots")
    address = f"/desk/c/{await the_conversation()}"
    for _ in range(50):  # until what is being sent has its mark
        seen = _version((await awa.get(address)).text)
        answer = await awa.get(f"{address}?part=1&v={seen}")
        if answer.status_code == 204:
            break
    assert (answer.status_code, answer.content) == (204, b"")
    await person.says("un mot de plus")
    answer = await awa.get(f"{address}?part=1&v={seen}")
    assert "un mot de plus" in answer.text
    assert "<html" not in answer.text


async def test_of_two_who_take_it_the_second_is_told(awa: Desk, bou: Desk, person: Person, the_conversation) -> None:  # type: ignore[no-untyped-def]
    await person.asks_for_somebody()
    address = f"/desk/c/{await the_conversation()}"
    await awa.get(address)
    await bou.get(address)
    assert (await awa.post(f"{address}/claim")).status_code == 303
    answer = await bou.post(f"{address}/claim")
    assert answer.status_code == 409
    assert "Une autre personne vient de la prendre." in bou.words
    assert "Tenue par awa" in bou.words


async def test_a_stale_page_shows_both_texts_and_loses_nothing(awa: Desk, person: Person, the_conversation) -> None:  # type: ignore[no-untyped-def]
    await person.asks_for_somebody()
    address = f"/desk/c/{await the_conversation()}"
    await awa.takes(address)
    await person.says("je suis malade")
    answer = await awa.post(f"{address}/reply", text="Tout va bien alors.")
    assert answer.status_code == 409
    assert "je suis malade" in awa.words
    assert ">Tout va bien alors.</textarea>" in answer.text
    assert (await awa.post(f"{address}/reply", text="Allez au centre de santé.")).status_code == 303
    seen = await person.sees("Allez au centre de santé.")
    assert "Tout va bien" not in seen


async def test_a_form_with_a_version_of_nowhere_sends_nothing(awa: Desk, person: Person, the_conversation) -> None:  # type: ignore[no-untyped-def]
    await person.asks_for_somebody()
    address = f"/desk/c/{await the_conversation()}"
    for version in ("", "²", "-1", "x", "9" * 5000, "1e3", "\0"):
        await awa.get(address)
        answer = await awa.post(f"{address}/reply", text="mots", version=version)
        assert answer.status_code == 409, version
        assert "mots</blockquote>" in answer.text


async def test_only_the_holder_ends_and_only_with_an_outcome(
    awa: Desk, bou: Desk, person: Person, the_conversation
) -> None:  # type: ignore[no-untyped-def]
    await person.asks_for_somebody()
    address = f"/desk/c/{await the_conversation()}"
    await awa.get(address)
    assert (await awa.post(f"{address}/end", outcome="answered")).status_code == 409
    await awa.post(f"{address}/claim")
    await bou.get(address)
    assert (await bou.post(f"{address}/end", outcome="answered")).status_code == 409
    await awa.get(address)
    assert (await awa.post(f"{address}/end", outcome="")).status_code == 400
    assert (await awa.post(f"{address}/end", outcome="no such")).status_code == 400
    assert all((f'value="{outcome}"' in awa.html) is (outcome != "answered") for outcome in OUTCOMES)
    assert (await awa.ends(address, "moved")).headers["location"] == "/desk/queue"
    await person.sees("ne suit plus cette discussion")
    assert (await bou.get(address)).status_code == 404, "a closed case is read by who held it"
    assert (await awa.get(address)).status_code == 200


async def test_p0_is_seen_by_everybody_and_taken_by_who_is_trained(
    awa: Desk, bou: Desk, person: Person, the_conversation
) -> None:  # type: ignore[no-untyped-def]
    await person.says("bonjour", "1", "je ne veux plus vivre")
    address = f"/desk/c/{await the_conversation()}"
    await bou.get("/desk/queue")
    assert "P0 Danger" in bou.words
    await bou.get(address)
    for change, fields in (("claim", {}), ("reply", {"text": "Courage."})):
        answer = await bou.post(f"{address}/{change}", **fields)
        assert answer.status_code == 403
        assert "point focal protection" in bou.words
    await awa.get(address)
    assert (await awa.post(f"{address}/claim")).status_code == 303


async def test_who_stopped_is_not_written_to_and_can_be_ended(awa: Desk, person: Person, the_conversation) -> None:  # type: ignore[no-untyped-def]
    await person.asks_for_somebody()
    await person.says("stop")
    seen = await person.sees("Vous ne recevrez plus de message")
    address = f"/desk/c/{await the_conversation()}"
    await awa.get(address)
    assert (await awa.post(f"{address}/claim")).status_code == 303
    await awa.get(address)
    answer = await awa.post(f"{address}/reply", text="Bonjour")
    assert answer.status_code == 409
    assert "ne veut plus de messages" in awa.words
    assert (await awa.ends(address, "not_reached")).status_code == 303
    assert await person.sees("Vous ne recevrez plus") == seen


async def test_the_card_says_what_was_answered_and_the_look_is_noted(
    app, awa: Desk, person: Person, the_conversation
) -> None:  # type: ignore[no-untyped-def]
    from sqlalchemy import select

    from bot.records.tables import audit

    await person.says("bonjour", "1", "1", "1", "1", "kayes", "24", "je veux parler à quelqu'un", "ma question")
    address = f"/desk/c/{await the_conversation()}"
    await awa.get(address)
    assert "Kayes" in awa.words
    assert "français · Telegram" in awa.words
    assert "a dit oui" in awa.words
    await awa.get(f"{address}?part=1")
    here = audit.c.thing == address.removeprefix("/desk/c/")
    noted = await app.state.db.read(lambda conn: conn.execute(select(audit.c.action).where(here)).scalars().all())
    assert noted == ["read"]


async def test_a_case_is_not_ended_over_words_that_were_not_read(awa: Desk, person: Person, the_conversation) -> None:  # type: ignore[no-untyped-def]
    await person.asks_for_somebody()
    address = f"/desk/c/{await the_conversation()}"
    await awa.takes(address)
    await person.says("je ne veux plus vivre")
    answer = await awa.post(f"{address}/end", outcome="answered")
    assert answer.status_code == 409
    assert "Relisez les derniers messages" in awa.words
    assert "je ne veux plus vivre" in awa.words
    assert (await awa.ends(address)).status_code == 303


async def test_who_may_not_answer_p0_is_told_what_to_do_and_the_words_are_kept(
    bou: Desk, person: Person, the_conversation
) -> None:  # type: ignore[no-untyped-def]
    await person.asks_for_somebody()
    address = f"/desk/c/{await the_conversation()}"
    await bou.takes(address)
    await person.says("je ne veux plus vivre")
    answer = await bou.post(f"{address}/reply", text="Je vous lis.")
    assert answer.status_code == 403
    assert "Vos mots ne sont pas partis. Ils sont gardés pour vous." in bou.words
    assert "point focal protection" in bou.words
    assert "je ne veux plus vivre" not in bou.html
    assert (await bou.post(f"{address}/end", outcome="answered")).status_code == 403
    await bou.get("/desk/queue")
    assert "P0 Danger" in bou.words
    assert "pour le point focal protection ou un superviseur" in bou.words


async def test_a_long_talk_comes_in_pieces_that_a_slow_line_carries(
    awa: Desk, person: Person, the_conversation
) -> None:  # type: ignore[no-untyped-def]
    await person.asks_for_somebody("le premier mot")
    await person.says(*[f"{n} " + "é" * 1650 for n in range(40)], "le dernier mot")
    address = f"/desk/c/{await the_conversation()}"
    await awa.get(address)
    assert "le dernier mot" in awa.words
    pieces = 0
    while older := re.search(rf'href="({address}\?before=[0-9a-f]+)"', awa.html):
        await awa.get(older[1])
        assert "Revenir aux derniers messages" in awa.words
        assert "data-part" not in awa.html, "an old piece stays as it is"
        pieces += 1
    assert pieces > 1
    assert "le premier mot" in awa.words
    for nothing in ("", "x", "0" * 32 + "'", "é" * 32):
        await awa.get(f"{address}?before={nothing}")
        assert "le dernier mot" in awa.words


async def test_places_and_languages_have_their_names(awa: Desk, person: Person) -> None:
    await person.says("bonjour", "1", "1", "1", "1", "tombouctou", "24", "je veux parler à quelqu'un", "ma question")
    await awa.get("/desk/queue")
    assert "Tombouctou · français" in awa.words
