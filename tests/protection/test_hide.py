"""« 0 » takes back what can be taken back, on both sides, and nothing recalls the talk (A4)."""

from __future__ import annotations

import pytest

from tests.doubles.server import Fault
from tests.doubles.telegram_http import error_body
from tests.doubles.telegram_rules import Refusal
from tests.protection.conftest import CHAT, PHONE, World

TALK = ("bonjour", "1", "1", "1", "1", "kayes", "24")
HIDDEN = "D'accord. À bientôt."
TELLING = ("Kayes", "âge", "région", "métier", "Quelle langue")


async def _left(world: World) -> list[str]:
    return [shown.text for shown in world.telegram.seen(CHAT)]


def _taken_back(world: World) -> set[int]:
    return {call.parameters["message_id"] for call in world.telegram.calls if call.method == "deleteMessage"}


async def test_both_sides_are_taken_back_on_telegram(world: World) -> None:
    await world.tells(*TALK, "0")
    await world.until(lambda: world.chat() == HIDDEN)
    assert world.telegram.said(CHAT) == [], "the person's own words too, and the 0 itself"


async def test_what_is_older_than_48_hours_cannot_be_and_is_not_tried(world: World) -> None:
    await world.tells("bonjour", "1")
    await world.until(lambda: "Êtes-vous d'accord" in world.chat())
    await world.wait(49 * 3600)
    old = {shown.message_id for shown in world.telegram.seen(CHAT)}
    await world.tells("1", "0")
    await world.until(lambda: HIDDEN in world.chat())
    assert not old & _taken_back(world)


@pytest.mark.parametrize("refusal", ["message can't be deleted for everyone", "message to delete not found"])
async def test_one_message_that_cannot_be_taken_back_does_not_keep_the_others(world: World, refusal: str) -> None:
    await world.tells(*TALK)
    await world.until(lambda: "compte le plus" in world.chat())
    world.telegram.fail_next(Fault(400, error_body(Refusal(400, f"Bad Request: {refusal}"))))
    before = len(world.telegram.seen(CHAT))
    await world.tells("0")
    await world.until(lambda: HIDDEN in world.chat())
    assert before > 5
    assert len(await _left(world)) <= 2


async def test_a_complaint_and_a_talk_without_consent_are_taken_back_too(world: World) -> None:
    await world.tells("bonjour", "1", "2", "plainte", "3", "le chauffeur m'a pris mon argent")
    await world.until(lambda: "Voulez-vous une réponse" in world.chat())
    await world.tells("0")
    await world.until(lambda: world.chat() == HIDDEN)
    assert world.telegram.said(CHAT) == []


async def test_the_worker_words_are_taken_back_in_all_their_parts(world: World) -> None:
    await world.tells(*TALK)
    await world.until(lambda: "compte le plus" in world.chat())
    from tests.webhook.words import queue_worker_words

    state = world.app.state
    conversation = (await world.rows())["conversation"][0]["id"]
    await state.db.write(queue_worker_words, state.house, conversation, "Une longue réponse. " * 300)
    state.runner.wake(conversation)
    await world.until(lambda: world.chat().count("Une longue réponse. ") >= 290)
    await world.tells("0")
    await world.until(lambda: world.chat() == HIDDEN)


async def test_a_question_that_waited_is_not_asked_after_hiding(world: World) -> None:
    await world.tells("bonjour", "1", "1")
    await world.until(lambda: "tout va bien" in world.chat())
    for _ in range(3):
        world.telegram.slow_down(3600)
    await world.tells("1", "1", "kayes")
    await world.until(lambda: len(world.telegram._faults) < 3)
    world.telegram.fail_never()
    await world.tells("0")
    await world.wait(3700)
    await world.app.state.sender.sweep()
    await world.until(lambda: HIDDEN in world.chat())
    assert "région" not in world.chat()
    assert "âge" not in world.chat()


async def test_hiding_again_takes_back_nothing_twice(world: World) -> None:
    await world.tells(*TALK, "0")
    await world.until(lambda: world.chat() == HIDDEN)
    first = [call for call in world.telegram.calls if call.method == "deleteMessage"]
    await world.tells("0")
    await world.until(lambda: len([c for c in world.telegram.calls if c.method == "deleteMessage"]) > len(first))
    ids = [call.parameters["message_id"] for call in world.telegram.calls if call.method == "deleteMessage"]
    assert len(ids) == len(set(ids))


async def test_coming_back_recalls_nothing(world: World) -> None:
    await world.tells(*TALK, "0")
    await world.until(lambda: world.chat() == HIDDEN)
    await world.tells("bonjour")
    await world.until(lambda: len(world.telegram.seen(CHAT)) >= 2)
    seen = world.chat()
    for word in TELLING:
        assert word.lower() not in seen.lower(), seen


async def test_a_hidden_talk_is_not_disturbed_by_what_was_queued(world: World) -> None:
    await world.tells(*TALK, "0")
    await world.until(lambda: world.chat() == HIDDEN)
    states = [row["state"] for row in (await world.rows())["outbox"] if row["kind"] == "prompt"]
    assert set(states) <= {"sent", "delivered", "dropped"}


async def test_whatsapp_gets_neutral_words_and_how_to_do_it_by_hand(world: World) -> None:
    await world.texts("bonjour", "1", "1")
    await world.until(lambda: "tout va bien" in world.phone())
    await world.texts("0")
    await world.until(lambda: "Supprimer" in world.phone())
    last = world.twilio.seen(PHONE)[-1].body
    for word in TELLING:
        assert word.lower() not in last.lower()
