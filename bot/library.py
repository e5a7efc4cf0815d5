"""Loading the book: flows, services, catalogues and phrases of this release, or every fault at once."""

from __future__ import annotations

from bot.engine.book import Book
from content.load import load as load_directory
from flows.load import load as load_flows
from flows.phrases import phrases
from locales.catalogue import Catalogues


def load_book() -> Book:
    """Raises ``FlowProblem`` or ``ContentProblem``, each listing all faults with file and line."""
    return Book(load_flows(), load_directory(), Catalogues.load(), phrases())
