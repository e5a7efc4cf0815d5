"""The lines of a catalogue, looked at before Babel reads them.

Babel takes the first and last letter of each string for its quotes, whatever they are, and of an entry written twice the
last words: a translator's slip would cost a letter or a sentence, and nobody would be told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_WORD: Final = re.compile(r"(\S*)\s*(.*)")
_STRING: Final = re.compile(r'"(?:[^"\\]|\\[\\"ntr])*"')
_BEFORE: Final = {"msgctxt": ("", "msgstr"), "msgid": ("", "msgctxt", "msgstr"), "msgstr": ("msgid",)}
"""What may stand before each word of an entry."""


def faults(source: str) -> Iterator[tuple[int, str]]:
    """Line (from 1) and what to mend there."""
    lines = [
        (number, *_split(line.strip())) for number, line in enumerate(source.split("\n"), 1) if _said(line.strip())
    ]
    for number, word, string in lines:
        if word is None:
            yield number, "cette ligne ne commence ni par msgctxt, msgid ou msgstr, ni par un guillemet"
        elif not _STRING.fullmatch(string):
            yield (
                number,
                (
                    'le texte doit être entre deux guillemets droits ("…") ; dans le texte, écrivez \\" pour un guillemet '
                    "et \\\\ pour une barre"
                ),
            )
    yield from _order([(number, word, string) for number, word, string in lines if word])
    yield from _twice([(number, string) for number, word, string in lines if word == "msgctxt"])


def _order(lines: list[tuple[int, str, str]]) -> Iterator[tuple[int, str]]:
    last = ""
    for number, word, string in lines:
        if last not in _BEFORE[word]:
            yield number, f"« {word} » n'est pas à sa place : une phrase est msgctxt, msgid, msgstr, une fois chacun"
        elif word == "msgid" and last != "msgctxt" and (last or string != '""'):
            yield number, "il manque « msgctxt », la clé de la phrase, avant « msgid »"
        last = word
    if last not in {"", "msgstr"}:
        yield lines[-1][0], "la dernière phrase n'a pas de « msgstr »"


def _twice(keys: list[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    first: dict[str, int] = {}
    for number, key in keys:
        if first.setdefault(key, number) != number:
            yield number, f"« {key[1:-1]} » est déjà à la ligne {first[key]} ; gardez-en une seule"


def _said(line: str) -> bool:
    return bool(line) and not line.startswith("#")


def _split(line: str) -> tuple[str | None, str]:
    """The word that begins a line ("" when it goes on with the one before, None when it is none of ours), and its string."""
    if line.startswith('"'):
        return "", line
    found = _WORD.fullmatch(line)
    word, string = (found[1], found[2]) if found else ("", "")
    return (word, string) if word in _BEFORE else (None, string)
