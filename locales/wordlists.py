"""What people type in a language that was added: ``LANGUAGE/words.yaml`` beside its catalogue, joined to the house's words."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from locales.fold import fold
from locales.yamlfile import YamlFile, YamlProblem, read, shown

NAME: Final = "words.yaml"
PARTS: Final = ("commands", "replies", "unwell", "signs")
"""What a language may add to. Words of danger only ever call one more time than needed; what silences them (`calm`,
`denials`) stays in the house's file, where protection reads both together.
"""
DANGER: Final = ("unwell", "signs")
WANTED: Final = (
    ("commands", "help"),
    ("commands", "person"),
    ("commands", "stop"),
    ("replies", "yes"),
    ("replies", "no"),
)
"""Without these and some words of danger nobody is led through a language by what they type."""


def joined(data: Mapping[str, Any], root: Path) -> dict[str, Any]:
    """``data`` of the house with the lists of every added language. Raises ``YamlProblem`` for a meaning that is unknown, and
    for a word of danger that is an everyday word of another language.
    """
    found = {**data, **{part: {name: dict(lists) for name, lists in data[part].items()} for part in PARTS}}
    everyday = {fold(word) for listed in data["small"].values() for word in listed} | {""}
    for path in sorted(root.glob(f"*/{NAME}")):
        file = read(path)
        for part, meanings in (file.data or {}).items():
            for meaning, forms in (meanings or {}).items():
                if part not in PARTS or meaning not in found[part]:
                    known = ", ".join(meaning for one in PARTS for meaning in found[one])
                    raise YamlProblem(
                        _fault(file, part, meaning, f"« {meaning} » n'existe pas ici ; il y a : {known}.")
                    )
                listed = [str(form) for form in forms or ()]
                for form in listed:
                    if part in DANGER and fold(form) in everyday:
                        says = f"« {form} » est un mot de tous les jours ; écrivez les mots qui l'entourent aussi."
                        raise YamlProblem(_fault(file, part, meaning, says))
                found[part][meaning][path.parent.name] = listed
    return found


def missing(data: Mapping[str, Any], code: str) -> tuple[str, ...]:
    """The lists of ``data`` (joined) that say nothing in ``code`` yet and that lead somebody to help, as « part/meaning »."""
    wanted = (*WANTED, *(("signs", meaning) for meaning in data["signs"]))
    return tuple(f"{part}/{meaning}" for part, meaning in wanted if not data[part][meaning].get(code))


def _fault(file: YamlFile, part: str, meaning: str, says: str) -> str:
    return f"{shown(file.path)}:{file.line((part, meaning))}: {says}"


def empty(data: Mapping[str, Any]) -> str:
    """The lists of a new language, to be filled in: every meaning, with the French beside it."""
    lines = [
        "# Ce que les gens tapent dans cette langue, de toutes les façons. Une liste vide ne change rien : les mots français",
        "# et les chiffres sont compris dans chaque langue. Demandez à un locuteur comment on l'écrit au téléphone.",
        "# « signs » : les mots de danger, où qu'ils soient dans une phrase. « a/b » : l'un ou l'autre ; « … » : d'autres mots.",
    ]
    for part in PARTS:
        lines.append(f"{part}:")
        for meaning, lists in data[part].items():
            quoted = f'"{meaning}"' if meaning in {"yes", "no"} else meaning
            lines.append(f"  {quoted}: []  # {', '.join(map(str, lists.get('fr', ())[:4]))}")
    return "\n".join(lines) + "\n"
