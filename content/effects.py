"""What an answer can change at all: who can enter a service, or where it stands among the others."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

from content.answers import Answer, answers, leaves
from content.compiling import bitsets_of
from content.directory import Directory
from content.sieve import Sieve

RANKED_BY = frozenset(
    {
        "age",
        "can_move",
        "can_stop_earning",
        "cercle",
        "certificate",
        "children",
        "debts",
        "french",
        "income",
        "languages",
        "need",
        "place",
        "reads",
        "region",
        "skill",
        "trade",
    }
)
"""The facts that a wish, the level behind it, or a rank reads."""
KEPT_DIRECTORIES = 2


def is_ranked_by(directory: Directory, name: str) -> bool:
    """Whether the place of a service among the others can depend on a flat fact."""
    return name in RANKED_BY or name in _named(directory)[1]


def decides(directory: Directory, name: str) -> bool:
    """Whether somebody's entry to a service can depend on a flat fact."""
    return name in _named(directory)[0]


def telling(sieve: Sieve, name: str) -> Collection[Answer]:
    """The answers that can differ in effect: for who lives in a known region, all towns without an office are one."""
    found = answers(sieve.directory, name)
    if name not in {"cercle", "place"} or "region" not in sieve.facts:
        return found
    towns = sieve.directory.places.level("place")
    told = {cercle for cercle, bits in sieve.sets.in_cercle.items() if bits & sieve.open} | _cercles(sieve.directory)
    by_effect = {}
    for one in found:
        cercle = str(one) if name == "cercle" else towns[str(one)].cercle
        by_effect[one if cercle in told else ""] = one
    return by_effect.values()


@lru_cache(maxsize=KEPT_DIRECTORIES)
def _named(directory: Directory) -> tuple[frozenset[str], frozenset[str]]:
    return (
        frozenset(leaf.fact for leaf in leaves(directory.tests)) | {"region", "can_move"},
        frozenset(leaf.fact for leaf in leaves(clause for clause, _ in bitsets_of(directory).prefers)),
    )


@lru_cache(maxsize=KEPT_DIRECTORIES)
def _cercles(directory: Directory) -> frozenset[str]:
    """Cercles that some condition names."""
    named = (leaf.values or () for leaf in leaves(directory.tests) if leaf.fact == "cercle")
    return frozenset(cercle for values in named for cercle in values)
