"""The lists of `words.yaml`, read once and folded: commands, replies, courtesies, topics, words of danger."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Final

from locales.by_ear import ByEar, by_ear
from locales.fold import exact, fold
from locales.phrase import Phrases, phrases
from locales.sound import sound
from locales.wordlists import Faults, joined
from locales.yamlfile import YamlFile, YamlProblem, read, shown

FILE: Final = Path(__file__).with_name("words.yaml")
PARTS: Final = frozenset(
    {
        "commands",
        "replies",
        "erase",
        "polite",
        "topics",
        "told",
        "grave",
        "complains",
        "around",
        "calm",
        "denials",
        "signs",
        "unwell",
        "small",
    }
)
"""The parts of the file. A part that is misspelt would be a net that is not there."""
NEEDED: Final[Mapping[str, frozenset[str]]] = {
    "commands": frozenset({
        "help", "stop", "hide", "forget", "complaint", "language", "person", "status", "withdraw", "my_data", "menu", "back",
        "repeat", "slowly", "why",
    }),
    "replies": frozenset({"yes", "no", "unsure", "dont_know", "prefer_not"}),
}  # fmt: skip
"""Commands and replies without which the conversation does not work; there may be more."""


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """Equal to itself alone: what was understood with it is kept by it."""

    commands: Mapping[str, str]
    commands_exact: Mapping[str, str]
    replies: Mapping[str, str]
    replies_exact: Mapping[str, str]
    polite: tuple[str, ...]
    courtesies: re.Pattern[str]
    erase: frozenset[str]
    erase_heard: frozenset[str]
    beside_erase: frozenset[str]
    signs: Phrases
    unwell: Phrases
    topics: Phrases
    told: Phrases
    grave: Phrases
    complains: Phrases
    around: Phrases
    calm: Phrases
    denials: Phrases
    beside_denial: frozenset[str]
    by_ear: ByEar
    small: Mapping[str, frozenset[str]]
    left_out: Faults


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """Read once. Raises ``YamlProblem`` with file and line when one spelling of the house means two things; what is wrong in
    an added language is left out (`wordlists.py`).
    """
    file = read(FILE)
    faults = tuple(_strange(file))
    if faults:
        raise YamlProblem(*faults)
    data, left_out = joined(file.data, FILE.parent)
    file = replace(file, data=data)
    polite = sorted({fold(phrase) for phrase in file.data["polite"]} - {""}, key=len, reverse=True)
    return Lexicon(
        _by_form(file, "commands", letters=False),
        _by_form(file, "commands", letters=True),
        _by_form(file, "replies", letters=False),
        _by_form(file, "replies", letters=True),
        tuple(polite),
        re.compile(f"(?:{'|'.join(map(re.escape, polite))})+"),
        _single(file.data["erase"]["says"]),
        frozenset(map(sound, _all(file.data["erase"]["says"]))),
        _single(file.data["erase"]["beside"]),
        _phrases(file.data["signs"]),
        _phrases(file.data["unwell"]),
        _phrases(file.data["topics"]),
        _phrases(file.data["told"]),
        _phrases({"grave": file.data["grave"]}),
        _phrases(file.data["complains"]),
        _phrases(file.data["around"]),
        _phrases({"calm": file.data["calm"]}),
        _phrases({"denied": file.data["denials"]["says"]}),
        _single(file.data["denials"]["beside"]),
        by_ear(file.data),
        {language: frozenset(map(fold, listed)) for language, listed in file.data["small"].items()},
        left_out,
    )


def _strange(file: YamlFile) -> Iterator[str]:
    """Parts, commands and replies that are missing or that nothing answers to, each with the name that was meant."""
    yield from _unlike(file, (), PARTS)
    for part, known in NEEDED.items():
        if isinstance(file.data.get(part), dict):
            yield from _unlike(file, (part,), known)


def _unlike(file: YamlFile, where: tuple[str, ...], known: frozenset[str]) -> Iterator[str]:
    data = file.data
    for step in where:
        data = data[step]
    missing = set(known - data.keys())
    for key in [str(key) for key in data if key not in known]:
        close = next(iter(get_close_matches(key, missing or known, n=1)), None)
        if where and close not in missing:
            continue
        missing.discard(str(close))
        advice = f"vouliez-vous écrire « {close} » ?" if close else f"il y a : {', '.join(sorted(known))}."
        yield f"{shown(file.path)}:{file.line((*where, key))}: « {key} » n'existe pas ici ; {advice}"
    for key in sorted(missing):
        yield f"{shown(file.path)}:{file.line(where)}: il manque « {key}: »{' dans ' + where[0] if where else ''} ; remettez-le."


def _by_form(file: YamlFile, part: str, *, letters: bool) -> Mapping[str, str]:
    """From each form to its meaning: folded, or to the letter for the ``exact`` lists."""
    found: dict[str, str] = {}
    for meaning, by_language in file.data[part].items():
        listed = by_language.get("exact", ()) if letters else _all(by_language)
        for form in listed:
            key = exact(form) if letters else fold(form)
            if found.setdefault(key, meaning) != meaning:
                line = file.line((part, meaning))
                raise YamlProblem(
                    f"{shown(file.path)}:{line}: « {form} » veut déjà dire « {found[key]} » ; gardez un seul sens."
                )
    return found


def _phrases(listed: Mapping[str, Mapping[str, Iterable[str]]]) -> Phrases:
    return phrases((meaning, _all(by_language)) for meaning, by_language in listed.items())


def _single(by_language: Mapping[str, Iterable[str]]) -> frozenset[str]:
    return frozenset(fold(word) for word in _all(by_language))


def _all(by_language: Mapping[str, Iterable[str]]) -> Iterator[str]:
    for language, listed in by_language.items():
        if language != "exact":
            yield from listed
