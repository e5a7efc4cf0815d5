"""Who has read a translation: draft, read aloud, said back in French, signed. Nothing claims more than that."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from locales.text import Text
from locales.yamlfile import read

State = Literal["draft", "read_aloud", "said_back", "signed"]
STATES: tuple[State, ...] = ("draft", "read_aloud", "said_back", "signed")
HASH_LENGTH = 12  # hex digits of SHA-256 of the French, enough to see that it changed


@dataclass(frozen=True, slots=True)
class ReviewStates:
    """By key: the state reached and the hash of the French that was read."""

    by_key: Mapping[str, tuple[State, str]] = field(default_factory=lambda: MappingProxyType({}))

    def of(self, text: Text) -> State:
        """The state of this very French; a changed sentence is a draft again."""
        state, french = self.by_key.get(text.key, ("draft", ""))
        return state if french == hash_of(text.fr) else "draft"

    def signed(self, text: Text) -> bool:
        """Whether a native reviewer has signed it."""
        return self.of(text) == "signed"

    def count(self, texts: Iterable[Text]) -> Mapping[State, int]:
        """How many messages stand in each state."""
        found = Counter(self.of(text) for text in texts)
        return {state: found[state] for state in STATES}


def hash_of(french: str) -> str:
    """What tells one version of a French sentence from the next."""
    return hashlib.sha256(french.encode()).hexdigest()[:HASH_LENGTH]


def read_states(root: Path, language: str = "bm") -> ReviewStates:
    """The states written in ``LANGUAGE/review.yaml``; without the file everything is a draft."""
    path = root / language / "review.yaml"
    if not path.exists():
        return ReviewStates()
    data = read(path).data or {}
    return ReviewStates(MappingProxyType({key: (entry["state"], entry["french"]) for key, entry in data.items()}))
