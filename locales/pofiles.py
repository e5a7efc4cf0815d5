"""A catalogue as a file: the same entries always give the same bytes, so that a change shows what was changed.

The header has no date and no name of a tool. A translation whose French has changed is kept for the translator, with
the old French beside it, and marked so that nobody is shown it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from string import Formatter
from types import MappingProxyType
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, unescape, write_po

from locales.polines import faults
from locales.problem import AuthorProblem
from locales.yamlfile import shown, text_of

_NO_WRAP: Final = 100_000
_PREVIOUS: Final = "| "
_QUOTED: Final = re.compile(r'"(?:[^"\\]|\\.)*"')
_HEADER: Final = """\
# Sira. msgctxt est la clé, msgid le français, msgstr la traduction. Écrit par « make catalogues ».
# « fuzzy » : le français a changé depuis ; relisez, corrigez, puis enlevez ce mot.
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


class CatalogueProblem(AuthorProblem):
    """A catalogue cannot be read; every fault with file and line."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One message in one language. ``outdated``: the French that ``words`` translated, when it is another by now."""

    key: str
    french: str
    words: str = ""
    comments: tuple[str, ...] = ()
    outdated: str = ""
    line: int = 0

    @property
    def usable(self) -> bool:
        """Whether somebody may be shown it: translated, of this very French, with the same placeholders."""
        return bool(self.words) and not self.outdated and placeholders(self.words) == placeholders(self.french)

    def faults(self, path: Path) -> Iterator[str]:
        """Placeholders lost or invented, in words for the translator."""
        wanted, found = placeholders(self.french), placeholders(self.words)
        if self.words and not self.outdated and wanted != found:
            names = " ".join(f"{{{name}}}" for name in sorted(wanted or ())) or "aucun nom entre accolades"
            yield f"{shown(path)}:{self.line}: « {self.key} » doit garder exactement {names} ; corrigez la traduction."


@dataclass(frozen=True, slots=True)
class PoFile:
    """The entries of one file by key; empty when there is no file yet.

    ``aside``: translations whose message is gone (``#~``): a key misspelt once must not cost somebody's work.
    """

    path: Path
    entries: Mapping[str, Entry] = field(default_factory=lambda: MappingProxyType({}))
    aside: Mapping[str, Entry] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def read(cls, path: Path) -> PoFile:
        """Raises ``CatalogueProblem``: nothing is repaired unseen."""
        if not path.exists():
            return cls(path)
        source = text_of(path)
        broken = [f"{shown(path)}:{line}: {words}." for line, words in faults(source)]
        if broken:
            raise CatalogueProblem(*broken)
        read_in = read_po(io.StringIO(source), abort_invalid=True)
        return cls(path, _by_key(read_in), _by_key(read_in.obsolete.values()))


def _by_key(messages: Iterable[Message]) -> Mapping[str, Entry]:
    entries = (_entry(message) for message in messages if message.context)
    return MappingProxyType({entry.key: entry for entry in entries})


def _entry(message: Message) -> Entry:
    return Entry(
        str(message.context),
        str(message.id),
        str(message.string or ""),
        tuple(comment for comment in message.user_comments if not comment.startswith(_PREVIOUS)),
        _outdated(message.user_comments, str(message.id)) if message.fuzzy else "",
        message.lineno or 0,
    )


def placeholders(text: str) -> frozenset[str] | None:
    """The names in braces; None when the braces cannot be read."""
    try:
        return frozenset(name for _, name, _, _ in Formatter().parse(text) if name is not None)
    except ValueError:
        return None


def written(language: str, entries: Iterable[Entry], aside: Iterable[Entry] = ()) -> str:
    """The file's content, entries in the order given, then those set aside."""
    catalogue = Catalog()
    for entry in entries:
        catalogue.add(
            entry.french,
            entry.words,
            context=entry.key,
            user_comments=entry.comments,
            flags={"fuzzy"} if entry.outdated else set(),
            previous_id=entry.outdated,
        )
    for entry in aside:
        french = entry.outdated or entry.french  # what the words translate
        kept = Message(french, entry.words, context=entry.key, user_comments=entry.comments)
        catalogue.obsolete[(french, entry.key)] = kept
    out = io.BytesIO()
    write_po(out, catalogue, width=_NO_WRAP, omit_header=True, include_previous=True)
    return _HEADER.format(language=language) + out.getvalue().decode()


def _outdated(comments: Iterable[str], french: str) -> str:
    """The old French of a fuzzy entry, which Babel reads as comments; without it the entry is outdated all the same."""
    noted = " ".join(comment for comment in comments if comment.startswith(_PREVIOUS))
    return "".join(unescape(part) for part in _QUOTED.findall(noted)) or french
