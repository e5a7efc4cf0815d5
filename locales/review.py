"""Who has read a translation: draft, read aloud, said back in French, signed. Nothing claims more than that."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from locales.text import Text
from locales.yamlfile import YamlProblem, read

State = Literal["draft", "read_aloud", "said_back", "signed"]
STATES: tuple[State, ...] = ("draft", "read_aloud", "said_back", "signed")
HASH_LENGTH = 12  # hex digits of SHA-256, enough to see that a sentence changed
_PLAIN_KEY = re.compile(r"[A-Za-z_][\w./-]*\w")
_HEADER = """\
# Relecture, phrase par phrase : draft → read_aloud (lu à voix haute) → said_back (redit en français par une autre
# personne) → signed. « by » dit le rôle de qui l'a fait, jamais son nom ; « on », le jour. « sira locales import » écrit
# ce fichier. Une phrase changée, en français ou ici, redevient « draft ».
"""


@dataclass(frozen=True, slots=True)
class ReviewStates:
    """By key: the state reached, and the hash of the French that was read; ``words``: that of the translation."""

    by_key: Mapping[str, tuple[State, str]] = field(default_factory=lambda: MappingProxyType({}))
    words: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def of(self, text: Text) -> State:
        """The state of this very French; a changed sentence is a draft again."""
        state, french = self.by_key.get(text.key, ("draft", ""))
        return state if french == hash_of(text.fr) else "draft"

    def signed(self, text: Text, translation: str) -> bool:
        """Whether a native reviewer has signed this very translation: one that was changed by hand since is a draft again."""
        return self.of(text) == "signed" and self.words.get(text.key) == hash_of(translation)

    def count(self, texts: Iterable[Text]) -> Mapping[State, int]:
        """How many messages stand in each state."""
        found = Counter(self.of(text) for text in texts)
        return {state: found[state] for state in STATES}


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The state of one translation, and what was read: hashes of the French and of the translation.

    ``by`` and ``on``: who brought it there, as a role and never a name, and the day (ISO); empty for a draft.
    """

    state: State
    french: str
    words: str
    by: str = ""
    on: str = ""


@dataclass(frozen=True, slots=True)
class Status:
    """How far a language is: messages in each state, and those that have no translation to show."""

    counts: Mapping[State, int]
    untranslated: int

    @property
    def signed_share(self) -> float:
        """Of all messages, the share (0 to 1) that a native reviewer has signed; what is not translated counts too."""
        total = sum(self.counts.values()) + self.untranslated
        return self.counts["signed"] / total if total else 0.0


def status(texts: Iterable[Text], states: ReviewStates, translated: Callable[[Text], bool]) -> Status:
    """Count ``texts``; ``translated`` says whether one can be shown in the language (``Catalogues.has``)."""
    listed = tuple(texts)
    shown = tuple(text for text in listed if translated(text))
    return Status(states.count(shown), len(listed) - len(shown))


def hash_of(french: str) -> str:
    """What tells one version of a French sentence from the next."""
    return hashlib.sha256(french.encode()).hexdigest()[:HASH_LENGTH]


def reviewed_after(path: Path, current: Mapping[str, tuple[str, str]]) -> Mapping[str, Reviewed]:
    """The states that still hold for ``current`` (French and translation by key); new and changed ones are drafts."""
    known = (read(path).data or {}) if path.exists() else {}
    found = {}
    for key, (french, words) in current.items():
        now = Reviewed("draft", hash_of(french), hash_of(words))
        entry = known.get(key, {})
        same = (entry.get("french"), entry.get("words", now.words)) == (now.french, now.words)
        if same and entry:
            now = Reviewed(_state(path, key, entry), now.french, now.words, entry.get("by", ""), entry.get("on", ""))
        found[key] = now
    return found


def write_states(reviewed: Mapping[str, Reviewed]) -> str:
    """The content of a review file, one line a message."""
    return _HEADER + "".join(f"{_plain(key)}: {{{_fields(entry)}}}\n" for key, entry in sorted(reviewed.items()))


def _fields(entry: Reviewed) -> str:
    read = f'state: {entry.state}, french: "{entry.french}", words: "{entry.words}"'
    who = f', by: {json.dumps(entry.by, ensure_ascii=False)}, on: "{entry.on}"' if entry.by else ""
    return read + who


def _plain(key: str) -> str:
    return key if _PLAIN_KEY.fullmatch(key) else json.dumps(key, ensure_ascii=False)


def _state(path: Path, key: str, entry: Mapping[str, str]) -> State:
    for state in STATES:
        if state == entry["state"]:
            return state
    raise YamlProblem(f"{path}: « {key} » : « {entry['state']} » n'existe pas ; écrivez {', '.join(STATES)}.")


def read_states(path: Path) -> ReviewStates:
    """The states written in a ``review.yaml``."""
    data = read(path).data or {}
    by_key = {key: (entry["state"], entry["french"]) for key, entry in data.items()}
    words = {key: entry.get("words", "") for key, entry in data.items()}
    return ReviewStates(MappingProxyType(by_key), MappingProxyType(words))
