"""The words that workers read outside the pages: why somebody waits, how a talk ended, what stands on the card."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from locales.catalogue import Catalogues
from locales.text import Text
from locales.yamlfile import read

WORDS_FILE = Path(__file__).parent / "words.yaml"
LANGUAGE = "fr"
"""The console speaks French to its workers."""


@cache
def words(part: str) -> Mapping[str, Text]:
    """The words of one part, in the order of the file; raises ``KeyError`` for no part."""
    written = read(WORDS_FILE).data[part]
    return MappingProxyType({name: Text(f"console.{part}.{name}", str(said)) for name, said in written.items()})


def said(catalogues: Catalogues, part: str, name: str) -> str:
    """A worker's words for a name of ours, or the name itself when it has none."""
    text = words(part).get(name)
    return catalogues.say(text, LANGUAGE) if text is not None else name


def texts() -> Iterator[Text]:
    """All of them, for the catalogues."""
    for part in read(WORDS_FILE).data:
        yield from words(part).values()
