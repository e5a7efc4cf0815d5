"""A message that would be heard for more than a minute, as several: nobody remembers the beginning of a longer voice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.engine.book import Book
from bot.engine.effects import Send
from bot.engine.session import Session
from bot.engine.voiced import voice_of
from bot.voices.form import SLOW
from bot.voices.naming import recordings_in
from flows.limits import SPOKEN_SECONDS_MAX
from locales.text import Lines, Text
from locales.voices.shelf import PAUSE_SECONDS


def in_pieces(book: Book, send: Send, session: Session) -> tuple[Send, ...]:
    """``send`` as it is; for who hears everything in pieces of a minute at most, the choices under the last.

    A message without a voice, or of a single line, stays whole: there is no better place to part it.
    """
    if not (session.voice and session.language):
        return (send,)
    lines = tuple(_lines(send.lines))
    most = SPOKEN_SECONDS_MAX * (SLOW if send.slow else 1)
    if len(lines) < 2 or _seconds(book, send, session.language) <= most:  # noqa: PLR2004 — two halves
        return (send,)
    pieces: list[tuple[Text, ...]] = [lines[:1]]
    for line in lines[1:]:
        longer = (*pieces[-1], line)
        if _seconds(book, Send(longer), session.language) > most:
            pieces.append((line,))
        else:
            pieces[-1] = longer
    said = [replace(send, lines=_joined(piece, send), buttons=()) for piece in pieces]
    return (*said[:-1], replace(said[-1], buttons=send.buttons))


def _lines(texts: tuple[Text, ...]) -> Iterator[Text]:
    """Each text, and each line of one that is only a list of lines."""
    for text in texts:
        lines = text.values.get("lines") if not text.key else None
        yield from lines.texts if isinstance(lines, Lines) else (text,)


def _joined(lines: tuple[Text, ...], send: Send) -> tuple[Text, ...]:
    """The lines of a list stay close together, as they stood."""
    if len(send.lines) == 1 and not send.lines[0].key and "lines" in send.lines[0].values:
        return (replace(send.lines[0], values={"lines": Lines(lines)}),)
    return lines


def _seconds(book: Book, send: Send, language: str) -> float:
    total = 0.0
    for spoken, key in recordings_in(voice_of(book, send, language)):
        entry = book.voices.entries(spoken).get(key) if spoken else None
        total += entry.seconds if entry else PAUSE_SECONDS
    return total
