"""The voice of a message, by name: which recordings, in which order. Pure but for the shelf that says what is there.

The name stands in the outbox instead of the sound: whoever sends it makes the sound from the shelf, and a message of which
the sound cannot be made goes out in words.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from bot.engine.book import Book
from bot.engine.effects import Button, Send
from bot.engine.walk import FURTHER
from flows.limits import SPOKEN_CHOICES_MAX
from locales.text import Text
from locales.voices.parts import WORD, Unsayable, parts_of
from locales.voices.shelf import BETWEEN, PAUSE

IN: Final = "/"
"""Between language and key of one recording, in a voice's name."""
BREATH: Final = ("", "")


def voice_of(book: Book, send: Send, language: str) -> str:
    """The name of the voice of ``send`` in ``language``, with its choices; "" when a piece of it is not recorded.

    All of the message or nothing: also choices that are not said this time must be there.
    """
    try:
        for button in send.buttons:
            _recordings(book, button.label, language)
        said = [_recordings(book, text, language) for text in (*send.lines, *spoken_choices(book, send))]
    except Unsayable:
        return ""
    return f"{BETWEEN}{PAUSE}{BETWEEN}".join(BETWEEN.join(keys) for keys in said if keys)


def spoken_choices(book: Book, send: Send) -> tuple[Text, ...]:
    """« Pour X, tapez 1 », at most four at a time; then how to hear the others."""
    options = [button for button in send.buttons if not _is_command(button)]
    start = send.heard if send.heard < len(options) else 0
    page = list(enumerate(options, 1))[start : start + SPOKEN_CHOICES_MAX]
    if start + SPOKEN_CHOICES_MAX >= len(options):
        page += [(at, button) for at, button in enumerate(send.buttons, 1) if _is_command(button)]
    said = [book.phrase("voice_choice", choice=button.label, number=at) for at, button in page if button.id != FURTHER]
    if len(options) > SPOKEN_CHOICES_MAX:
        further = book.phrase("button_further")
        said.append(book.phrase("voice_choice", choice=further, number=len(options) + 1))
    return tuple(said)


def joined(voices: Iterable[str]) -> str:
    """Several voices as one: the first question in every language."""
    return f"{BETWEEN}{PAUSE}{BETWEEN}".join(voice for voice in voices if voice)


def recordings_in(name: str) -> tuple[tuple[str, str], ...]:
    """Language and key of each recording of the voice ``name``, ``BREATH`` between sentences."""
    pieces = (piece.partition(IN) for piece in name.split(BETWEEN) if piece)
    return tuple(BREATH if language == PAUSE else (language, key) for language, _, key in pieces)


def spells(name: str) -> bool:
    """Whether the voice ``name`` says somebody's receipt or number, letter by letter."""
    return any(key.startswith(WORD) and len(key) == len(WORD) + 1 for _, key in recordings_in(name))


def _recordings(book: Book, text: Text, language: str) -> list[str]:
    """The recordings of ``text``. Raises ``Unsayable``."""
    parts = parts_of(book.catalogues, text, language)
    if not all(book.voices.has(part, language) for part in parts):
        raise Unsayable(text.key)
    return [f"{language}{IN}{part.key}" for part in parts]


def _is_command(button: Button) -> bool:
    return button.id.startswith("@")
