"""The voice of a message, by name: which recordings, in which order. Pure but for the shelf that says what is there.

The name stands in the outbox instead of the sound: whoever sends it makes the sound from the shelf, and a message of which
the sound cannot be made goes out in words.
"""

from __future__ import annotations

from collections.abc import Collection

from bot.engine.book import Book
from bot.engine.effects import BACK, FURTHER, Button, Send
from flows.limits import SPOKEN_CHOICES_MAX
from locales.text import Text
from locales.voices.parts import Unsayable, parts_of
from locales.voices.shelf import BETWEEN, IN, PAUSE


def voice_of(book: Book, send: Send, language: str) -> str:
    """The name of the voice of ``send`` in ``language``, with its choices; "" when a piece of it is not recorded.

    All of the message or nothing: also choices that are not said this time must be there. Only the name of a language that
    no voice speaks may be missing: who hears is served in the others; and the way back is an arrow that is only shown.
    """
    if not book.voices.speaks(language):
        return ""
    try:
        silent = {BACK, *(button.id for button in send.buttons if _names_a_silent_language(book, button, language))}
        for button in send.buttons:
            if button.id not in silent:
                _recordings(book, button.label, language)
        said = [_recordings(book, text, language) for text in (*send.lines, *spoken_choices(book, send, silent))]
    except Unsayable:
        return ""
    return f"{BETWEEN}{PAUSE}{BETWEEN}".join(BETWEEN.join(keys) for keys in said if keys)


def can_be_heard(book: Book, send: Send, language: str) -> bool:
    """Whether ``send`` would have its voice: in ``language``, or before there is one ("") in any. « Écouter » on a message
    that stays silent is worse than none for who cannot read.
    """
    return any(voice_of(book, send, one) for one in ((language,) if language else book.catalogues.languages))


def spoken_choices(book: Book, send: Send, silent: Collection[str] = ()) -> tuple[Text, ...]:
    """« Pour X, tapez 1 », at most four at a time; then how to hear the others. ``silent``: choices that are only read."""
    options = [button for button in send.buttons if not _is_command(button)]
    start = send.heard if send.heard < len(options) else 0
    page = list(enumerate(options, 1))[start : start + SPOKEN_CHOICES_MAX]
    if start + SPOKEN_CHOICES_MAX >= len(options):
        page += [(at, button) for at, button in enumerate(send.buttons, 1) if _is_command(button)]
    said = [
        book.phrase("voice_choice", choice=button.label, number=at)
        for at, button in page
        if button.id not in {FURTHER, *silent}
    ]
    if len(options) > SPOKEN_CHOICES_MAX:
        further = book.phrase("button_further")
        said.append(book.phrase("voice_choice", choice=further, number=len(options) + 1))
    return tuple(said)


def _names_a_silent_language(book: Book, button: Button, language: str) -> bool:
    """Whether ``button`` is a language without any voice, of which ``language`` does not say the name either."""
    if button.id not in book.catalogues.languages or book.voices.speaks(button.id):
        return False
    return not all(book.voices.has(part, language) for part in parts_of(book.catalogues, button.label, language))


def _recordings(book: Book, text: Text, language: str) -> list[str]:
    """The recordings of ``text``. Raises ``Unsayable``."""
    parts = parts_of(book.catalogues, text, language)
    if not all(book.voices.has(part, language) for part in parts):
        raise Unsayable(text.key)
    return [f"{language}{IN}{part.key}" for part in parts]


def _is_command(button: Button) -> bool:
    return button.id.startswith("@")
