"""The checks of flows, told what the engine can do."""

from __future__ import annotations

from pathlib import Path

from bot.engine.actions.registry import ACTIONS, RESULTS
from bot.engine.book import Book
from bot.engine.options import OPTIONS
from bot.engine.values import VALUES
from content.facts import registry
from flows.checks.all import problems
from flows.checks.known import Known
from flows.load import ROOT
from locales.fold import fold
from locales.sensitive import sensitive_words
from locales.words import global_words


def check(book: Book, root: Path = ROOT) -> list[str]:
    """Every fault of the flows of ``book`` (read from ``root``), as sentences for their author."""
    return problems(known_of(book, root))


def known_of(book: Book, root: Path = ROOT) -> Known:
    """What the checks are told."""
    return Known(
        flows=book.flows,
        catalogues=book.catalogues,
        facts=registry(),
        actions={name: RESULTS.get(name, ()) for name in ACTIONS},
        values=frozenset(VALUES),
        options=frozenset(OPTIONS),
        global_words=global_words(),
        fold=fold,
        sensitive=sensitive_words(),
        phrases=book.phrases,
        root=root,
    )
