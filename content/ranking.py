"""The order of suggestions in words, so that whoever asks why one stands before another can read it (and dispute it)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from content.rank import PARTS
from content.scored import Outcome, Scored

WORDS: Mapping[str, str] = MappingProxyType(
    {
        "asked": "demandé",
        "income soon": "revenu bientôt",
        "outcome": "résultat",
        "schooling": "école",
        "own land": "sa terre",
        "need": "besoin",
        "reading": "lecture",
        "trade": "métier",
        "place": "lieu",
        "earns soon": "gagne vite",
        "intake": "entrée",
        "cost": "coût",
        "language": "langue",
        "preferred": "priorité",
        "freshness": "date",
        "answers": "répond",
        "turn": "tour",
    }
)
"""A French word for each part of a rank."""
OUTCOMES: Mapping[Outcome, str] = MappingProxyType(
    {
        "eligible": "convient",
        "confirm": "à confirmer",
        "depends": "dépend de vos réponses",
        "refused": "ne convient pas",
    }
)


def ranking(services: Sequence[Scored]) -> Iterator[str]:
    """One line a service, in the order given: its whole rank, and the part that puts it after the one before.

    Where no part does, the one before was moved up among the first three (``content/arrange.py``).
    """
    before: Scored | None = None
    for number, one in enumerate(services, 1):
        parts = " · ".join(f"{WORDS[part]} {value}" for part, value in zip(PARTS, one.rank, strict=True))
        yield f"{number}. {one.id} ({OUTCOMES[one.outcome]}) : {parts}{'' if before is None else _after(before, one)}"
        before = one


def _after(before: Scored, one: Scored) -> str:
    part, least, most = next(parts for parts in zip(PARTS, before.rank, one.rank, strict=True) if parts[1] != parts[2])
    return (
        f" ← {WORDS[part]} : {least} avant {most}"
        if least < most
        else " ← le précédent est avancé parmi les trois premiers"
    )
