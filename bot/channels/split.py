"""Long texts in pieces, at the borders where a reader would breathe.

Telegram counts UTF-16 units and Twilio says that emoji may count more, so everything here counts UTF-16 units: counting
Python characters would let a text full of pictures be refused by the provider.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

PARAGRAPH = re.compile(r"\n[ \t]*\n\s*")
LINE = re.compile(r"\n\s*")
SENTENCE = re.compile(r"(?<=[.!?…:;])\s+")
WORD = re.compile(r"\s+")
BORDERS = (PARAGRAPH, LINE, SENTENCE, WORD)
JOINER = "\u200d"  # glues two pictures into one


def units(text: str) -> int:
    """Length in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def split(text: str, limit: int) -> list[str]:
    """``text`` in pieces of at most ``limit`` units (at least 2), cut at a paragraph, else a line, a sentence, a word.

    No word is lost and none is added; only the white space at a cut goes. Empty text gives no piece.
    """
    rest, pieces = text.strip(), []
    while rest:
        head, rest = cut(rest, limit)
        pieces.append(head)
    return pieces


def cut(text: str, limit: int) -> tuple[str, str]:
    """The longest good beginning of ``text`` within ``limit`` units, and what is left of it."""
    if units(text) <= limit:
        return text, ""
    reach = _reach(text, limit)
    for border in BORDERS:
        ends = [match for match in border.finditer(text) if 0 < match.start() <= reach]
        if ends:
            return text[: ends[-1].start()].rstrip(), text[ends[-1].end() :].lstrip()
    inside = _whole(text, reach)
    return text[:inside], text[inside:]


def tail(text: str, limit: int) -> tuple[str, str]:
    """``text`` as (what comes first, a short end): the last paragraph, line, sentence or words within ``limit``.

    The end goes under buttons: it is the question, and what explains it was read before.
    """
    for border in BORDERS:
        ends = [0, *(match.end() for match in border.finditer(text))]
        last = ends[-1]
        if 0 < last < len(text) and units(text[last:]) <= limit:
            if border is WORD:
                last = next(end for end in ends if units(text[end:]) <= limit)
            return text[:last].rstrip(), text[last:]
    end = split(text, limit)[-1]
    return text.rstrip().removesuffix(end).rstrip(), end


def _reach(text: str, limit: int) -> int:
    """How many characters of ``text`` have at most ``limit`` units together."""
    spent = 0
    for place, character in enumerate(text):
        spent += 2 if character > "\uffff" else 1
        if spent > limit:
            return place
    return len(text)


def _whole(text: str, reach: int) -> int:
    """A cut at ``reach`` or shortly before, that parts no letter from its accent and no picture from its skin tone."""
    for place in range(reach, 1, -1):
        before, after = text[place - 1], text[place]
        if JOINER not in (before, after) and not _leans(after):
            return place
    return max(1, reach)


def _leans(character: str) -> bool:
    return unicodedata.combining(character) != 0 or unicodedata.category(character) in {"Mn", "Me", "Sk"}


def one_line(text: str) -> str:
    """``text`` without line breaks: a line that ends a sentence is followed by a space, another by a middle dot."""
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    joined = lines[:1]
    for before, line in pairwise(lines):
        joined.append((" " if before[-1] in ".!?…:;,»" else " · ") + line)
    return "".join(joined)
