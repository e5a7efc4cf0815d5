"""The voice of an announcement: a speaker's recording of its very words, kept on the shelf with all others.

Other words are another recording, and the last line, how to hear no more, must be recorded too: who cannot read hears the
whole announcement or gets it in writing. So nothing of it stands in the records, and two announcements with the same words
share one voice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from bot.broadcast.announcement import LAST_LINE, Announcement
from bot.engine.book import Book
from bot.engine.effects import Send
from bot.engine.voiced import voice_of
from bot.voices.naming import joined
from bot.voices.refused import VoiceRefusedError
from bot.voices.repertoire import ANNOUNCED, Item
from locales.problem import AuthorProblem
from locales.review import hash_of
from locales.voices.parts import Part
from locales.voices.shelf import IN, Shelf

KEY_DIGITS: Final = 16  # hex digits of SHA-256: a handful of announcements


def part_of(words: str) -> Part:
    """What a speaker records for ``words`` of one language."""
    said = words.strip()
    return Part(ANNOUNCED + hashlib.sha256(said.encode()).hexdigest()[:KEY_DIGITS], said, said, hash_of(said))


def keep_voices(folder: Path, given: Announcement, shelf: Shelf, who: str) -> None:
    """Put the recordings that the announcement names on the shelf. Raises ``AuthorProblem`` with what to do, ``OSError``."""
    from bot.voices.keeping import keep  # noqa: PLC0415 — loads what examines sound

    problems = []
    for language, name in given.voices.items():
        item = Item(part_of(given.words[language]), ANNOUNCED)
        try:
            data = (folder / name).read_bytes()
            keep(data, item.part.key, shelf, language, {item.part.key: item}, who)
        except VoiceRefusedError as why:
            problems.append(f"{name} : {why}")
    if problems:
        raise AuthorProblem(*problems)


def announced_voice(book: Book, given: Mapping[str, str], language: str) -> str:
    """The name of the voice of the whole announcement in ``language``; "" when a part of it is not recorded."""
    part = part_of(given[language])
    last = voice_of(book, Send((book.phrase(LAST_LINE),)), language)
    return joined((f"{language}{IN}{part.key}", last)) if last and book.voices.has(part, language) else ""


def told(book: Book, given: Announcement) -> Iterator[str]:
    """For who plans it: in which languages it will be heard, and what is missing where it will not."""
    for language in given.voices:
        if announced_voice(book, given.words, language):
            yield f"Qui préfère écouter l'entend en {language}."
        else:
            key = book.phrase(LAST_LINE).key
            yield (
                f"La fin de l'annonce n'est pas encore enregistrée en {language} ({key}) : sans elle, l'annonce part en "
                "mots seuls. « sira voices script » la donne à lire."
            )
