"""Making a card fit a small screen: lines that belong together become one; none is dropped.

All that nobody wrote is one line at the end: five times « non indiqué » hides what is known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from content.phrases import phrase
from locales.text import Text, once


@dataclass(frozen=True, slots=True)
class Join:
    """Two lines, known by the beginning of their keys, and the one line that says both."""

    first: str
    second: str
    says: Callable[[Text, Text], Text]


def _both(key: str) -> Callable[[Text, Text], Text]:
    return lambda first, second: phrase(key, first=first, second=second)


JOINS = (
    Join("card.fee", "card.fee", _both("card.fees")),
    Join("card.lasts", "card.start", _both("card.lasts_and_start")),
    Join("card.wait", "card.unknown", _both("card.wait_and_unknown")),
    Join("card.check_you", "card.check_them", _both("card.checks")),
)
"""What is joined first is what reads best as one line."""


UNKNOWN = "unknown."
"""How the keys of what nobody wrote begin."""


def gathered(lines: Iterable[Text], closing: int = 1) -> tuple[Text, ...]:
    """The lines with what nobody wrote in one, before the last ``closing`` lines (the date stays at the end)."""
    known: list[Text] = []
    unknown: list[Text] = []
    for line in lines:
        (unknown if line.key.startswith(UNKNOWN) else known).append(line)
    if unknown:
        known.insert(len(known) - closing, phrase("card.unknown", facts=once(unknown)))
    return tuple(known)


def fitted(lines: Sequence[Text], room: int) -> tuple[Text, ...]:
    """The lines, joined one pair after the other until they fit the room or nothing is left to join."""
    found = list(lines)
    for join in JOINS:
        if len(found) <= room:
            break
        _join(found, join)
    return tuple(found)


def _join(lines: list[Text], join: Join) -> None:
    first = next((number for number, line in enumerate(lines) if line.key.startswith(join.first)), len(lines))
    for number, line in enumerate(lines[first + 1 :], first + 1):
        if line.key.startswith(join.second):
            lines[first] = join.says(lines[first], line)
            del lines[number]
            return
