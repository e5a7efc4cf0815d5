"""From what the engine wants said to the words of one language: text, buttons and voice together, or French whole."""

from __future__ import annotations

from bot.channels.message import Choice, Message
from bot.engine.book import Book
from bot.engine.effects import Send
from locales.text import Text

SOURCE = "fr"


def worded(book: Book, send: Send, language: str, seq: int) -> Message:
    """``send`` in ``language``. A safety text whose translation nobody has signed carries the French beside it."""
    language = language or SOURCE
    say = book.catalogues.say
    text = _joined(tuple(say(line, language) for line in send.lines))
    french = "" if language == SOURCE else _joined(tuple(say(line, SOURCE) for line in send.lines))
    if french and send.kind == "safety" and not all(_signed(book, line, language) for line in send.lines):
        text = f"{text}\n\n{french}"
    return Message(
        text=text,
        language=language,
        french=french,
        key=send.lines[-1].key if send.lines else "",
        choices=tuple(
            Choice(f"{seq}:{button.id}", say(button.label, language), button.picture) for button in send.buttons
        ),
    )


def _joined(lines: tuple[str, ...]) -> str:
    return "\n\n".join(line for line in lines if line)


def _signed(book: Book, line: Text, language: str) -> bool:
    return book.catalogues.signed(line, language)
