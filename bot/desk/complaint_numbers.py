"""A complaint's number among a person's words: unreadable at the desk, where it would tell whose the complaint is.

Typed by itself it leaves no line (`bot/engine/receipt.py`); this is for one inside a sentence, and for older lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, select

from bot.records.tables import complaint

HIDDEN = "••••••"
_HALF = "[2-9A-HJKMNP-Z]{3}"  # signs as `bot/signs.py` draws them
_WRITTEN = re.compile(rf"(?<!\w)(?=({_HALF})[\s.-]?({_HALF})(?!\w))", re.IGNORECASE | re.ASCII)


def numbers_in(conn: Connection, texts: Iterable[str]) -> Mapping[str, re.Pattern[str]]:
    """Of all that ``texts`` hold, those that are a complaint's, each with how it may be written. One statement, or none."""
    looks = {f"{found[1]}{found[2]}".upper() for text in texts for found in _WRITTEN.finditer(text)}
    if not looks:
        return {}
    known = conn.execute(select(complaint.c.number).where(complaint.c.number.in_(looks))).scalars()
    return {number: re.compile(rf"(?<!\w){number[:3]}[\s.-]?{number[3:]}(?!\w)", re.IGNORECASE) for number in known}


def without(numbers: Mapping[str, re.Pattern[str]], text: str) -> str:
    """``text`` with each of them hidden."""
    for written in numbers.values():
        text = written.sub(HIDDEN, text)
    return text
