"""Loading the book: flows, services, catalogues and phrases of this release, or every fault at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

import structlog

from bot.engine.book import Book
from bot.flowcheck import check
from content.load import load as load_directory
from flows.checks.misfit import Misfit
from flows.load import ROOT as FLOWS
from flows.load import load as load_flows
from flows.phrases import phrases, safety_keys
from flows.safety import safety_of
from locales.catalogue import Catalogues
from locales.problem import AuthorProblem

T = TypeVar("T")
log = structlog.get_logger()


class BookProblem(AuthorProblem):
    """The book cannot be served."""


def load_book() -> Book:
    """This process's book, read and checked once. Raises ``BookProblem``.

    What ``sira flows check`` would refuse is served by no process: a person would otherwise be the one to find it. A
    translation that does not fit stops nobody: it is told in the log, with file and line, and said in French meanwhile; so is
    a word of an added language that cannot be understood.
    """
    return _checked(FLOWS)


def read_book(flows_root: Path | None = None) -> Book:
    """The book as it is written: it can be read, but what it says was not checked. Raises ``BookProblem``."""
    root = flows_root or FLOWS
    problems: list[str] = []
    flows = _tried(problems, lambda: load_flows(root))
    directory = _tried(problems, load_directory)
    catalogues = _tried(problems, Catalogues.load)
    words = _tried(problems, lambda: phrases(root / "phrases.yaml"))
    marked = _tried(problems, lambda: safety_keys(root / "phrases.yaml"))
    if flows is None or directory is None or catalogues is None or words is None or marked is None:
        raise BookProblem(*problems)
    return Book(flows, directory, catalogues, words, safety=safety_of(flows, marked))


def looked_through(flows_root: Path | None = None) -> tuple[Book, list[str | Misfit]]:
    """The book as it is written, and every fault of it. Raises ``BookProblem`` when it cannot be read at all."""
    book = read_book(flows_root)
    return book, check(book, flows_root or FLOWS)


@lru_cache(maxsize=1)
def _checked(flows_root: Path) -> Book:
    book, found = looked_through(flows_root)
    misfits = [one for one in found if isinstance(one, Misfit) and one.translated]
    if len(misfits) < len(found):
        raise BookProblem(*map(str, found))
    for one in misfits:
        log.warning("translation_left_out", language=one.language, key=one.key, place=one.place, why=one.says)
    if not misfits:
        return book
    return replace(book, catalogues=book.catalogues.without({(one.language, one.key) for one in misfits}))


def _tried(problems: list[str], read: Callable[[], T]) -> T | None:
    try:
        return read()
    except AuthorProblem as error:
        problems += error.problems
    return None
