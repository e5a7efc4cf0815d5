"""A language in preparation, so that its voices are recorded before it opens: who reads little needs them on the first day.

People are not offered it: only who records sees its words, by a book of their own.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from bot.engine.book import Book
from locales.catalogue import ROOT, Catalogues
from locales.languages import languages


def recordable(root: Path = ROOT) -> tuple[str, ...]:
    """The languages that have a catalogue, open or not, in their order."""
    return tuple(code for code in languages(root) if (root / code / "LC_MESSAGES" / "sira.po").exists())


def prepared(book: Book, language: str, root: Path = ROOT) -> Book | None:
    """``book`` with the words of ``language`` as they are now; None where it has no catalogue. Raises ``AuthorProblem``."""
    if language in book.catalogues.languages:
        return book
    if language not in recordable(root):
        return None
    return replace(book, catalogues=_with(book.catalogues, language, root, _stamp(root / language)))


def _stamp(folder: Path) -> int:
    return (folder / "LC_MESSAGES" / "sira.po").stat().st_mtime_ns


@lru_cache(maxsize=2)
def _with(catalogues: Catalogues, language: str, root: Path, _changed: int) -> Catalogues:
    """Kept until the file changes: to read it takes a second, and each recording asks for it."""
    return catalogues.beside(language, root)
