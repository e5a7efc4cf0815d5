"""Where the voices stand, a folder a language, and which of them may be used now.

The manifest is read again when its file changes: a voice that a speaker has just recorded is heard without a restart, in
every process that sees the folder.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from locales.problem import AuthorProblem
from locales.voices.manifest import FILE, Entry, file_name, read_manifest
from locales.voices.parts import Part

HERE: Final = Path(__file__).parent
BETWEEN: Final = "|"
IN: Final = "/"
"""Between language and key of one recording, in a voice's name."""
PAUSE_SECONDS: Final = 0.4
PAUSE: Final = "-"
"""In a voice's name: a breath between two sentences."""


@dataclass(frozen=True, slots=True)
class _Read:
    stamp: tuple[int, int]
    entries: Mapping[str, Entry]


_NOTHING: Final = _Read((0, 0), {})


class Shelf:
    """The voices under ``root`` (None: there are none). ``real``: of machines nothing is used, as in production."""

    def __init__(self, root: Path | None, *, real: bool = False) -> None:
        self.root = root
        self._real = real
        self._read: dict[str, _Read] = {}

    def folder(self, language: str) -> Path:
        """Where the voices of ``language`` are kept. Raises ``LookupError`` on a shelf without a place."""
        if self.root is None:
            raise LookupError("this shelf has no place")
        return self.root / language

    def entries(self, language: str) -> Mapping[str, Entry]:
        """Every recording of ``language`` that may be used, stale ones too."""
        if self.root is None:
            return _NOTHING.entries
        try:
            status = (self.root / language / FILE).stat()
        except OSError:
            return _NOTHING.entries
        stamp = (status.st_mtime_ns, status.st_size)
        known = self._read.get(language, _NOTHING)
        if known.stamp != stamp:
            known = _Read(stamp, self._usable(language, known))
            self._read[language] = known
        return known.entries

    def _usable(self, language: str, before: _Read) -> Mapping[str, Entry]:
        """A manifest that somebody broke by hand costs its newest voices, not the talk."""
        try:
            found = read_manifest(self.folder(language))
        except AuthorProblem:
            return before.entries
        return {key: entry for key, entry in found.items() if not (self._real and entry.synthetic)}

    def has(self, part: Part, language: str) -> bool:
        """Whether these very words are recorded."""
        entry = self.entries(language).get(part.key)
        return entry is not None and entry.text == part.text

    def speaks(self, language: str) -> bool:
        """Whether there is any voice in ``language``."""
        return bool(self.entries(language))

    def is_machine(self, language: str) -> bool:
        """Whether a machine says some of it: then people are told."""
        return any(entry.synthetic for entry in self.entries(language).values())

    def seconds(self, parts: Iterable[Part], language: str) -> float:
        """How long ``parts`` last together, as far as they are recorded."""
        entries = self.entries(language)
        return sum(entries[part.key].seconds for part in parts if part.key in entries)

    def path(self, language: str, key: str) -> Path:
        """The sound file of one recording."""
        return self.folder(language) / file_name(key)


NO_VOICES: Final = Shelf(None)
