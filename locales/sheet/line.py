"""What a speaker is shown for review: sentences, gathered as the messages in which somebody will see them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from locales.pofiles import Entry
from locales.review import Reviewed, hash_of

LITERAL: Final = "Mot à mot : "
"""Begins the translator's comment that says a translation back in French, word for word."""
WORDS_A_SECOND: Final = 2.5
"""Slow clear speech: a question of 25 words lasts the 10 seconds that it may (design: a spoken question)."""


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence. ``part``: what it is in its message; ``limit``: characters at most on the narrowest channel, 0 for none."""

    entry: Entry
    part: str
    limit: int
    reviewed: Reviewed

    @property
    def literally(self) -> str:
        """The translation said back in French; empty when nobody wrote it."""
        return next((note.removeprefix(LITERAL) for note in self.entry.comments if note.startswith(LITERAL)), "")

    @property
    def notes(self) -> str:
        """The other comments for translators, one a line."""
        return "\n".join(note for note in self.entry.comments if not note.startswith(LITERAL))

    @property
    def mark(self) -> str:
        """Which French and which translation the reviewer saw."""
        return mark_of(self.entry)

    @property
    def seconds(self) -> int:
        """About how long it takes to say it aloud."""
        return max(1, round(len((self.entry.words or self.entry.french).split()) / WORDS_A_SECOND))


@dataclass(frozen=True, slots=True)
class Shown:
    """One message as it stands on a phone, with all its sentences.

    ``bubble``: what is written in it; ``buttons``: what can be tapped, in order; ``safety``: it must be signed before others.
    """

    group: str
    name: str
    bubble: str
    buttons: tuple[str, ...]
    lines: tuple[Line, ...]
    safety: bool = False


@dataclass(frozen=True, slots=True)
class Proposal:
    """What somebody answered about one sentence before the sheet was made: shown in it, decided by who imports it."""

    fine: bool
    words: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that one sheet shows. ``proposals``: answers that wait, by key."""

    language: str
    shown: tuple[Shown, ...]
    proposals: dict[str, Proposal] = field(default_factory=dict)


IN_LANGUAGE: Final = ":"
"""Stands between a sheet's language and the mark: one of a language without words yet would pass for any other's."""


def mark_of(entry: Entry) -> str:
    """Tells this French and this translation from any other."""
    return f"{hash_of(entry.french)}-{hash_of(entry.words)}"
