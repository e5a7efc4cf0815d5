"""A worker's words: they claim first, they never go to the wrong person, they are never lost."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select

from bot.channels.message import Message
from bot.desk.claim import claim
from bot.desk.reach import reach
from bot.desk.reply import WORDS_MAX, NotReplied, Replied
from bot.desk.shifts import LEASE_SECONDS
from bot.desk.staff import Worker
from bot.outbox import claim_head
from bot.records.tables import conversation, outbox
from tests.desk.conftest import AWA, BOU, Desk
from tests.phone import Phone


async def _states(desk: Desk, kind: str) -> list[str]:
    return list(
        await desk.database.read(
            lambda conn: conn.execute(
                select(outbox.c.state).where(outbox.c.kind == kind, outbox.c.conversation_id == desk.id)
            ).scalars().all()
        )
    )  # fmt: skip


async def test_a_reply_claims_first(desk: Desk) -> None:
    assert await desk.reply(BOU, "Bonjour, je vous lis.") == Replied()
    after = await desk.row()
    assert (after["mode"], after["claimed_by"], after["spoken"]) == ("human", BOU.id, after["seq"])


async def test_a_reply_to_what_somebody_else_holds_is_refused_and_sends_nothing(desk: Desk) -> None:
    await desk.database.write(claim, desk.id, AWA)
    assert await desk.reply(BOU, "Bonjour") == NotReplied("taken")
    assert await _states(desk, "worker") == []


async def test_a_reply_takes_over_a_dead_lease(desk: Desk) -> None:
    await desk.database.write(claim, desk.id, AWA)
    await desk.wait(LEASE_SECONDS + 2)
    assert await desk.reply(BOU, "Bonjour") == Replied()
    assert (await desk.row())["claimed_by"] == BOU.id


async def test_a_reply_written_on_an_old_page_is_not_sent(desk: Desk) -> None:
    await desk.database.write(claim, desk.id, AWA)
    version = (await desk.row())["version"]
    await desk.phone.says("je suis malade")
    assert await desk.reply(AWA, "Tout va bien alors.", version) == NotReplied("stale")
    assert await _states(desk, "worker") == []
    assert await desk.reply(AWA, "Tout va bien alors.") == Replied()


async def test_empty_and_endless_words_are_not_sent(desk: Desk) -> None:
    assert await desk.reply(AWA, " \n ") == NotReplied("empty")
    assert await desk.reply(AWA, "x" * (WORDS_MAX + 1)) == NotReplied("too_long")


async def test_words_go_to_nobody_once_the_phone_changed_hands(desk: Desk) -> None:
    await desk.wait(20 * 60)
    heard = await desk.phone.says("bonjour")
    newcomer = next(c.payload for m in heard.messages for c in m.choices if "autre" in c.label.lower())
    old = desk.id
    heard = await desk.phone.says(f"/tap {newcomer}")
    sure = next(c.payload for m in heard.messages for c in m.choices if "autre" in c.label.lower())
    await desk.phone.says(f"/tap {sure}")
    desk.phone.conversation = old
    assert await desk.reply(AWA, "Votre question d'hier…") == NotReplied("changed_hands")


async def test_a_reply_reaches_its_own_conversation_and_no_other(desk: Desk, new_phone: Callable[[str], Phone]) -> None:
    other = new_phone("whatsapp")
    await other.says("bonjour", "1", "1", "1", "je veux parler à quelqu'un", "autre question")
    await desk.reply(AWA, "Pour la première personne.")
    rows = await desk.database.read(
        lambda conn: conn.execute(
            select(outbox.c.conversation_id, outbox.c.address_id, conversation.c.last_from)
            .join(conversation, conversation.c.id == outbox.c.conversation_id)
            .where(outbox.c.kind == "worker")
        ).all()
    )
    assert [row.conversation_id for row in rows] == [desk.id]
    assert rows[0].address_id == rows[0].last_from


async def test_a_prompt_queued_before_the_claim_is_dropped_and_nothing_else_is(desk: Desk) -> None:
    await desk.phone.says("je ne veux plus vivre")
    await desk.database.write(claim, desk.id, AWA)
    await desk.reply(AWA, "Je suis là.")
    house = desk.phone.house
    said: list[str] = []
    while (head := await desk.database.write(claim_head, house, desk.id)) is not None:
        said.append(head.words.text)
        await desk.database.write(
            lambda conn, row=head.outbox: conn.execute(outbox.update().where(outbox.c.id == row).values(state="sent"))
        )
    assert set(await _states(desk, "prompt")) == {"dropped"}
    for kind in ("safety", "receipt", "worker"):
        assert set(await _states(desk, kind)) == {"sent"}, kind
    assert "Je suis là." in said[-1]


async def test_a_prompt_whose_sending_was_interrupted_is_dropped_too_once_a_human_has_taken_over(desk: Desk) -> None:
    house = desk.phone.house
    head = await desk.database.write(claim_head, house, desk.id)
    assert head is not None
    await desk.database.write(claim, desk.id, AWA)
    await desk.wait(120)
    while (again := await desk.database.write(claim_head, house, desk.id)) is not None:
        assert again.outbox != head.outbox
        await desk.database.write(
            lambda conn, row=again.outbox: conn.execute(outbox.update().where(outbox.c.id == row).values(state="sent"))
        )
    kinds = await desk.database.read(
        lambda conn: conn.execute(select(outbox.c.kind).where(outbox.c.id == head.outbox)).scalar_one()
    )
    assert kinds == "prompt"


async def test_the_words_are_sealed_and_read_back_whole(desk: Desk) -> None:
    await desk.reply(AWA, "Venez à Gao, à côté du marché. ɛ ɔ ɲ ŋ")

    def found(conn):  # type: ignore[no-untyped-def]
        row = reach(conn, desk.id, AWA)
        key = desk.phone.vault.unwrap(row["person_id"], row["wrapped"])
        sealed = conn.execute(select(outbox.c.id, outbox.c.sealed).where(outbox.c.kind == "worker")).one()
        assert "marché".encode() not in sealed.sealed
        return Message.from_json(key.open(sealed.id, "outbox", sealed.sealed)).text

    assert await desk.database.write(found) == "Venez à Gao, à côté du marché. ɛ ɔ ɲ ŋ"


async def test_a_closed_case_is_read_by_who_held_it_and_by_nobody_else(desk: Desk) -> None:
    stranger = Worker("d" * 32, "dia", "other", frozenset({"supervisor"}))
    assert await desk.database.write(reach, desk.id, BOU) is not None
    assert await desk.database.write(reach, desk.id, stranger) is None
    await desk.database.write(claim, desk.id, AWA)
    await desk.end(AWA, "other")
    assert await desk.database.write(reach, desk.id, AWA) is not None
    assert await desk.database.write(reach, desk.id, BOU) is None


async def test_nobody_is_read_who_never_asked_for_a_human(desk: Desk, new_phone: Callable[[str], Phone]) -> None:
    other = new_phone("whatsapp")
    await other.says("bonjour")
    assert await desk.database.write(reach, other.conversation, AWA) is None
