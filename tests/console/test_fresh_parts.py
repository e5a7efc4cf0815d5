"""An open page follows: its foot and its card come with the thread; and a page that is closed opens where it was."""

from __future__ import annotations

from fastapi import FastAPI
from sqlalchemy import select, update

from bot.records.ids import new_id
from bot.records.tables import conversation, insert_new, person_key, referral, worker
from tests.console.conftest import PATIENCE, Desk, Person
from tests.console.test_drafts import _held


async def test_who_looks_on_gets_the_button_when_it_is_put_back(
    awa: Desk, bou: Desk, person: Person, the_conversation
) -> None:  # type: ignore[no-untyped-def]
    address = await _held(awa, person, the_conversation)
    await bou.get(address)
    assert "Tenue par awa" in bou.words
    await awa.post(f"{address}/release")
    part = (await bou.get(f"{address}?part=1&v=x")).text
    assert "Tenue par" not in part
    assert "Prendre la conversation" in part
    assert 'id="card"' in part


async def _at_rest(desk: Desk, address: str) -> str:
    """The version of a page on which nothing moves any more: what was sent has its mark, and no minute ends just now."""
    for _ in range(PATIENCE):
        page = (await desk.get(address)).text
        seen = page.partition('data-version="')[2].partition('"')[0]
        if (await desk.get(f"{address}?part=1&v={seen}")).status_code == 204:
            return seen
    raise AssertionError("the page never comes to rest")


async def test_a_new_file_shows_on_the_card_and_says_that_it_is_to_be_sent(
    app: FastAPI, awa: Desk, person: Person, the_conversation
) -> None:  # type: ignore[no-untyped-def]
    address = await _held(awa, person, the_conversation)
    seen = await _at_rest(awa, address)
    vault, name = app.state.house.vault, new_id()

    def write(conn) -> None:  # type: ignore[no-untyped-def]
        from bot.desk.reach import reach

        del reach

        row = conn.execute(
            select(conversation.c.id, conversation.c.person_id, person_key.c.wrapped).join(
                person_key, person_key.c.person_id == conversation.c.person_id
            )
        ).one()
        key = vault.unwrap(row.person_id, row.wrapped)
        conn.execute(
            insert_new(conn, referral).values(
                id=name, conversation_id=row.id, number="S-4821", service="x", organisation="x", status="draft",
                consent_id="c", sealed=key.seal(name, "referral", b'{"shared":[],"notes":{}}'), at=1, changed_at=1,
            )
        )  # fmt: skip

    await app.state.db.write(write)
    part = await awa.get(f"{address}?part=1&v={seen}")
    assert part.status_code == 200
    assert "Relisez maintenant la demande, puis envoyez-la" in part.text
    assert part.text.count(f"/desk/referral/{name}") == 2, "over the talk and on the card"
    seen = part.text.partition('data-version="')[2].partition('"')[0]
    await app.state.db.write(lambda conn: conn.execute(update(referral).values(status="sent")))
    part = await awa.get(f"{address}?part=1&v={seen}")
    assert part.status_code == 200
    assert "Relisez maintenant" not in part.text


async def test_a_page_closed_by_hand_opens_where_it_was_with_its_words(
    awa: Desk, person: Person, the_conversation
) -> None:  # type: ignore[no-untyped-def]
    address = await _held(awa, person, the_conversation)
    assert f'name="to" value="{address}"' in awa.html
    assert f'form="reply" formaction="{address}/draft?lock=1"' in awa.html
    answer = await awa.post(f"{address}/draft?lock=1", text="à finir")
    locked = answer.headers["location"]
    assert locked.startswith("/desk/locked?to=")
    await awa.get(locked)
    assert "Vos mots ne sont pas partis" in awa.words
    opened = await awa.post("/desk/locked", to=awa.field("to"), kept="1", password="correct-horse-battery", code="")
    assert opened.headers["location"] == address
    assert ">à finir</textarea>" in (await awa.get(address)).text
    assert (await awa.post("/desk/lock", to=address)).headers["location"].startswith("/desk/locked?to=%2Fdesk%2Fc%2F")


async def test_danger_elsewhere_is_said_on_an_open_page_by_its_own_poll_and_names_nobody(
    app: FastAPI, awa: Desk, bou: Desk, person: Person, the_conversation
) -> None:  # type: ignore[no-untyped-def]
    address = await _held(awa, person, the_conversation)
    seen = await _at_rest(awa, address)
    assert 'role="status" aria-live="polite"></p>' in awa.html, (
        "the line is there, empty, before it has something to say"
    )
    await Person(person.client, person.api, 78).says("bonjour", "1", "1", "1", "je ne veux plus vivre, je suis à Nioro")
    part = await awa.get(f"{address}?part=1&v={seen}")
    assert part.status_code == 200
    line = part.text.partition('id="elsewhere"')[2].partition("</p>")[0]
    assert '<a href="/desk/queue">▲ Une demande P0 attend</a>' in line
    untrained = (await bou.get(f"{address}?part=1")).text.partition('id="elsewhere"')[2].partition("</p>")[0]
    assert "▲ P0 attend\N{NO-BREAK SPACE}: prévenez un point focal" in untrained, "who may not take it can still say it"
    assert "Nioro" not in part.text
    trained = select(worker.c.id).where(worker.c.login == "awa").scalar_subquery()
    taken = update(conversation).where(conversation.c.level == "P0").values(claimed_by=trained, lease_until=0)
    await app.state.db.write(lambda conn: conn.execute(taken))
    assert "Une demande P0 attend" not in (await awa.get(f"{address}?part=1&v={seen}")).text
