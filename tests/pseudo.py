"""A language that nobody speaks, made from the French: each letter becomes another, names in braces stay.

It has as many signs as the French, so what fits in French fits here; it shows at once what was left untranslated.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Final

from bot.engine.book import Book
from flows.flow import Flow, Option
from flows.load import load
from locales.catalogue import ROOT, Catalogues
from locales.pofiles import Entry, PoFile, written
from locales.text import Text

LATIN: Final = str.maketrans("aeiouAEIOUcgmnrst", "ãẽĩõũÃẼĨÕŨçĝɱñŕşţ")
ARABIC: Final = str.maketrans("abcdefghijklmnopqrstuvwxyzéèàçêâîôûù", "ابتثجحخدذرزسشصضطظعغفقكلمنهويآأإةئءؤى")
_NAMES: Final = re.compile(r"(\{\w+\})")


def said(words: str, letters: dict[int, int]) -> str:
    """``words`` in the language of these ``letters``."""
    if letters == ARABIC:
        words = words.lower() if "{" not in words else _NAMES.sub(lambda found: found[1], words)
    parts = _NAMES.split(words)
    return "".join(
        part if place % 2 else part.lower().translate(letters) if letters == ARABIC else part.translate(letters)
        for place, part in enumerate(parts)
    )


def entries_in(letters: dict[int, int]) -> list[Entry]:
    """Every sentence of Sira, said so."""
    french = PoFile.read(ROOT / "fr" / "LC_MESSAGES" / "sira.po").entries.values()
    return [Entry(one.key, one.french, said(one.french, letters)) for one in french]


def book_with(book: Book, code: str, letters: dict[int, int], root: Path) -> Book:
    """``book`` with one more language, whole, which the question of the language offers."""
    path = root / code / "LC_MESSAGES" / "sira.po"
    path.parent.mkdir(parents=True)
    path.write_text(written(code, entries_in(letters)), encoding="utf-8")
    added = Catalogues.load(root)
    messages = {**book.catalogues.messages, code: added.messages[code]}
    flows = {name: _offering(flow, code) for name, flow in load().items()}
    return replace(book, flows=flows, catalogues=Catalogues(messages, book.catalogues.states))


def _offering(flow: Flow, code: str) -> Flow:
    nodes = {
        name: replace(node, options=(*node.options, Option(code, Text("", code.upper()), value=code)))
        if getattr(node.spec, "keep", "") == "language"
        else node
        for name, node in flow.nodes.items()
    }
    return replace(flow, nodes=nodes)
