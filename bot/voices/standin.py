"""Voices by a machine, for development and demonstration: a person is told, and in production they are refused.

espeak-ng knows no Bambara; it reads with another language's sounds, which is enough to hear a path end to end.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable, Iterator
from typing import Final

from bot.voices.keeping import keep_machine
from bot.voices.repertoire import Item
from locales.voices.shelf import Shelf

PROGRAM: Final = "espeak-ng"
HOW_TO_INSTALL: Final = "sudo apt install espeak-ng"
READERS: Final = {"bm": "sw"}
"""The voice that reads a language without one of its own: Swahili says every letter, as Bambara does."""
LETTERS: Final = str.maketrans({"ɛ": "e", "ɔ": "o", "ɲ": "ny", "ŋ": "ng", "Ɛ": "E", "Ɔ": "O", "Ɲ": "Ny", "Ŋ": "Ng"})
WORDS_A_MINUTE: Final = "140"
SECONDS_MAX: Final = 20  # to speak one sentence; it takes a hundredth of that
WHO: Final = "espeak-ng"


class NoMachine(RuntimeError):
    """The program is not on this machine; ``str()`` says how to have it."""


def speak(words: str, language: str, program: str) -> bytes:
    """``words`` as a WAV file; b"" when the program says nothing."""
    voice = READERS.get(language, language)
    plain = words.translate(LETTERS) if voice != language else words
    ended = subprocess.run(  # noqa: S603 — a fixed program; the words come by its standard input
        [program, "-v", voice, "-s", WORDS_A_MINUTE, "--stdin", "--stdout"],
        input=plain.encode(),
        capture_output=True,
        timeout=SECONDS_MAX,
        check=False,
    )
    return b"" if ended.returncode else ended.stdout


def make(items: Iterable[Item], shelf: Shelf, language: str) -> Iterator[tuple[Item, str]]:
    """A machine's voice for each of ``items``; yields each with why it could not be made, "" when it was.

    Raises ``NoMachine``.
    """
    program = shutil.which(PROGRAM)
    if program is None:
        raise NoMachine(f"{PROGRAM} n'est pas sur cette machine. Pour l'installer : {HOW_TO_INSTALL}")
    yield from keep_machine(((item, speak(item.part.words, language, program)) for item in items), shelf, language, WHO)
