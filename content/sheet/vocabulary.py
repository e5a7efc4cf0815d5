"""Closed lists of words: what the record holds, and the French word that an editor reads and chooses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from content.facts import ALIASES, registry
from content.kinds import KINDS
from locales.yamlfile import read

WORDS_FILE = Path(__file__).parent / "words.yaml"
WORDS_SHOWN = 12
"""Words that a message lists; the others are in the tab of lists."""


class CellProblem(ValueError):
    """A cell cannot be understood; the message says in French what to write in it."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """``words`` by the record's slug. ``free``: other slugs are passed on, for the record's own checks to judge."""

    name: str
    words: Mapping[str, str]
    free: bool = False

    def say(self, slug: object) -> str:
        """The French word, or the slug itself when there is none."""
        plain = {True: "true", False: "false"}.get(slug, str(slug)) if isinstance(slug, bool) else str(slug)
        return self.words.get(plain, plain)

    def slug(self, said: str) -> str:
        """The slug of a French word (or of a slug). Raises ``CellProblem`` that lists what may be written."""
        wanted = said.strip().casefold()
        for slug, word in self.words.items():
            if wanted in {word.casefold(), slug.casefold()}:
                return slug
        if self.free:
            return said.strip()
        shown = ", ".join(list(self.words.values())[:WORDS_SHOWN])
        more = " … (onglet « Listes »)" if len(self.words) > WORDS_SHOWN else ""
        raise CellProblem(f"« {said} » n'est pas dans la liste ; choisissez : {shown}{more}")


@cache
def vocabulary(name: str) -> Vocabulary:
    """One list by name: of ``words.yaml``, or the kinds of service, which others name too."""
    if name == "kind":
        return Vocabulary(name, {slug: kind.fr for slug, kind in KINDS.items()})
    raw = read(WORDS_FILE).data
    if name == "topic":
        return Vocabulary(name, {**raw["subject"], **raw["topic"]}, free=True)
    if name == "subject":
        return Vocabulary(name, raw["subject"])
    return Vocabulary(name, {str(slug).lower() if isinstance(slug, bool) else slug: w for slug, w in raw[name].items()})


@cache
def values_of(fact: str) -> Vocabulary:
    """The values of a fact (``need``, ``trade``, ``region``, ``document`` …) with the words that people see."""
    group = ALIASES.get(fact, fact)
    members = {
        one.name.removeprefix(f"{group}."): one.labels["yes"].fr for one in registry().values() if one.parent == group
    }
    labels = members or {slug: text.fr for slug, text in registry()[fact].labels.items()}
    return Vocabulary(fact, labels)
