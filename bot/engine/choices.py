"""The choices of a question as they are shown and as they may be written: worked out once for everybody, where the flow itself
writes them all. Those that come from the talk are worked out for each, and not kept.
"""

from __future__ import annotations

from functools import lru_cache

from bot.engine.book import Book
from bot.engine.effects import Button
from bot.engine.turn import Turn
from flows.flow import Node, Option
from locales.answer import Options

NODES_KEPT = 2048
"""Twice the states of all flows: of the release in use, and of the next while it is read."""


def buttons_of(node: Node, shown: tuple[Option, ...]) -> tuple[Button, ...]:
    """The buttons of what ``node`` shows now."""
    return _fixed_buttons(node) if shown is node.options else _buttons(shown)


def choices_of(turn: Turn, shown: tuple[Option, ...]) -> Options:
    """What the question on top shows, with every way to write it."""
    return _fixed_choices(turn.book, turn.node) if shown is turn.node.options else turn.book.choices(shown)


@lru_cache(maxsize=NODES_KEPT)
def _fixed_buttons(node: Node) -> tuple[Button, ...]:
    return _buttons(node.options)


@lru_cache(maxsize=NODES_KEPT)
def _fixed_choices(book: Book, node: Node) -> Options:
    return book.choices(node.options)


def _buttons(options: tuple[Option, ...]) -> tuple[Button, ...]:
    return tuple([Button(option.id, option.label, option.picture) for option in options])
