"""Shelves full of tones, so that no test waits for a speaker: one short tone in the place of every recording."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

from bot.desk.sound import voice_note
from bot.engine.book import Book
from bot.voices.repertoire import repertoire
from locales.voices.manifest import Entry, file_name, write_manifest
from locales.voices.shelf import Shelf
from tests.desk.sounds import tone

SECONDS = 0.4


@cache
def short_tone() -> bytes:
    """What stands for every recording."""
    return voice_note(tone("ogg", SECONDS))


def fill(root: Path, book: Book, *languages: str, synthetic: bool = False, seconds: float = SECONDS) -> Shelf:
    """A shelf under ``root`` on which everything of ``languages`` is recorded."""
    for language in languages:
        folder = root / language
        folder.mkdir(parents=True, exist_ok=True)
        entries = {}
        for number, (key, item) in enumerate(repertoire(book, language).items()):
            (folder / file_name(key)).write_bytes(short_tone())
            entries[key] = Entry(item.part.text, f"{number:08x}", seconds, -16.0, "essai", synthetic)
        write_manifest(folder, entries)
    return Shelf(root)


def speaking(book: Book, shelf: Shelf) -> Book:
    """``book`` with the voices of ``shelf``."""
    return replace(book, voices=shelf)
