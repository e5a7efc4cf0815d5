"""What people type in a language that was added: ``LANGUAGE/words.yaml`` beside its catalogue, joined to the house's words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from locales.fold import fold
from locales.yamlfile import YamlFile, YamlProblem, read, shown

NAME: Final = "words.yaml"
PARTS: Final = ("commands", "replies", "unwell", "signs")
"""What a language may add to. Words of danger only ever call one more time than needed; what silences them (`calm`,
`denials`) stays in the house's file, where protection reads both together.
"""
WHOLE: Final = ("commands", "replies")
"""Looked up as the whole message: one spelling has one meaning."""
DANGER: Final = ("unwell", "signs")
WANTED: Final = (
    ("commands", "help"),
    ("commands", "person"),
    ("commands", "stop"),
    ("replies", "yes"),
    ("replies", "no"),
)
"""Without these and some words of danger nobody is led through a language by what they type."""


Faults = tuple[tuple[str, str], ...]
"""Language and sentence of what was left out of a list, with file and line."""


def joined(data: Mapping[str, Any], root: Path) -> tuple[dict[str, Any], Faults]:
    """``data`` of the house with the lists of every added language, and what was left out of them: a meaning that is unknown,
    a word that means something else already, a word of danger that is an everyday word of another language. A speaker's
    slip costs that word alone: nobody goes without an answer for it.
    """
    found = {**data, **{part: {name: dict(lists) for name, lists in data[part].items()} for part in PARTS}}
    everyday = {fold(word) for listed in data["small"].values() for word in listed} | {""}
    owner = {(part, fold(form)): name for part, name, form in _forms(data)}
    faults: list[tuple[str, str]] = []
    for path in sorted(root.glob(f"*/{NAME}")):
        code = path.parent.name
        try:
            file = read(path)
        except YamlProblem as error:
            faults += ((code, problem) for problem in error.problems)
            continue
        for part, meaning, forms in _lists(file.data):
            says = _unknown(found, part, meaning)
            kept = []
            for form in () if says else forms:
                why = _unfit(part, meaning, form, owner, everyday)
                faults += [(code, _fault(file, part, meaning, why))] if why else []
                kept += [] if why else [form]
            if says:
                faults.append((code, _fault(file, part, meaning, says)))
            else:
                found[part][meaning][code] = kept
    return found, tuple(faults)


def _forms(data: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Every whole answer of the house, with its part and its meaning."""
    for part in WHOLE:
        for meaning, lists in data[part].items():
            yield from ((part, meaning, form) for code, forms in lists.items() if code != "exact" for form in forms)


def _lists(data: Any) -> Iterator[tuple[str, str, list[str]]]:
    for part, meanings in (data if isinstance(data, dict) else {"": data} if data else {}).items():
        for meaning, forms in (meanings if isinstance(meanings, dict) else {"": meanings} if meanings else {}).items():
            yield (
                str(part),
                str(meaning),
                [str(form) for form in (forms if isinstance(forms, list) else [forms]) if form],
            )


def _unknown(found: Mapping[str, Any], part: str, meaning: str) -> str:
    if part in PARTS and meaning in found[part]:
        return ""
    known = ", ".join(meaning for one in PARTS for meaning in found[one])
    return f"« {meaning or part} » n'existe pas ici ; il y a : {known}."


def _unfit(part: str, meaning: str, form: str, owner: dict[tuple[str, str], str], everyday: set[str]) -> str:
    """Why a form cannot stand there; "" when it can, and is that meaning's from now on."""
    if part in DANGER:
        everyday_word = f"« {form} » est un mot de tous les jours ; écrivez les mots qui l'entourent aussi."
        return everyday_word if fold(form) in everyday else ""
    meant = owner.setdefault((part, fold(form)), meaning) if fold(form) else ""
    return "" if meant == meaning else f"« {form} » veut déjà dire « {meant} » ; gardez un seul sens."


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
