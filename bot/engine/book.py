"""Everything that the engine may read, loaded once and never changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from content.load import Directory
from flows.flow import Flow, Node, Option
from flows.safety import NOTHING_MARKED, Safety
from locales.answer import Options
from locales.catalogue import Catalogues
from locales.text import Text, Value
from locales.voices.shelf import NO_VOICES, Shelf


@dataclass(frozen=True, slots=True, eq=False)
class Book:
    """Flows, services and catalogues of one release. ``phrases`` are the engine's own words, by name; ``voices`` what is
    recorded of all of them; ``safety`` which of its sentences never stand alone in a Bambara that nobody has signed. Equal to
    itself alone.
    """

    flows: Mapping[str, Flow]
    directory: Directory
    catalogues: Catalogues
    phrases: Mapping[str, Text]
    voices: Shelf = NO_VOICES
    safety: Safety = NOTHING_MARKED

    def node(self, flow: str, state: str) -> Node:
        """The state named; raises ``KeyError`` when no release in use has it (checked when flows are loaded)."""
        return self.flows[flow].nodes[state]

    def readings(self, option: Option) -> tuple[str, ...]:
        """Every way in which an answer may be written: its label in each language, and its synonyms."""
        return readings(self.catalogues, option.label.key, option.label.fr, option.synonyms)

    def choices(self, options: Iterable[Option]) -> Options:
        """Options as what is typed is held against them: each with every way to write it."""
        return tuple([(option.id, self.readings(option)) for option in options])

    def phrase(self, name: str, **values: Value) -> Text:
        """One of the engine's own messages, with its values."""
        text = self.phrases[name]
        return Text(text.key, text.fr, MappingProxyType(values)) if values else text


@lru_cache(maxsize=8192)
def readings(catalogues: Catalogues, key: str, french: str, synonyms: tuple[str, ...]) -> tuple[str, ...]:
    """Every way in which what is called so may be written: ``key`` and ``french`` of its name, and its ``synonyms``."""
    label = Text(key, french)
    return tuple(dict.fromkeys([*(catalogues.say(label, language) for language in catalogues.languages), *synonyms]))
