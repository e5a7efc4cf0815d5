"""Once a worker has answered, the pages say so, and no deadline runs on; once the person writes again, they say that."""

from __future__ import annotations

import re

from bot.desk.claim import WARNED_SECONDS
from bot.desk.shifts import LEASE_SECONDS
from tests.console.conftest import Desk, Person
from tests.console.test_drafts import _held


async def test_who_has_an_answer_is_not_still_to_be_answered(awa: Desk, person: Person, the_conversation, wait) -> None:  # type: ignore[no-untyped-def]
    address = await _held(awa, person, the_conversation)
    await awa.post(f"{address}/reply", text="Bonjour.")
    for page in ("/desk/queue", address):
        await awa.get(page)
        assert re.search(r"répondu \d+ h \d\d", awa.words), page
        assert "à répondre" not in awa.words, page
    await wait(5)
    await person.says("et demain ?")
    await wait(180)
    for page in ("/desk/queue", address):
        await awa.get(page)
        assert re.search(r"a réécrit, attend depuis 3 min · à répondre (avant|dans)", awa.words), page
        assert not re.search(r"répondu \d", awa.words), page
    await awa.post(f"{address}/release")
    await awa.get("/desk/queue")
    assert not re.search(r"répondu \d", awa.words), "its last word waits"
    assert "a écrit de nouveau" in awa.words
    assert re.search(r"à répondre (avant|dans)", awa.words)
    assert "en retard" not in awa.words


async def test_who_takes_over_what_was_answered_reads_of_no_words_that_never_came(
    awa: Desk, bou: Desk, person: Person, the_conversation, wait
) -> None:  # type: ignore[no-untyped-def]
    address = await _held(bou, person, the_conversation)
    await wait(60)
    await bou.post(f"{address}/reply", text="Bonjour.")
    await wait(60)
    for level in ("P0", "P1"):
        await awa.get(address)
        assert (
            await awa.post(f"{address}/level", level=level, reason="elle se dit menacée", sure="1")
        ).status_code == 303
    await bou.get(address)
    assert (await bou.post(f"{address}/claim")).status_code == 303
    for page in ("/desk/queue", address):
        await bou.get(page)
        assert "a réécrit" not in bou.words, page
        assert re.search(r"à répondre (avant|dans)", bou.words), "the level it has now is not answered"
    await person.says("et demain ?")
    await wait(180)
    await bou.get(address)
    assert "a réécrit, attend depuis 3 min" in bou.words


async def test_a_hold_that_ends_soon_is_told_and_once_it_has_ended_the_queue_and_the_card_say_so(
    awa: Desk, person: Person, the_conversation, wait
) -> None:  # type: ignore[no-untyped-def]
    address = await _held(awa, person, the_conversation)
    await awa.post(f"{address}/reply", text="Bonjour.")
    await wait(5)
    await person.says("et demain ?")
    for page in ("/desk/queue", address):
        await awa.get(page)
        assert "revient dans la file dans" not in awa.words, page
    await wait(LEASE_SECONDS - WARNED_SECONDS + 30)
    await awa.get("/desk/queue")
    assert "sans geste de vous, revient dans la file dans 4 min" in awa.words
    part = await awa.get(f"{address}?part=1&v=0")
    assert "cette conversation revient dans la file dans 4" in part.text
    assert "Je la garde" in part.text
    await awa.get(address)
    await awa.get("/desk/queue")
    assert "revient dans la file dans" not in awa.words, "whoever opens it keeps it"
    for part_of_it in (LEASE_SECONDS // 2, LEASE_SECONDS // 2 + 2):  # awa works on another page, so hers does not lock
        await wait(part_of_it)
        await awa.get("/desk/queue")
    assert re.search(r"remise dans la file \d+ h \d\d : awa n’a plus rien fait", awa.words), awa.words
    assert not re.search(r"répondu \d", awa.words), "its last word waits"
    assert "a écrit de nouveau" in awa.words
    await awa.get(address)
    assert "remise dans la file : qui la tenait n’a plus rien fait" in awa.words
    assert "Prendre la conversation" in awa.words


async def test_the_holder_without_the_training_is_told_to_pass_a_threat_on_and_one_for_tonight_is_no_more_theirs(
    awa: Desk, bou: Desk, person: Person, the_conversation
) -> None:  # type: ignore[no-untyped-def]
    address = await _held(bou, person, the_conversation)
    await bou.post(f"{address}/reply", text="Bonjour.")
    await bou.get(address)
    assert "point focal" not in bou.words
    await person.says("mon oncle veut me frapper")
    part = await bou.get(f"{address}?part=1&v=0")
    assert "passez-la à un point focal protection" in part.text
    await awa.get(address)
    assert "passez-la à un point focal" not in awa.words
    await person.says("il vient me frapper ce soir")
    await awa.get("/desk/queue")
    assert "P0 Danger" in awa.words
    assert re.search(r"à répondre dans (29|30) min", awa.words)
    assert "à prendre" in awa.words
    assert "danger" in awa.words
