"""Choices as numbered lines, the form that any phone can show and any person can answer with one digit."""

from __future__ import annotations

from collections.abc import Iterable

from bot.channels.message import Choice

BLANK_LINE = "\n\n"


def numbered(choices: Iterable[Choice]) -> str:
    """One line a choice, ``1. Oui``; the numbers are those that the engine understands."""
    return "\n".join(f"{number}. {choice.label}" for number, choice in enumerate(choices, 1))


def with_numbers(text: str, choices: tuple[Choice, ...]) -> str:
    """``text``, a blank line, the numbered choices."""
    return f"{text}{BLANK_LINE}{numbered(choices)}" if text else numbered(choices)


def without_numbers(text: str, choices: tuple[Choice, ...]) -> str:
    """The inverse of ``with_numbers``; a text that does not end with these choices is given back as it is."""
    return text.removesuffix(f"{BLANK_LINE}{numbered(choices)}") if choices else text
