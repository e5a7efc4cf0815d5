"""« Oui », « je ne sais pas » and their kin, where the open question has such an answer."""

from __future__ import annotations

from flows.flow import Option
from locales.answer import Unsure
from locales.fold import words
from locales.words import language_of, reply_first, reply_in

YES_OR_NO = frozenset({"yes", "no"})
LANGUAGES = frozenset({"fr", "bm"})
"""Those that Sira always speaks: where both stand, the question is of languages."""


def reply_among(text: str, shown: tuple[Option, ...]) -> str | Unsure | None:
    """The answer that the whole message is; unsure where it says yes and no at once."""
    reply = reply_in(text)
    ids = {option.id for option in shown}
    if reply == "unsure":  # a grunt is no answer, not even « je ne sais pas », whatever that answer is called
        return Unsure() if ids >= YES_OR_NO else None
    if reply in ids:
        return reply
    if reply in {"dont_know", "prefer_not"}:
        return next((option.id for option in shown if option.unknown), None)
    return None


def begun_with(text: str, shown: tuple[Option, ...]) -> str | None:
    """The yes or no that a longer answer begins with: « non j'ai appris avec mon oncle », or the language of its greeting:
    « bonjour je suis couturière », or in which it is written. Only where nothing else is meant.
    """
    ids = {option.id for option in shown}
    if ids >= LANGUAGES:
        greeted = next((option.id for option in shown if _greets_in(text, option)), None)
        return greeted or next((id_ for id_ in ids if id_ == language_of(text)), None)
    return reply_first(text) if ids >= YES_OR_NO else None


def _greets_in(text: str, language: Option) -> bool:
    said = words(text)
    return any(said[: len(one)] == one for one in map(words, language.synonyms) if one)
