"""How a language counts: ``LANGUAGE/numbers.yaml`` beside its catalogue, for what people type and for what voices say.

French and Bambara have rules of their own (`numberwords.py`); a language that is added is read by the two questions that its
file answers: whether the unit comes before what it counts, and the ones before the tens.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Literal

from locales.catalogue import ROOT, SOURCE
from locales.fold import fold
from locales.yamlfile import YamlProblem, read, shown

Unit = Literal["day", "week", "month", "year"]
NAME: Final = "numbers.yaml"
HOUSE: Final = (SOURCE, "bm")
HIGHEST: Final = 9_999
"""Bambara beyond it is left out on purpose: *ba tan ni duuru* is 10,005 to one speaker and 15,000 to another."""
AND: Final = 0
TENS: Final = -10
"""*Bi*: the next word counts tens."""
_NAMED: Final = {"and": AND, "tens": TENS}
_WRITTEN: Final = {number: name for name, number in _NAMED.items()}
UNITS: Final[tuple[Unit, ...]] = ("day", "week", "month", "year")
_FRENCH_UNITS: Final = ("jour", "semaine", "mois", "an")
ASKED: Final = (*range(1, 21), *range(30, 100, 10), 100, 1_000)
"""What the file of a new language asks for; 11 to 19 and the tens only where they have a word of their own."""
NEEDED: Final = (*range(1, 11), 20, 100, 1_000)
_COUNTING: Final = frozenset({*ASKED, *_NAMED.values()})
_KEYS: Final = frozenset({*_COUNTING, *UNITS, "unit", "ones", "hours"})
_FIRST: Final = "first"


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """``spelled``: the spellings of each number (``AND``, ``TENS``), the one that is said first; ``units``: of durations;
    ``hours``: the word between hours and minutes; ``unit_first``: « cent deux » is 200; ``ones_first``: « cinq et vingt » is 25.
    """

    language: str
    spelled: Mapping[int, tuple[str, ...]]
    units: Mapping[Unit, tuple[str, ...]]
    hours: str = ""
    unit_first: bool = False
    ones_first: bool = False


@lru_cache(maxsize=1)
def house() -> tuple[Counts, Counts]:
    """French and Bambara. Raises ``YamlProblem``."""
    french, bambara = (_read(ROOT / code / NAME, frozenset()) for code in HOUSE)
    if french[1] or bambara[1]:
        raise YamlProblem(*french[1], *bambara[1])
    return french[0], bambara[0]


@lru_cache(maxsize=4)
def added(root: Path = ROOT) -> tuple[tuple[Counts, ...], tuple[tuple[str, str], ...]]:
    """The other languages that say how they count, and what was left out of their files: language and sentence, with file
    and line. A fault costs its word alone, and nobody the rest.
    """
    found: list[Counts] = []
    faults: list[tuple[str, str]] = []
    paths = [path for path in sorted(root.glob(f"*/{NAME}")) if path.parent.name not in HOUSE]
    for path in paths:
        try:
            counts, left_out = _read(path, _everyday())
        except YamlProblem as error:
            faults += ((path.parent.name, problem) for problem in error.problems)
            continue
        found.append(counts)
        faults += ((path.parent.name, sentence) for sentence in left_out)
    return tuple(found), tuple(faults)


def others() -> tuple[Counts, ...]:
    """The languages that were added, as far as their files are sound."""
    return added()[0]


@lru_cache(maxsize=1)
def other_units() -> Mapping[str, Unit]:
    """The folded words for day, week, month and year in the languages that were added."""
    return {fold(word): unit for counts in others() for unit, words in counts.units.items() for word in words}


def counts_of(language: str) -> Counts | None:
    """How ``language`` counts; None when nobody wrote it down."""
    return next((counts for counts in (*house(), *others()) if counts.language == language), None)


def _everyday() -> frozenset[str]:
    """Words that stand in every other sentence: as numbers they would give an age to who named none."""
    return frozenset(fold(word) for listed in read(ROOT / "words.yaml").data["small"].values() for word in listed)


def _read(path: Path, everyday: Collection[str]) -> tuple[Counts, list[str]]:
    file = read(path)
    if not isinstance(file.data or {}, dict):
        raise YamlProblem(f"{shown(path)}:1: écrivez un nombre par ligne, par exemple « 1: [kelen] ».")
    data: dict[Any, Any] = {_NAMED.get(key, key): value for key, value in (file.data or {}).items()}
    forms: dict[Any, tuple[str, ...]] = {}
    faults = [(key, says) for key in data for says in _strange(key, data[key])]
    for key in (*UNITS, *(number for number in data if number in _COUNTING)):
        given = data.get(key) or []
        said = [str(form).strip() for form in (given if isinstance(given, list) else (given,))]
        forms[key] = tuple(form for form in said if not _unfit(form, everyday))
        faults += [(key, _unfit(form, everyday)) for form in said if _unfit(form, everyday)]
    counts = Counts(
        path.parent.name,
        MappingProxyType({key: forms[key] for key in forms if key not in UNITS and forms[key]}),
        MappingProxyType({unit: forms[unit] for unit in UNITS}),
        str(data.get("hours") or ""),
        data.get("unit") == _FIRST,
        data.get("ones") == _FIRST,
    )
    return counts, [f"{shown(path)}:{file.line((_WRITTEN.get(key, key),))}: {says}" for key, says in faults]


def _strange(key: object, value: object) -> Iterator[str]:
    if key not in _KEYS:
        yield f"« {key} » n'existe pas ici ; il y a les nombres, and, tens, day, week, month, year, unit, ones et hours."
    if key in {"unit", "ones"} and value not in {_FIRST, "last"}:
        yield f"« {key} » est « first » (devant) ou « last » (derrière)."


def _unfit(form: str, everyday: Collection[str]) -> str:
    """Why a form cannot count; "" when it can."""
    if not fold(form) or " " in form:
        return f"« {form} » : un seul mot, sans espace ; les nombres faits de plusieurs mots se composent."
    return f"« {form} » est un mot de tous les jours ; écrivez-le autrement." if fold(form) in everyday else ""


def missing(counts: Counts) -> tuple[str, ...]:
    """What its file does not say yet, without which a number is not understood in this language."""
    numbers = (str(number) for number in NEEDED if number not in counts.spelled)
    return (*numbers, *(unit for unit in UNITS if not counts.units[unit]))


def empty(french: Iterable[tuple[int, str]]) -> str:
    """The file of a new language, to be filled in. ``french``: how each number is said, for who fills it in."""
    said = dict(french)
    lines = [
        "# Comment on compte dans cette langue : un mot par façon d'écrire, celui que l'on dit en premier. Un nombre fait de",
        "# plusieurs mots se compose ; laissez vide ce qui n'a pas de mot à soi. Les chiffres sont compris partout.",
        "# « unit: first » si l'on dit « cent deux » pour deux cents ; « ones: first » si l'on dit « cinq et vingt » pour 25.",
        "unit: last",
        "ones: last",
        "and: []  # et",
        *(f"{number}: []  # {said[number]}" for number in ASKED),
        *(f"{unit}: []  # {french_unit}" for unit, french_unit in zip(UNITS, _FRENCH_UNITS, strict=True)),
        'hours: ""  # heures, comme dans « dix heures »',
    ]
    return "\n".join(lines) + "\n"
