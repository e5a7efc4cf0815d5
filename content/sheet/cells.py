"""How one value of a record stands in one cell, and how a cell is read. A cell is a text, a whole number or empty."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from content.sheet.conditions_text import read_facts, show_facts
from content.sheet.vocabulary import CellProblem, Vocabulary, vocabulary

Cell: TypeAlias = "str | int | None"
LIST = " ; "
_SPAN = re.compile(r"^(?:de\s+)?(\d+)\s+à\s+(\d+)$")
_DURATION = re.compile(r"^(.*\d)\s*([^\d\s]+)$")
_SPACES = re.compile(r"[\s\u00a0\u202f]+")


@dataclass(frozen=True, slots=True)
class Codec:
    """``show`` a value as a cell, ``read`` a cell as a value (``CellProblem`` when it cannot be); ``choices``: one of."""

    show: Callable[[Any], Cell]
    read: Callable[[str], Any]
    choices: Vocabulary | None = None


def _number(said: str) -> int:
    digits = _SPACES.sub("", said)
    if not digits.isdecimal():
        raise CellProblem(f"« {said} » : écrivez un nombre entier, sans virgule ni signe")
    return int(digits)


def _amount(said: str) -> int | list[int]:
    found = _SPAN.match(re.sub(r"(?<=\d)[\s\u00a0\u202f]+(?=\d)", "", said.strip()))
    if found:
        return [int(found[1]), int(found[2])]
    try:
        return _number(said)
    except CellProblem:
        raise CellProblem(f"« {said} » : écrivez un nombre entier, ou « 3 à 6 »") from None


def _show_amount(value: Any) -> Cell:
    return f"{value[0]} à {value[1]}" if isinstance(value, list) else int(value)


def _show_duration(value: Mapping[str, Any]) -> str:
    return " et ".join(f"{_show_amount(amount)} {vocabulary('unit').say(unit)}" for unit, amount in value.items())


def _duration(said: str) -> dict[str, Any]:
    found = _DURATION.match(said.strip())
    if not found:
        raise CellProblem(f"« {said} » : écrivez une durée, par exemple « 12 mois », « 3 à 6 mois », « 2 ans »")
    unit = {"an": "ans", "heure": "heures", "jour": "jours", "semaine": "semaines"}.get(found[2].casefold(), found[2])
    return {vocabulary("unit").slug(unit): _amount(found[1])}


def _truth(name: str) -> Callable[[str], Any]:
    def read(said: str) -> Any:
        slug = vocabulary(name).slug(said)
        return {"true": True, "false": False}.get(slug, slug)

    return read


def _items(said: str) -> list[str]:
    return [part.strip() for part in said.split(LIST.strip()) if part.strip()]


def _either(value: Any) -> Cell:
    """What two documents say: a text, a number, or bounds."""
    if isinstance(value, Mapping) and set(value) <= {"from", "to"} and all(isinstance(v, int) for v in value.values()):
        low, high = value.get("from"), value.get("to")
        if low is None:
            return f"jusqu'à {high}"
        return f"dès {low}" if high is None else f"de {low} à {high}"
    return value if isinstance(value, str | int) else str(value)


def _read_either(said: str) -> Any:
    if said.isdecimal():
        return int(said)
    for pattern, names in (
        (r"de (\d+) à (\d+)", ("from", "to")),
        (r"dès (\d+)", ("from",)),
        (r"jusqu'à (\d+)", ("to",)),
    ):
        found = re.fullmatch(pattern, said)
        if found:
            return dict(zip(names, map(int, found.groups()), strict=True))
    return said


def word(name: str) -> Codec:
    """One word of a closed list."""
    return one_of(vocabulary(name))


def one_of(words: Vocabulary) -> Codec:
    """One word of ``words``."""
    return Codec(words.say, words.slug, words)


def some_of(words: Vocabulary) -> Codec:
    """Several words, with semicolons between them."""

    def show(value: Any) -> Cell:
        return LIST.join(words.say(item) for item in ([value] if isinstance(value, str) else value))

    return Codec(show, lambda said: [words.slug(part) for part in _items(said)])


def serves(regions: Vocabulary) -> Codec:
    """Regions, or « partout »."""
    regional, everywhere = some_of(regions), vocabulary("everywhere")

    def show(value: Any) -> Cell:
        return everywhere.say(value) if value == "all" else regional.show(value)

    def read(said: str) -> Any:
        return "all" if said.strip().casefold() == everywhere.say("all") else regional.read(said)

    return Codec(show, read)


def _phones(said: str) -> Any:
    numbers = _items(said)
    return numbers[0] if len(numbers) == 1 else numbers


TEXT = Codec(str, str)
NUMBER = Codec(int, _number)
AMOUNT = Codec(_show_amount, _amount)
DURATION = Codec(_show_duration, _duration)
KNOWN = Codec(vocabulary("known").say, _truth("known"), vocabulary("known"))
WHETHER = Codec(vocabulary("whether").say, _truth("whether"), vocabulary("whether"))
PHONES = Codec(lambda value: value if isinstance(value, str) else LIST.join(map(str, value)), _phones)
EITHER = Codec(_either, _read_either)
FACTS = Codec(show_facts, read_facts)
