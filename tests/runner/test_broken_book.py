"""A book that is broken at run time costs one person a machine's answer, never their message and never a neighbour's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

import pytest

from bot.engine.book import Book
from bot.fallback import LEVEL, SAFETY_TEXT
from bot.records.tables import conversation, handover, inbound, message, outbox
from flows.flow import Node
from tests.doubles.telegram_api import TelegramApi
from tests.runner.door import Door, opened, until

UNLUCKY, NEIGHBOUR, ELSEWHERE = 11, 12, 13
WORDS = "mon-secret-de-kidal"


class _Raises(Mapping[str, object]):
    """A text whose values cannot be read: what the engine decided cannot be put into words."""

    def __getitem__(self, name: str) -> object:
        raise ZeroDivisionError(WORDS)

    def __iter__(self):
        raise ZeroDivisionError(WORDS)

    def __len__(self) -> int:
        return 1


def _with(book: Book, nodes: Callable[[dict[str, Node]], None]) -> Book:
    """``book`` with other states in its flow *welcome*."""
    flow = book.flows["welcome"]
    changed = dict(flow.nodes)
    nodes(changed)
    return replace(book, flows=MappingProxyType({**book.flows, "welcome": replace(flow, nodes=changed)}))


def _lost_state(book: Book) -> Book:
    return _with(book, lambda nodes: nodes.pop("consent"))


def _lost_text(book: Book) -> Book:
    def lose(nodes: dict[str, Node]) -> None:
        nodes["consent"] = replace(nodes["consent"], text=None)

    return _with(book, lose)


def _unspeakable_text(book: Book) -> Book:
    def spoil(nodes: dict[str, Node]) -> None:
        text = nodes["consent"].text
        assert text is not None
        nodes["consent"] = replace(nodes["consent"], text=replace(text, fr="Sira.", values=_Raises()))

    return _with(book, spoil)


BROKEN = {"lost state": _lost_state, "lost text": _lost_text, "unspeakable text": _unspeakable_text}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN.keys())
async def test_a_broken_question_becomes_the_safety_text_and_a_human(
    broken: Callable[[Book], Book],
    database_url: str,
    telegram: TelegramApi,
    book: Book,
    capfd: pytest.CaptureFixture[str],
) -> None:
    async with opened(database_url, telegram, broken(book)) as door:
        await door.writes(UNLUCKY, "bonjour")
        update = telegram.person_writes(UNLUCKY, "1")
        assert [await door.deliver(update) for _ in range(3)] == [200] * 3
        await until(lambda: SAFETY_TEXT in door.shown(UNLUCKY), "the safety text")
        await door.writes(NEIGHBOUR, "bonjour")

        assert door.shown(UNLUCKY).count(SAFETY_TEXT) == 1
        assert SAFETY_TEXT not in door.shown(NEIGHBOUR)
        assert [row["state"] for row in await door.rows(inbound)] == ["done", "poison", "done"]
        unlucky, neighbour = await door.rows(conversation)
        assert (unlucky["mode"], unlucky["level"]) == ("queued", LEVEL)
        assert (neighbour["mode"], neighbour["level"]) == ("bot", "")
        (wish,) = await door.rows(handover)
        assert (wish["conversation_id"], wish["closed_at"]) == (unlucky["id"], 0)
        said = [row for row in await door.rows(message) if row["author"] == "person"]
        assert [row["conversation_id"] for row in said] == [unlucky["id"], unlucky["id"], neighbour["id"]]
    printed = "".join(capfd.readouterr())
    assert '"level": "error"' in printed, "the fault is logged"
    assert "Traceback" not in printed
    assert WORDS not in printed


async def test_every_message_into_a_broken_question_is_kept_under_one_hand_over(
    database_url: str, telegram: TelegramApi, book: Book
) -> None:
    async with opened(database_url, telegram, _lost_state(book)) as door:
        await door.writes(UNLUCKY, "bonjour", "1", "1", "1")
        assert door.shown(UNLUCKY)[1:] == [SAFETY_TEXT] * 3
        assert len(await door.rows(handover)) == 1
        assert [row["author"] for row in await door.rows(message)].count("person") == 4


async def test_who_was_stuck_goes_on_from_there_with_the_mended_book(
    database_url: str, telegram: TelegramApi, book: Book
) -> None:
    async with opened(database_url, telegram, _lost_state(book)) as door:
        await door.writes(UNLUCKY, "bonjour", "1")
    async with opened(database_url, telegram, book) as door:
        await door.writes(UNLUCKY, "1")
        assert "Êtes-vous d'accord" in door.shown(UNLUCKY)[-1]
        await door.settled()
        assert {row["state"] for row in await door.rows(outbox)} == {"sent"}


async def test_a_session_that_cannot_be_read_is_one_persons_trouble(door: Door) -> None:
    await door.writes(UNLUCKY, "bonjour")
    await door.writes(NEIGHBOUR, "bonjour")
    (unlucky, _) = await door.rows(conversation)
    spoil = conversation.update().where(conversation.c.id == unlucky["id"]).values(session=b"not a session")
    await door.alter(spoil)
    await door.writes(UNLUCKY, "1")
    await door.writes(NEIGHBOUR, "1")
    assert door.shown(UNLUCKY)[-1] == SAFETY_TEXT
    assert "Êtes-vous d'accord" in door.shown(NEIGHBOUR)[-1]
    assert [row["mode"] for row in await door.rows(conversation)] == ["queued", "bot"]
