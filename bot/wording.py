"""From what the engine wants said to words: text, buttons and voice together in one language, or French whole.

Before a language is chosen everything is said in every language, one under the other: the first question must be
understood, and a cry for help may come before it.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from bot.channels.message import Choice, Message
from bot.engine.book import Book
from bot.engine.effects import Button, Send
from bot.engine.session import Session
from bot.engine.voiced import voice_of
from bot.voices.naming import joined, slower
from bot.voices.pieces import in_pieces
from flows.limits import LABEL_MAX_QUICK
from locales.text import Lines, Text, Value

SOURCE = "fr"
NAMES = ("service.", "org.")  # keys of names of services and organisations


def messages(book: Book, send: Send, session: Session) -> tuple[Message, ...]:
    """``send`` for the person of ``session``: one message, or several where a voice would be too long."""
    return tuple(
        worded(book, piece, session.language, session.seq, voice=session.voice)
        for piece in in_pieces(book, send, session)
    )


def worded(book: Book, send: Send, language: str, seq: int, *, voice: bool = False) -> Message:
    """``send`` in ``language``. A safety text whose translation nobody has signed carries the French beside it.

    ``voice``: the person hears everything; where all of it is recorded in the language of its words, it is said too.
    """
    key = send.lines[-1].key if send.lines else ""
    if not language:
        said = [_said(book, send.lines, one) for one in book.catalogues.languages if _whole(book, send, one)]
        choices = tuple(_in_each(book, b, f"{seq}:{b.id}") for b in send.buttons)
        opens = _list_button(book, choices, SOURCE)
        spoken = (voice_of(book, send, one) for one in book.catalogues.languages if voice and _whole(book, send, one))
        return Message(
            "\n\n".join(dict.fromkeys(said)),
            SOURCE,
            key=key,
            choices=choices,
            list_button=opens,
            voice=joined(spoken),
        )
    if not _whole(book, send, language):
        language = SOURCE
    french = "" if language == SOURCE else _said(book, send.lines, SOURCE)
    text, beside = _with_french(book, send, language)
    say = book.catalogues.say
    choices = tuple([Choice(f"{seq}:{b.id}", say(b.label, language), b.picture) for b in send.buttons])
    return Message(
        text=text,
        language=language,
        french=french,
        key=key,
        choices=choices,
        list_button=_list_button(book, choices, language),
        voice=_spoken(book, send, language) if voice else "",
        beside=beside,
    )


def _spoken(book: Book, send: Send, language: str) -> str:
    voice = voice_of(book, send, language)
    return slower(voice) if send.slow else voice


def _list_button(book: Book, choices: tuple[Choice, ...], language: str) -> str:
    return book.catalogues.say(book.phrases["list_button"], language) if choices else ""


def _said(book: Book, lines: Iterable[Text], language: str) -> str:
    said = (book.catalogues.say(line, language) for line in lines)
    return "\n\n".join(line for line in said if line)


def _with_french(book: Book, send: Send, language: str) -> tuple[str, str]:
    """The words, each run of lines about safety with its own French behind it, and the French with which they end: what to
    do in danger may stand in front of anything, as of a menu after a silence.
    """
    said: list[str] = []
    beside = ""
    for safe, run in groupby(send.lines, lambda line: send.kind == "safety" or _is_safety(book, line)):
        lines = tuple(run)
        alone = not safe or all(_signed(book, line, language) for line in lines)
        beside = "" if alone else _said(book, lines, SOURCE)
        said += (_said(book, lines, language), beside)
    return "\n\n".join(filter(None, said)), beside


def _is_safety(book: Book, text: Text) -> bool:
    """Whether it is about safety; a text without a key is what stands in it."""
    if text.key:
        return book.safety.holds(text.key)
    return any(_is_safety(book, one) for value in text.values.values() for one in _texts(value))


def _signed(book: Book, text: Text, language: str) -> bool:
    """Whether all that the person reads of it is signed: of a list each line, but no name written on a door."""
    inside = (one for value in text.values.values() for one in _texts(value))
    return book.catalogues.signed(text, language) and all(
        one.key.startswith(NAMES) or _signed(book, one, language) for one in inside
    )


def _texts(value: Value) -> tuple[Text, ...]:
    if isinstance(value, Text):
        return (value,)
    if isinstance(value, Lines):
        return value.texts
    return value if isinstance(value, tuple) else ()


def _in_each(book: Book, button: Button, payload: str) -> Choice:
    """A choice in every language: on one button where both fit the smallest, else beside it. « Tubabukan (Français) » holds
    what stands on the button, and is not said.
    """
    labels = _labels(book, button)
    together = " / ".join(labels)
    if len(together) <= LABEL_MAX_QUICK:
        return Choice(payload, together, button.picture)
    shown, *others = labels
    return Choice(payload, shown, button.picture, " / ".join(label for label in others if shown not in label))


def _labels(book: Book, button: Button) -> tuple[str, ...]:
    """The label in every language, each wording once; a language's own name stands alone."""
    return tuple(dict.fromkeys(book.catalogues.say(button.label, one) for one in book.catalogues.languages))


def _whole(book: Book, send: Send, language: str) -> bool:
    if language == SOURCE:
        return True  # the French is in the messages themselves
    texts = [*send.lines, *[button.label for button in send.buttons]]
    return all(_has(book, text, language) for text in texts)


def _has(book: Book, text: Text, language: str) -> bool:
    if not book.catalogues.has(text, language):
        return False
    return not text.values or all(_has_value(book, value, language) for value in text.values.values())


def _has_value(book: Book, value: Value, language: str) -> bool:
    """A name may stay as it is written on the door, inside a sentence of any language."""
    if isinstance(value, Text):
        return value.key.startswith(NAMES) or _has(book, value, language)
    if isinstance(value, Lines):
        return all(_has(book, text, language) for text in value.texts)
    return all(_has(book, text, language) for text in value) if isinstance(value, tuple) else True
