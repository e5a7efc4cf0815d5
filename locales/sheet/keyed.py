"""Which sentence a row of the sheet is about, also where its key was changed by a slip of the hand."""

from __future__ import annotations

from collections.abc import Mapping

from locales.pofiles import Entry
from locales.sheet.answers import Answer
from locales.sheet.line import mark_of


def by_mark(entries: Mapping[str, Entry]) -> Mapping[str, str]:
    """The key of each mark that only one sentence has; "" for one that several have."""
    found: dict[str, str] = {}
    for key, entry in entries.items():
        mark = mark_of(entry)
        found[mark] = "" if mark in found else key
    return found


def key_of(answer: Answer, entries: Mapping[str, Entry], marks: Mapping[str, str]) -> str:
    """A reviewer's slip in the key's cell loses no answer: the row's mark still tells which sentence they read."""
    return answer.key if answer.key in entries else marks.get(answer.mark) or answer.key
