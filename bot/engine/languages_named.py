"""« Bambara », « français »: a language named by itself is spoken from there on, whatever is open."""

from __future__ import annotations

from bot.engine.rest import lay_aside, resting
from bot.engine.turn import WELCOME, Turn
from bot.engine.walk import walk
from locales.answer import understand_exactly

LANGUAGE = "language"


def language_named(turn: Turn, text: str) -> str | None:
    """The language, by its code, whose name and nothing else was written."""
    return understand_exactly(text, turn.book.choices(turn.book.node(LANGUAGE, "choose").options))


def speak(turn: Turn, language: str) -> None:
    """Go on in that language, where the talk is; who has said nothing yet begins with what Sira is."""
    turn.notes[LANGUAGE] = language
    if not turn.frames:
        turn.push(WELCOME, "set_language")
    else:
        if resting(turn):
            lay_aside(turn)
        turn.push(LANGUAGE, "set")
    walk(turn)
