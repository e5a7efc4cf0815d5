"""The question, said once more beside its few answers, which stay in sight under a long text. Pure.

« Oui » and « Non » alone answer nothing that is seen; but whoever must read where to be safe needs the screen for that, so
it is one sentence a language.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from bot.channels.message import Message
from bot.engine.book import Book

SHORT_LETTERS: Final = 80
"""A question of two or three lines on a phone of 360; of a longer one only the sentence that asks is said."""
ASKED_LETTERS: Final = 140
"""What is still longer would cover what is to be read."""
SOURCE: Final = "fr"
PARAGRAPH: Final = "\n\n"
_SENTENCE: Final = re.compile(r"(?<=[.?!])\s+(?=[^\W\d_])")
"""Between two sentences; « Touchez « Continuer ». » is one."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question in one language."""

    language: str
    text: str


def asked(book: Book, message: Message, language: str) -> tuple[Asked, ...]:
    """What ``message`` asks: in ``language``, and in every one that it was said in while that is "", nobody's yet."""
    paragraphs = message.text.split(PARAGRAPH)
    wanted = (language,) if language else book.catalogues.languages
    known = [Asked(one, words) for one in wanted if (words := _last(book, message.key, one)) in paragraphs]
    found = known or [Asked(message.language, paragraphs[-1])]
    short = [Asked(one.language, _short(one.text)) for one in found]
    return tuple(one for one in short if 0 < len(one.text) <= ASKED_LETTERS)


def _last(book: Book, key: str, language: str) -> str:
    """The last paragraph of a catalogue's entry, "" where it has none. With a value to be filled in it is no paragraph of
    what was said.
    """
    catalogues = book.catalogues.messages
    french = next((entries[key][0] for entries in catalogues.values() if key in entries), "")
    words = french if language == SOURCE else catalogues[language].get(key, ("", ""))[1]
    return words.split(PARAGRAPH)[-1]


def _short(words: str) -> str:
    """``words`` where they are short; else the sentence that asks, or the first."""
    if len(words) <= SHORT_LETTERS:
        return words
    sentences = _SENTENCE.split(words)
    return next((one for one in sentences if one.endswith("?")), sentences[0])
