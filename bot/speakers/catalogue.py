"""One language's catalogue with what its reviewers reached: read, counted, written back whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.speakers.messages import messages
from flows.flow import Flow
from flows.phrases import safety_keys
from flows.safety import safety_of
from locales.pofiles import Entry, PoFile, written
from locales.problem import AuthorProblem
from locales.review import STATES, Reviewed, State, reviewed_after, write_states
from locales.sheet.line import Shown


class UnknownLanguage(AuthorProblem):
    """No catalogue of that language."""


@dataclass(frozen=True, slots=True)
class Reviewing:
    """A catalogue and its states, and the messages as speakers are shown them."""

    language: str
    file: PoFile
    states: Mapping[str, Reviewed]
    shown: tuple[Shown, ...]
    review: Path

    @classmethod
    def of(cls, root: Path, language: str, flows: Mapping[str, Flow]) -> Reviewing:
        """Raises ``AuthorProblem``: no such language, or a file that cannot be read."""
        path = root / language / "LC_MESSAGES" / "sira.po"
        if not path.exists():
            known = ", ".join(sorted(one.parent.parent.name for one in root.glob("*/LC_MESSAGES/sira.po")))
            raise UnknownLanguage(
                f"« {language} » n'a pas de catalogue ; il y a : {known}. « sira locales add » en fait un."
            )
        file, review = PoFile.read(path), root / language / "review.yaml"
        states = reviewed_after(review, usable(file.entries.values()))
        return cls(
            language, file, states, messages(flows, file.entries, states, safety_of(flows, safety_keys())), review
        )

    def write(self, entries: Mapping[str, Entry], states: Mapping[str, Reviewed]) -> None:
        """Both files, each whole or not at all: a half-written catalogue would silence a language."""
        kept = reviewed_after(self.review, usable(entries.values()))
        reached = {key: states.get(key, before) for key, before in kept.items()}
        for path, content in (
            (self.file.path, written(self.language, entries.values(), self.file.aside.values())),
            (self.review, write_states(reached)),
        ):
            fresh = path.with_name(f"{path.name}.new")
            fresh.write_text(content, encoding="utf-8")
            fresh.replace(path)


@dataclass(frozen=True, slots=True)
class Count:
    """How far some sentences are. ``untranslated``: without words that may be shown."""

    total: int
    untranslated: int
    states: Mapping[State, int]


def counted(shown: Iterable[Shown]) -> Count:
    """The sentences of these messages, by state."""
    lines = [line for one in shown for line in one.lines]
    usable = [line for line in lines if line.entry.usable]
    found = Counter(line.reviewed.state for line in usable)
    return Count(len(lines), len(lines) - len(usable), {state: found[state] for state in STATES})


def usable(entries: Iterable[Entry]) -> Mapping[str, tuple[str, str]]:
    """What people may be shown, by key: the French with its translation."""
    return {entry.key: (entry.french, entry.words) for entry in entries if entry.usable}
