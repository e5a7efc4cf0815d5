"""The sentence that a content editor looks at, and the one that comes next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from bot.engine.book import Book
from bot.speakers.alike import alike
from bot.speakers.catalogue import Reviewing
from bot.speakers.limits import limits
from flows.load import load
from locales.catalogue import ROOT, SOURCE
from locales.languages import languages as declared
from locales.review import STATES
from locales.sheet.answers import Answer
from locales.sheet.columns import ANSWERS
from locales.sheet.line import Line, Proposal, Shown
from locales.sheet.taken import take

SAFETY = "safety-first"
"""The group that gathers what a speaker settles first, from every flow."""


@dataclass(frozen=True, slots=True)
class Place:
    """One sentence in its message, and where it stands among those asked for.

    ``before`` and ``following``: the keys around it, "" at an end; what is answered already is not asked again while
    something else waits. ``alike``: keys of the same words elsewhere that nobody answered (`alike.py`).
    """

    shown: Shown
    line: Line
    number: int
    total: int
    before: str
    following: str
    alike: tuple[str, ...]


@lru_cache(maxsize=16)
def reviewing(language: str) -> Reviewing:
    """Read once a process: a catalogue is part of a release and changes with the next. Raises ``AuthorProblem``."""
    return Reviewing.of(ROOT, language, load())


@lru_cache(maxsize=1)
def languages() -> tuple[str, ...]:
    """Those that have a catalogue to review, open to people or not."""
    return tuple(
        sorted(
            path.parent.parent.name for path in ROOT.glob("*/LC_MESSAGES/sira.po") if path.parent.parent.name != SOURCE
        )
    )


def first_shown() -> str:
    """The language that a page opens in: of those that people can choose, the one with most left to sign; else any; "" for
    none. A language begun a moment ago has nothing to review.
    """
    known = languages()
    opened = [code for code in known if code in declared() and declared()[code].open]
    return max(opened or known, key=_left, default="")


def _left(language: str) -> int:
    lines = (line for shown in reviewing(language).shown for line in shown.lines)
    return sum(line.entry.usable and line.reviewed.state != STATES[-1] for line in lines)


def groups(found: Reviewing, answered: Mapping[str, Proposal]) -> tuple[tuple[str, int, int], ...]:
    """Each group with how many of its sentences are answered, and how many there are; safety first."""
    counts: dict[str, list[int]] = {SAFETY: [0, 0]}
    for shown in found.shown:
        for group in (SAFETY, shown.group) if shown.safety else (shown.group,):
            count = counts.setdefault(group, [0, 0])
            count[0] += sum(line.entry.key in answered for line in shown.lines)
            count[1] += len(shown.lines)
    return tuple((group, done, total) for group, (done, total) in counts.items())


def place(found: Reviewing, answered: Mapping[str, Proposal], group: str, key: str) -> Place | None:
    """The sentence ``key`` of ``group``, or its first one that nobody answered; None when there is none."""
    listed = [
        (shown, line)
        for shown in found.shown
        if group in {shown.group, SAFETY if shown.safety else shown.group}
        for line in shown.lines
    ]
    keys = [line.entry.key for _, line in listed]
    open_ = next((index for index, one in enumerate(keys) if one not in answered), 0)
    at = keys.index(key) if key in keys else open_
    if not listed:
        return None
    after = keys[at + 1 :]
    following = next((one for one in after if one not in answered), after[0] if after else "")
    before = keys[at - 1] if at else ""
    return Place(*listed[at], at + 1, len(listed), before, following, alike(found, answered, *listed[at]))


def line_of(found: Reviewing, key: str) -> tuple[Shown, Line] | None:
    """Where ``key`` stands among the messages; None for one that is not there."""
    return next(((shown, line) for shown in found.shown for line in shown.lines if line.entry.key == key), None)


def unfit(book: Book, found: Reviewing, line: Line, given: Proposal) -> str:
    """Why this answer could not be taken up, in words for who wrote it; "" when it could."""
    answer = Answer(0, line.entry.key, line.mark, ANSWERS[not given.fine], given.words, given.remark)
    taken = take([answer], found.file.entries, found.states, limits(book.flows, found.file.entries), "—", "")
    said = f"{taken.refused[0].says}." if taken.refused else ""
    return said[:1].upper() + said[1:]
