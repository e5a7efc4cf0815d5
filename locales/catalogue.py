"""The catalogues: what a message is in each language, whole or not at all."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from babel.numbers import format_decimal

from locales.languages import languages
from locales.pofiles import PoFile
from locales.review import ReviewStates, read_states
from locales.text import Lines, Text, Value

ROOT = Path(__file__).parent
SOURCE = "fr"
GROUPED_FROM = 10_000  # numbers of four digits are read without a gap


class _Values(dict[str, str]):
    """A value that somebody forgot is an ellipsis: a safety message is never lost for it."""

    def __missing__(self, name: str) -> str:
        return "…"


@dataclass(frozen=True, eq=False)
class Catalogues:
    """Messages by language and key; each entry remembers the French that it translates."""

    messages: Mapping[str, Mapping[str, tuple[str, str]]]
    states: Mapping[str, ReviewStates] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def load(cls, root: Path = ROOT) -> Catalogues:
        """Read ``LANGUAGE/LC_MESSAGES/sira.po`` under ``root``; the French is in the messages themselves.

        What is outdated or has other placeholders than the French is left out, so that the French is said; a language
        that is not open yet (``languages.yaml``) is not there at all.
        """
        closed = {one.code for one in languages(root).values() if not one.open}
        found: dict[str, Mapping[str, tuple[str, str]]] = {SOURCE: MappingProxyType({})}
        for path in sorted(root.glob("*/LC_MESSAGES/sira.po")):
            language = path.parent.parent.name
            if language != SOURCE and language not in closed:
                found[language] = _usable(path)
        states = {path.parent.name: read_states(path) for path in sorted(root.glob("*/review.yaml"))}
        return cls(MappingProxyType(found), MappingProxyType(states))

    def beside(self, language: str, root: Path = ROOT) -> Catalogues:
        """These with one language more, open or not: for who prepares it."""
        messages = {**self.messages, language: _usable(root / language / "LC_MESSAGES" / "sira.po")}
        states = {**self.states, language: read_states(root / language / "review.yaml")}
        return Catalogues(MappingProxyType(messages), MappingProxyType(states))

    def without(self, left_out: Collection[tuple[str, str]]) -> Catalogues:
        """These without some translations, each by its language and key: what they said is said in French."""
        messages = {
            language: MappingProxyType({key: said for key, said in found.items() if (language, key) not in left_out})
            for language, found in self.messages.items()
        }
        return Catalogues(MappingProxyType(messages), self.states)

    @property
    def languages(self) -> tuple[str, ...]:
        """Languages with a catalogue, the source first."""
        return (SOURCE, *(language for language in self.messages if language != SOURCE))

    def has(self, text: Text, language: str) -> bool:
        """Whether this very French has a translation: a changed source makes the old one stale."""
        if language == SOURCE or not text.key:
            return True
        entry = self.messages.get(language, {}).get(text.key)
        return entry is not None and entry[0] == text.fr

    def signed(self, text: Text, language: str) -> bool:
        """Whether a native reviewer has signed this translation; the source needs none."""
        if language == SOURCE or not text.key:
            return True
        _, words = self.messages.get(language, {}).get(text.key, ("", ""))
        return self.states_of(language).signed(text, words)

    def states_of(self, language: str) -> ReviewStates:
        """How far the reviewers of ``language`` are; nowhere, when nobody began."""
        return self.states.get(language, ReviewStates())

    def say(self, text: Text, language: str) -> str:
        """``text`` in ``language``; in French, whole, when it is not translated there."""
        if not self.has(text, language):
            language = SOURCE
        words = text.fr if language == SOURCE or not text.key else self.messages[language][text.key][1]
        if not text.values:
            return words
        return words.format_map(_Values({name: self._value(value, language) for name, value in text.values.items()}))

    def _value(self, value: Value, language: str) -> str:
        if isinstance(value, Text):
            return self.say(value, language)
        if isinstance(value, Lines):
            return "\n".join(self.say(item, language) for item in value.texts)
        if isinstance(value, tuple):
            return ", ".join(self.say(item, language) for item in value)
        if isinstance(value, int) and abs(value) >= GROUPED_FROM:
            return format_decimal(value, locale=SOURCE)
        return str(value)


def _usable(path: Path) -> Mapping[str, tuple[str, str]]:
    entries = PoFile.read(path).entries.values()
    return MappingProxyType({entry.key: (entry.french, entry.words) for entry in entries if entry.usable})
