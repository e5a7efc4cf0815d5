"""The checks of flows, told what the engine can do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from bot.engine.actions.registry import ACTIONS, RESULTS
from bot.engine.book import Book
from bot.engine.options import OPTIONS
from bot.engine.values import VALUES
from content.facts import registry
from flows.checks.all import misfits, problems
from flows.checks.known import Known
from flows.checks.misfit import Misfit
from flows.flow import Flow
from flows.load import ROOT
from locales.catalogue import Catalogues
from locales.counts import added
from locales.fold import fold
from locales.lexicon import lexicon
from locales.sensitive import sensitive_words
from locales.words import global_words


def check(book: Book, root: Path = ROOT) -> list[str | Misfit]:
    """Every fault of the flows of ``book`` (read from ``root``): sentences for their author, and for translators."""
    return [*problems(known_of(book, root)), *_words_left_out()]


def _words_left_out() -> Iterator[Misfit]:
    """What added languages say that cannot be understood as it stands."""
    for language, sentence in (*lexicon().left_out, *added()[1]):
        place, _, says = sentence.partition(": ")
        yield Misfit(language, "", place, says)


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


def ill_fitting(flows: Mapping[str, Flow], catalogues: Catalogues, language: str, locales: Path) -> list[Misfit]:
    """The sentences of ``language`` (files under ``locales``) that would be said in French for being too long or too alike."""
    known = Known(
        flows=flows,
        catalogues=catalogues,
        facts={},
        actions={},
        values=(),
        options=(),
        global_words=global_words(),
        fold=fold,
        sensitive=sensitive_words(),
        locales=locales,
    )
    return misfits(known, language)
