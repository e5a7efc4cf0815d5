"""From the lines of a sitting to the messages on the page. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, Literal

from bot.channels.message import Choice, MediaOut, Message
from locales.words import command_in
from webhook.chat.phones import Piece, pieces
from webhook.chat.present import BOT, PERSON
from webhook.chat.sitting import Line, Sitting

SOURCE: Final = "fr"
SLOWLY: Final = "slowly"
TAPPED: Final = ("pick", "private")
NOTED: Final = "✓"
IDENTIFIER: Final = re.compile(r"@?[a-z0-9_]*", re.ASCII)
"""A choice that belongs to no question in sight, as the transcript keeps it."""

Who = Literal["me", "machine", "team"]


@dataclass(frozen=True, slots=True)
class Bubble:
    """One message. ``first`` of several by the same author in a row; ``language`` that of its words.

    ``reading``: the first answer to the person's last words; a page starts there, so that a question stands in sight
    above its many choices. ``spoken``: a recorded voice says it; ``slow``: for who asked for it more slowly.
    """

    id: str
    who: Who
    language: str
    pieces: tuple[Piece, ...]
    at: str
    first: bool
    reading: bool = False
    file: MediaOut | None = None
    spoken: bool = False
    slow: bool = False


def bubbles(sitting: Sitting, first: Sequence[Choice]) -> tuple[Bubble, ...]:
    """Every line of the sitting, taps by the words that were tapped; ``first``: the choices before any line."""
    return tuple(_bubbles(sitting, first))


def _bubbles(sitting: Sitting, offered: Sequence[Choice]) -> Iterator[Bubble]:
    before: Who | None = None
    authors = [line.mark.author for line in sitting.lines]
    reading = _reading(authors)
    slow = False
    for place, line in enumerate(sitting.lines):
        who: Who = {PERSON: "me", BOT: "machine"}.get(line.mark.author, "team")  # type: ignore[assignment]
        words = line.words
        slow = is_slowly(words.text) if who == "me" else slow
        text = _own(line, offered) if who == "me" else words.text
        yield Bubble(
            line.mark.id,
            who,
            _language(words, sitting.language),
            (Piece(text),) if who == "me" else pieces(text, line.mark.kind),
            datetime.fromtimestamp(line.mark.at, UTC).strftime("%Y-%m-%dT%H:%MZ"),
            who != before,
            place == reading,
            line.voice or words.media,
            bool(words.voice) and who == "machine",
            slow,
        )
        before = who
        offered = words.choices or offered


def is_slowly(text: str) -> bool:
    """Whether these words, or the button of that name, ask for it once more and slower."""
    return SLOWLY in {text.removeprefix("@"), command_in(text)}


def _reading(authors: Sequence[str]) -> int:
    """Where the page opens: at the first answer to the person's last words, or at what came for them before their first."""
    if PERSON not in authors or (authors[0] != PERSON and authors.count(PERSON) == 1):
        return 0
    return len(authors) - authors[::-1].index(PERSON)


def _language(words: Message, language: str) -> str:
    """Words that had no translation are French, whatever the person's language."""
    return SOURCE if words.text == words.french else words.language or language or SOURCE


def _own(line: Line, offered: Sequence[Choice]) -> str:
    """What the person said, taps with their picture; a tap on nothing that stands here is only noted."""
    text = line.words.text
    if line.voice is not None:
        return ""
    if line.mark.kind not in TAPPED:
        return text
    for choice in offered:
        if text in {choice.label, choice.payload.partition(":")[2]}:
            return f"{choice.picture} {choice.label}".strip()
    return NOTED if IDENTIFIER.fullmatch(text) else text
