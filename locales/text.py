"""What is to be said, before a language is chosen.

A ``Text`` names a message by its stable key and carries the French source with its values. It becomes words only
when a catalogue says it in somebody's language, so that one message has text, voice and buttons in one language.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeAlias

Value: TypeAlias = "str | int | Text | tuple[Text, ...] | Lines"

NO_VALUES: Mapping[str, Value] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Text:
    """One message: ``key`` is the gettext msgctxt and never changes, ``fr`` the French source with ``{placeholders}``.

    ``values`` fill the placeholders; a value may itself be a ``Text`` (a service's name, a town) or a tuple of them,
    which the catalogue says in the same language and joins with commas.
    """

    key: str
    fr: str
    values: Mapping[str, Value] = field(default_factory=lambda: NO_VALUES)


@dataclass(frozen=True, slots=True)
class Lines:
    """Several messages as one value, each on a line of its own."""

    texts: tuple[Text, ...]


def once(texts: Iterable[Text]) -> tuple[Text, ...]:
    """Each text at its first place."""
    keys: set[str] = set()
    found: list[Text] = []
    for text in texts:
        if text.key not in keys or text not in found:
            keys.add(text.key)
            found.append(text)
    return tuple(found)
