"""Buttons that stand together are told apart by who reads little: another first word, another picture."""

from __future__ import annotations

from collections import Counter

import pytest

from bot.engine.book import Book
from flows.flow import Option

UNDER_IDEAS = (
    ("suggestions", "choose"),
    ("suggestions", "change"),
    ("suggestions", "nearest_choose"),
    ("suggestions", "further"),
)
SIX = 6


def _buttons(book: Book, flow: str, state: str) -> list[Option]:
    return [option for option in book.node(flow, state).options if not option.typed]


@pytest.mark.parametrize(("flow", "state"), UNDER_IDEAS)
def test_no_two_begin_alike_nor_look_alike(book: Book, flow: str, state: str) -> None:
    options = _buttons(book, flow, state)
    assert len(options) <= SIX
    assert max(Counter(option.picture for option in options).values()) == 1
    assert all(option.picture for option in options)
    for language in ("fr", "bm"):
        said = [book.catalogues.say(option.label, language).casefold().replace("ka ", "", 1) for option in options]
        assert max(Counter(label.split()[0] for label in said).values()) == 1, said


def test_what_the_old_buttons_said_is_still_understood(book: Book) -> None:
    typed = {word: option.id for option in book.node("suggestions", "choose").options for word in option.synonyms}
    assert typed["voir autre chose"] == "more"
    assert typed["cela ne me va pas"] == "refuse"
    assert typed["autre choix"] == "change"
    assert typed["préciser ma demande"] == "refine"


def test_whoever_does_not_know_or_would_not_say_finds_one_picture_everywhere(book: Book) -> None:
    nodes = [node for flow in book.flows.values() for node in flow.nodes.values()]
    passed = [option for node in nodes for option in node.options if option.id == "skip"]
    assert len(passed) > SIX
    assert {option.picture for option in passed} == {"🤷"}
    none = next(option for option in book.node("orientation", "machines").options if option.id == "none")
    assert none.picture not in {"➖", "🤷"}, "« no machine » is neither a no nor « I do not know »"
