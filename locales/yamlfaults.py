"""What the YAML reader could not read, said to an author: what stands there, and what to write instead.

The reader speaks English and of its own parts (« token », « block mapping »); an author knows spaces, colons and quotes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import yaml

_TAB: Final = "une tabulation se trouve ici ; remplacez-la par des espaces"
_QUOTES: Final = "mettez le texte entre guillemets"
_COLON: Final = f"un deux-points suivi d'une espace se trouve dans le texte, ou le retrait change ; {_QUOTES}"
_WORDS: Final[Mapping[str, str]] = {
    "found a tab character that violates indentation": _TAB,
    "found a tab character where an indentation space is expected": _TAB,
    "mapping values are not allowed in this context": _COLON,
    "did not find expected ',' or '}'": (
        "il manque une virgule ou l'accolade qui ferme « } » ; si le texte contient un deux-points, une virgule "
        "ou un guillemet, mettez-le entre guillemets"
    ),
    "did not find expected ',' or ']'": (
        "il manque une virgule ou le crochet qui ferme « ] » ; si le texte contient un deux-points, une virgule "
        "ou un guillemet, mettez-le entre guillemets"
    ),
    "found unexpected end of stream": "un guillemet ouvert ici n'est jamais fermé ; fermez-le",
    "did not find expected key": (
        "cette ligne ne suit pas les autres : donnez le même retrait à chaque clé, et mettez entre guillemets un texte "
        "qui contient une accolade, un crochet ou un guillemet"
    ),
    "did not find expected '-' indicator": "cette ligne est dans une liste ; commencez-la par « - » ou changez son retrait",
    "block sequence entries are not allowed in this context": (
        f"un tiret commence ici une liste ; mettez-la à la ligne, ou si c'est du texte, {_QUOTES}"
    ),
    "could not find expected ':'": "il manque « : » après la clé, ou le retrait de cette ligne est trop petit",
    "found unknown escape character": "une barre « \\ » se trouve entre guillemets doubles ; prenez des guillemets simples",
    "found undefined alias": f"un texte ne peut pas commencer par « * » ; {_QUOTES}",
    "but found another document": "une ligne « --- » coupe le fichier en deux ; retirez-la",
    "did not find expected comment or line break": (
        f"après « | » ou « > », le texte commence à la ligne suivante ; si le signe est du texte, {_QUOTES}"
    ),
    "did not find expected alphabetic or numeric character": (
        f"un texte ne peut pas commencer par « * » ni par « & » ; {_QUOTES}"
    ),
}
_ELSE: Final = "vérifiez le retrait, les deux-points et les guillemets de cette ligne"
_OPENED: Final = ("found unexpected end of stream",)
"""Faults whose cause stands where something was opened, not where the reader gave up."""


def said(error: yaml.YAMLError, source: str) -> tuple[int, str]:
    """The line (from 1) to look at, and in French what to mend there."""
    if not isinstance(error, yaml.MarkedYAMLError):
        return _unprintable(source), "un caractère invisible se trouve ici ; effacez-le et écrivez de nouveau"
    mark = error.problem_mark or error.context_mark
    if error.problem in _OPENED and error.context_mark is not None:
        mark = error.context_mark
    line = mark.line + 1 if mark else 1
    if error.problem == "found character that cannot start any token" and mark:
        found = "".join(source.splitlines()[mark.line : mark.line + 1])[mark.column : mark.column + 1]
        return line, _TAB if found == "\t" else f"un texte ne peut pas commencer par « {found} » ; {_QUOTES}"
    if isinstance(error, yaml.constructor.ConstructorError):
        return line, f"un texte ne peut pas commencer par « ! » ; {_QUOTES}"
    return line, _WORDS.get(error.problem or "", _ELSE)


def _unprintable(source: str) -> int:
    """The line of the first character that YAML refuses (YAML 1.2, 5.1)."""
    for number, words in enumerate(source.split("\n"), 1):
        if not words.replace("\t", "").replace("\r", "").isprintable():
            return number
    return 1
