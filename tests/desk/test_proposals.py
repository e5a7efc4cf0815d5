"""A worker proposes a service: what is offered, what is refused and why, and what a yes leaves at the desk."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select, update

from bot.desk.claim import claim
from bot.desk.open_tasks import settle
from bot.desk.proposals import WHY_MAX, Why, offers, propose
from bot.desk.reach import reach
from bot.desk.referral_states import by_worker, move
from bot.desk.ringing import count
from bot.desk.staff import Worker
from bot.engine.book import Book
from bot.engine.effects import Send
from bot.engine.events import Proposed
from bot.engine.moment import Moment
from bot.engine.session import Request, Session
from bot.engine.step import step
from bot.house import House
from bot.records.seal import Vault
from bot.records.tables import consent, conversation, inbound, referral, task
from tests.desk.conftest import AWA, BOU, Desk
from tests.desk.referring import read
from tests.phone import KEY

SERVICE = "anpe-accueil"
AT = 1_795_165_200


async def _proposed(
    desk: Desk, service: str = SERVICE, why: str = "Tout près.", version: int | None = None, who: Worker = AWA
) -> Why | None:
    seen = (await desk.row())["version"] if version is None else version

    def put(conn: Any) -> Why | None:
        row = reach(conn, desk.id, who)
        assert row is not None
        return propose(conn, desk.phone.house, row, who, Proposed(service, why), seen, anyway=False)

    return await desk.database.write(put)  # type: ignore[no-any-return]


@pytest.fixture
async def held(desk: Desk) -> Desk:
    """Awa holds the talk."""
    assert await desk.database.write(claim, desk.id, AWA)
    return desk


async def test_a_yes_is_a_consent_with_its_message_a_draft_a_task_and_a_ring_for_who_proposed(held: Desk) -> None:
    assert await _proposed(held) is None
    assert (await held.database.read(count, AWA)).said_yes == 0
    await held.phone.says("oui")
    (yes,) = await read(held, select(consent).where(consent.c.purpose == "referral"))
    (said,) = await read(held, select(inbound).where(inbound.c.id == yes["inbound_id"]))
    assert (yes["given"], yes["organisation"], said["conversation_id"]) == (1, SERVICE, held.id)
    assert yes["wording"].startswith("proposal.share.ask@")
    assert "contact" in yes["items"].split(",")
    (file,) = await read(held, select(referral))
    assert (file["service"], file["status"], file["consent_id"]) == (SERVICE, "draft", yes["id"])
    assert [row["kind"] for row in await read(held, select(task))] == ["send"]
    assert not await held.database.write(settle, AWA, "send", file["id"]), "done by sending, not by saying so"
    assert [row["kind"] for row in await read(held, select(task).where(task.c.closed_at == 0))] == ["send"]
    mine, others = await held.database.read(count, AWA), await held.database.read(count, BOU)
    assert (mine.said_yes, others.said_yes) == (1, 0)
    await held.database.write(move, file["id"], "sent", by_worker(AWA))
    assert (await held.database.read(count, AWA)).said_yes == 0


async def test_what_is_no_answer_is_for_the_worker_and_the_machine_is_silent(held: Desk) -> None:
    await _proposed(held)
    await held.phone.says("c'est loin ?")
    for words in ("et après ?", "combien d'argent ?", "je ne sais pas"):
        assert (await held.phone.says(words)).messages == (), words
    assert "porte le numéro" in (await held.phone.says("1")).french


async def test_the_service_that_the_person_had_chosen_is_theirs_again_afterwards(held: Desk) -> None:
    await _proposed(held)
    heard = await held.phone.says("non")
    assert "Rien n'est envoyé" in heard.french
    assert not {"chosen", "proposed_why", "chosen_before"} & set(heard.session.notes)
    assert await read(held, select(referral)) == []


async def test_a_second_proposal_takes_the_place_of_the_first(held: Desk) -> None:
    await _proposed(held)
    assert await _proposed(held, "ame-formation") is None
    await held.phone.says("oui")
    assert [row["service"] for row in await read(held, select(referral))] == ["ame-formation"]


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"service": "nowhere"}, "no_service"),
        ({"why": "  "}, "no_words"),
        ({"why": "x" * (WHY_MAX + 1)}, "long_words"),
        ({"version": 0}, "stale"),
        ({"who": BOU}, "not_mine"),
    ],
)
async def test_what_cannot_be_asked_is_not(held: Desk, given: dict[str, Any], why: Why) -> None:
    before = await held.row()
    assert await _proposed(held, **given) == why
    assert await held.row() == before


async def test_who_wants_no_more_messages_is_not_asked(held: Desk) -> None:
    stopped = update(conversation).where(conversation.c.id == held.id).values(mode="stopped")
    await held.database.write(lambda conn: conn.execute(stopped))
    assert await _proposed(held) == "stopped"


async def test_nobody_is_asked_twice_for_the_same(held: Desk) -> None:
    await _proposed(held)
    await held.phone.says("oui")
    assert await _proposed(held) == "already"


async def test_an_organisation_that_answers_nobody_is_not_proposed(held: Desk, book: Book) -> None:
    held.phone.house.silence.organisations = frozenset({book.directory.services[SERVICE].org})
    assert await _proposed(held) == "silent"


def test_a_search_finds_by_name_whatever_the_spelling_and_says_what_stands_against(book: Book) -> None:
    house = House(Vault(KEY, KEY), book)
    session = Session(facts={"in": "mali", "region": "kayes", "age": 16}, consent="yes")
    best = offers(house, session, AT)
    assert best
    assert all(not one.against and one.reasons for one in best)
    name = best[0].name.upper()
    assert best[0].id in {one.id for one in offers(house, session, AT, name)}
    everything = [one for letter in "aeiou" for one in offers(house, session, AT, letter)]
    assert any(one.against for one in everything), "a service that refuses is shown with the reason"
    asked = Session(facts=session.facts, consent="yes", requests=(Request("ABC234", best[0].id, "sent"),))
    assert best[0].id not in {one.id for one in offers(house, asked, AT)}


def test_what_is_asked_for_and_not_confirmed_stands_beside_a_service(book: Book) -> None:
    house = House(Vault(KEY, KEY), book)
    told = {"in": "mali", "region": "bamako", "age": 25}

    def papers(**facts: str) -> tuple[str, ...]:
        session = Session(facts=told | {f"documents.{name}": said for name, said in facts.items()}, consent="yes")
        return next(one.papers for one in offers(house, session, AT, "missabougou") if one.id == "cfp-missabougou")

    assert papers() == ("Acte de naissance", "Certificat de nationalité")
    assert papers(birth_certificate="yes") == ("Certificat de nationalité",)
    assert papers(birth_certificate="yes", nationality="yes") == ()


def test_a_search_that_finds_nothing_finds_nothing(book: Book) -> None:
    session = Session(facts={"in": "mali", "region": "kayes"}, consent="yes")
    house = House(Vault(KEY, KEY), book)
    for typed in ("zzzz", "xqxqxq", "zz"):
        assert offers(house, session, AT, typed) == (), typed


def test_who_is_threatened_is_offered_protection_before_work(book: Book) -> None:
    house = House(Vault(KEY, KEY), book)
    facts = {"in": "mali", "region": "bamako", "age": 25, "signs.threatened": "yes"}
    found = offers(house, Session(facts=facts, consent="yes", alarms=("threatened",)), AT)
    assert book.directory.services[found[0].id].kind == "protection"
    calm = offers(house, Session(facts={"in": "mali", "region": "bamako", "age": 25}, consent="yes"), AT)
    assert book.directory.services[calm[0].id].kind != "protection"


def test_a_service_that_has_said_no_is_marked(book: Book) -> None:
    house = House(Vault(KEY, KEY), book)
    session = Session(facts={"in": "mali"}, consent="yes", requests=(Request("ABC234", SERVICE, "declined"),))
    marked = {one.id: one.declined for one in offers(house, session, AT, "anpe")}
    assert marked.pop(SERVICE)
    assert not any(marked.values())


@pytest.mark.parametrize(
    ("spoken", "wish", "lines", "absent"),
    [
        (
            "fr",
            Proposed(SERVICE, "Tout près.", "near"),
            ("C'est près de là où vous êtes.", "vous écrit : « Tout près. »"),
            "français",
        ),
        ("bm", Proposed(SERVICE, "Tout près."), ("tubabukan na: « Tout près. »",), "C'est près"),
        ("bm", Proposed(SERVICE, "A ka surun.", language="bm"), ("y'a sɛbɛn i ma: « A ka surun. »",), "tubabukan"),
        ("bm", Proposed(SERVICE, because="instead"), ("Cakɛda tɔ kelen",), "«"),
    ],
)
async def test_a_reason_is_read_in_the_person_s_language_and_free_words_say_in_which_they_are(
    held: Desk, spoken: str, wish: Proposed, lines: tuple[str, ...], absent: str
) -> None:
    book, asked = (
        held.phone.house.book,
        Session(language=spoken, consent="yes", facts={"in": "mali", "region": "kayes"}),
    )
    done = step(book, asked, wish, Moment(at=AT, mode="human"))
    first = next(effect for effect in done.effects if isinstance(effect, Send))
    said = "\n".join(book.catalogues.say(line, spoken) for line in first.lines)
    assert all(line in said for line in lines), said
    assert absent not in said


async def test_a_chosen_reason_is_enough_and_an_unknown_one_is_none(held: Desk) -> None:
    async def put(wish: Proposed) -> Why | None:
        def work(conn: Any) -> Why | None:
            row = reach(conn, held.id, AWA)
            assert row is not None
            return propose(conn, held.phone.house, row, AWA, wish, row["version"], anyway=False)

        return await held.database.write(work)  # type: ignore[no-any-return]

    assert await put(Proposed(SERVICE, because="parce que")) == "no_words"
    assert await put(Proposed(SERVICE, because="wished")) is None
