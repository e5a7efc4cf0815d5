"""From a sitting to what stands on the page: bubbles, the choices that count now, and nothing else. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice, takewhile
from typing import Final, Literal

from bot.channels.message import Choice, MediaOut, Message
from bot.engine.book import Book
from bot.engine.effects import LISTEN, Button, Send
from bot.engine.voiced import can_be_heard
from locales.words import command_in
from webhook.chat.phones import Piece, pieces
from webhook.chat.pinned import Asked, asked
from webhook.chat.present import BOT, PERSON
from webhook.chat.sitting import Line, Sitting

SOURCE: Final = "fr"
PERSON_CHOICE: Final = "0:@person"
LANGUAGE_CHOICE: Final = "0:@language"
HIDE_CHOICE: Final = "0:@hide"
MENU_CHOICE: Final = "0:@menu"
LISTEN_CHOICE: Final = f"0:{LISTEN}"
REPEAT_CHOICE: Final = "0:@repeat"
SLOWLY: Final = "slowly"
SLOWLY_CHOICE: Final = f"0:@{SLOWLY}"
SILENT_CHOICE: Final = "0:@silent"
HERE_CHOICE: Final = "0:@here"
TAPPED: Final = ("pick", "private")
NOTED: Final = "✓"
IDENTIFIER: Final = re.compile(r"@?[a-z0-9_]*", re.ASCII)
"""A choice that belongs to no question in sight, as the transcript keeps it."""

NEAR_CHOICES: Final = 3
"""Fewer answers stay in sight at the foot of the page; so many only with their question."""
SCREEN_LETTERS: Final = 350
"""More than these do not fit on a phone of 360 × 640 with the writing row."""
CHOICE_LETTERS: Final = 30
"""The room of a choice that stands beside another, in letters of the text."""
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


@dataclass(frozen=True, slots=True)
class Greeting:
    """« Hello, which language? » once a language; the same words are not said twice."""

    language: str
    text: str


def greetings(book: Book) -> tuple[Greeting, ...]:
    """The first question in every language that has it."""
    asked = book.node("welcome", "language").text
    assert asked is not None  # noqa: S101 — the checks of the flows refuse a question without words
    said = {language: book.catalogues.say(asked, language) for language in book.catalogues.languages}
    first = dict(reversed([(words, language) for language, words in said.items()]))
    return tuple(Greeting(language, words) for language, words in said.items() if first[words] == language)


def languages(book: Book) -> tuple[Choice, ...]:
    """The first buttons, made before any conversation exists: turn 0."""
    options = book.node("welcome", "language").options
    return tuple(Choice(f"0:{option.id}", option.label.fr, option.picture) for option in options)


def bubbles(book: Book, sitting: Sitting) -> tuple[Bubble, ...]:
    """Every line of the sitting, taps by the words that were tapped."""
    return tuple(_bubbles(book, sitting))


def asked_again(book: Book, sitting: Sitting, offered: Sequence[Choice]) -> tuple[Asked, ...]:
    """What to say once more beside the choices, which stay in sight: nothing where the question itself is."""
    if not 0 < len(offered) <= NEAR_CHOICES or sum(map(len, _said(sitting))) <= SCREEN_LETTERS:
        return ()
    return asked(book, sitting.lines[-1].words, sitting.language)


def are_near(offered: Sequence[Choice], said_again: Sequence[Asked]) -> bool:
    """Whether the choices stay at the foot of the page, whatever is read above."""
    return 0 < len(offered) < NEAR_CHOICES or bool(said_again)


def are_seen(sitting: Sitting, offered: Sequence[Choice]) -> bool:
    """Whether the whole answer to the person's last words is seen at once, with its choices."""
    return sum(map(len, _said(sitting))) + len(offered) * CHOICE_LETTERS <= SCREEN_LETTERS


def offers(book: Book, phrase: str, offered: Sequence[Choice]) -> bool:
    """Whether the question itself offers what the page's own button ``phrase`` does."""
    words = book.phrase(phrase)
    labels = {book.catalogues.say(words, language) for language in book.catalogues.languages}
    return any(choice.label in labels for choice in offered)


def _said(sitting: Sitting) -> list[str]:
    """What was said since the person's last words, the newest first."""
    return [line.words.text for line in takewhile(lambda line: line.mark.author != PERSON, reversed(sitting.lines))]


def is_aloud(sitting: Sitting) -> bool:
    """Whether they listen: the same buttons of the voice stand under every question, also under one that has none yet."""
    if sitting.listening:
        return True
    asked = (line for line in reversed(sitting.lines) if line.mark.author == BOT and line.words.choices)
    return any(line.words.voice for line in islice(asked, 1))


def voice_choice(book: Book, sitting: Sitting, offered: Sequence[Choice]) -> str:
    """The button that turns voices on or off; "" where the open question cannot be heard. ``offered``: its choices."""
    if sitting.state == "new":
        return LISTEN_CHOICE if can_be_heard(book, _first(book), "") else ""
    if is_aloud(sitting):
        return SILENT_CHOICE
    return next((choice.payload for choice in offered if is_listen(choice)), "")


def is_listen(choice: Choice) -> bool:
    """Whether it is « Écouter », which has a place of its own on the page."""
    return choice.payload.endswith(LISTEN)


def _first(book: Book) -> Send:
    """The first question, as the engine will put it."""
    node = book.node("welcome", "language")
    assert node.text is not None  # noqa: S101 — the checks of the flows refuse a question without words
    return Send((node.text,), tuple(Button(option.id, option.label) for option in node.options))


def _bubbles(book: Book, sitting: Sitting) -> Iterator[Bubble]:
    before: Who | None = None
    offered: Sequence[Choice] = languages(book)
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
