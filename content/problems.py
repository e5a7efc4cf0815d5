"""What is wrong with a file, said to its author: file, line, the words at fault, what to write instead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Self, get_args

from pydantic import BaseModel, ValidationError

from locales.yamlfile import YamlFile, shown

_SENTENCES: Mapping[str, str] = {
    "extra_forbidden": "cette clé n'existe pas ici ; corrigez-la ou retirez-la",
    "missing": "il manque cette entrée",
    "literal_error": "« {input} » n'est pas permis ; valeurs permises : {expected}",
    "string_type": "« {input} » doit être un texte, entre guillemets",
    "dict_type": "une liste de clés est attendue ici",
    "tuple_type": "une liste est attendue ici",
    "bool_type": "écrivez true ou false",
    "bool_parsing": "écrivez true ou false",
    "int_type": "« {input} » doit être un nombre entier",
    "int_parsing": "« {input} » doit être un nombre entier",
    "model_type": "une liste de clés est attendue ici",
    "model_attributes_type": "une liste de clés est attendue ici",
}
_OWN = "value_error"
_STRANGE = "extra_forbidden"
_PREFIX = "Value error, "
_ELSE = "« {input} » ne convient pas ici"
INPUT_SHOWN = 60


class Problem(str):
    """One fault as ``file:line: path : sentence.``, which remembers its parts for editors who see no file.

    An author counts the entries of a list from 1.
    """

    __slots__ = ("file", "sentence", "where")

    def __new__(cls, file: YamlFile, where: tuple[str | int, ...], sentence: str) -> Self:
        """The line is looked up now, while the file is at hand."""
        path = " → ".join(f"n° {step + 1}" if isinstance(step, int) else step for step in where)
        said = super().__new__(
            cls, f"{shown(file.path)}:{file.line(where)}: {path + ' : ' if path else ''}{sentence.rstrip('.')}."
        )
        said.file, said.where, said.sentence = file.path, where, sentence
        return said

    file: Path
    where: tuple[str | int, ...]
    sentence: str


def problem(file: YamlFile, where: tuple[str | int, ...], sentence: str) -> Problem:
    """One fault at ``where``."""
    return Problem(file, where, sentence)


def from_pydantic(
    file: YamlFile, error: ValidationError, under: tuple[str | int, ...] = (), known: Iterable[str] = ()
) -> list[str]:
    """Pydantic's faults in French, each on its line.

    ``under``: where in ``file`` stands what was validated; ``known``: the keys that the author may have meant.
    """
    found: dict[str, None] = {}
    for detail in error.errors():
        where = (*under, *(step for step in detail["loc"] if _written(step)))
        if detail["type"] == _OWN:
            sentence = detail["msg"].removeprefix(_PREFIX)
        else:
            expected = str(detail.get("ctx", {}).get("expected", "")).replace(" or ", ", ")
            template = _SENTENCES.get(detail["type"], _ELSE)
            sentence = template.format(input=str(detail["input"])[:INPUT_SHOWN], expected=expected)
            if detail["type"] == _STRANGE and (close := nearest(str(where[-1]), known)):
                sentence = f"cette clé n'existe pas ici ; vouliez-vous écrire « {close} » ?"
        found[problem(file, where, sentence)] = None
    return list(found)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The name that an author may have meant by a word that nothing answers to."""
    return next(iter(get_close_matches(word, sorted(set(known) - {word}), n=1)), None)


def keys_of(*models: type[BaseModel]) -> frozenset[str]:
    """Every key that an author may write in these records and in what they hold."""
    found: set[str] = set()
    waiting: list[Any] = list(models)
    seen: set[Any] = set()
    while waiting:
        one = waiting.pop()
        if isinstance(one, type) and issubclass(one, BaseModel):
            if one not in seen:
                seen.add(one)
                found |= {field.alias or name for name, field in one.model_fields.items()}
                waiting += [field.annotation for field in one.model_fields.values()]
        else:
            waiting += get_args(one)
    return frozenset(found)


def _written(step: str | int) -> bool:
    """Pydantic adds the names of union members to a path; the author wrote none of those."""
    return isinstance(step, int) or not any(mark in step for mark in ("[", "literal", "function-"))
