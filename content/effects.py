"""What an answer can change at all: who can enter a service, or where it stands among the others."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

from content.answers import Answer, answers, leaves
from content.compiling import bitsets_of
from content.directory import Directory
from content.rules import UP_TO
from content.sieve import Sieve

RANKED_BY = frozenset(
    {
        "age",
        "can_move",
        "can_stop_earning",
        "can_use_machines",
        "cercle",
        "certificate",
        "children",
        "debts",
        "documents.diploma",
        "french",
        "income",
        "land",
        "languages",
        "need",
        "place",
        "reads",
        "region",
        "schooling",
        "skill",
        "trade",
    }
)
"""The facts that a wish, the level behind it, or a rank reads."""
READ_FOR_PLACES = frozenset({"can_move", "cercle", "french", "languages", "place", "reads", "region"})
"""Of these, the facts that the order itself reads; the others it knows through the wish."""
READ_FOR_WISHES = RANKED_BY - READ_FOR_PLACES | {"cercle", "place", "region"}
"""Where somebody lives is read by both: who has named no place wishes for what is near to all (``Wish.nowhere``)."""
SIGN = "signs."
KEPT_DIRECTORIES = 2


def is_ranked_by(directory: Directory, name: str) -> bool:
    """Whether the place of a service among the others can depend on a flat fact."""
    return name in RANKED_BY or name in _named(directory)[1]


def places_by(directory: Directory, name: str) -> bool:
    """Whether the order of services reads a flat fact itself, and not only the wish behind it."""
    return name in READ_FOR_PLACES or name in _named(directory)[1]


def is_wished_by(name: str) -> bool:
    """Whether the wish, or the level behind it, reads a flat fact."""
    return name in READ_FOR_WISHES or name.startswith(SIGN)


def decides(directory: Directory, name: str) -> bool:
    """Whether somebody's entry to a service can depend on a flat fact."""
    return name in _named(directory)[0]


def telling(sieve: Sieve, name: str) -> Collection[Answer]:
    """The answers that can differ in effect: for who lives in a known region, all towns without an office are one."""
    found = possible(sieve, name)
    if name not in {"cercle", "place"} or "region" not in sieve.facts:
        return found
    towns = sieve.directory.places.level("place")
    told = {cercle for cercle, bits in sieve.sets.in_cercle.items() if bits & sieve.open} | _cercles(sieve.directory)
    by_effect = {}
    for one in found:
        cercle = str(one) if name == "cercle" else towns[str(one)].cercle
        by_effect[one if cercle in told else ""] = one
    return by_effect.values()


def possible(sieve: Sieve, name: str) -> Collection[Answer]:
    """The answers that do not contradict where the person lives, or the span that they told; none where only one is left:
    it need not be asked.
    """
    found, atlas, facts = answers(sieve.directory, name), sieve.directory.places, sieve.facts
    if UP_TO.get(name) in facts:
        return [one for one in found if isinstance(one, int) and facts[name] <= one <= facts[UP_TO[name]]]
    if name not in {"cercle", "place"} or "region" not in facts:
        return found
    cercles = {facts["cercle"]} if "cercle" in facts else set(atlas.cercles(facts["region"]))
    towns = atlas.level("place")
    inside = [one for one in found if (one if name == "cercle" else towns[str(one)].cercle) in cercles]
    return inside if len(inside) > 1 else ()


@lru_cache(maxsize=KEPT_DIRECTORIES)
def _named(directory: Directory) -> tuple[frozenset[str], frozenset[str]]:
    return (
        frozenset(leaf.fact for leaf in leaves(bitsets_of(directory).tests)) | {"region", "can_move"},
        frozenset(leaf.fact for leaf in leaves(clause for clause, _ in bitsets_of(directory).prefers)),
    )


@lru_cache(maxsize=KEPT_DIRECTORIES)
def _cercles(directory: Directory) -> frozenset[str]:
    """Cercles that some condition names."""
    named = (leaf.values or () for leaf in leaves(bitsets_of(directory).tests) if leaf.fact == "cercle")
    return frozenset(cercle for values in named for cercle in values)
