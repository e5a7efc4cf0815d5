"""The eight kinds of service, named once: for the records, the workbook, the map of holes, the exports and the cards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

Kind = Literal["training", "skills_check", "incubator", "finance", "job", "public_desk", "protection", "network"]


@dataclass(frozen=True, slots=True)
class KindName:
    """How a kind is shown: ``letter`` in the map of holes (capital and small must differ), ``picture`` on a card."""

    fr: str
    letter: str
    picture: str

    @property
    def title(self) -> str:
        """The name with a capital, to stand alone."""
        return self.fr[0].upper() + self.fr[1:]


KINDS: Mapping[Kind, KindName] = MappingProxyType(
    {
        "training": KindName("formation", "F", "🎓"),
        "skills_check": KindName("vérification des compétences", "V", "✅"),
        "incubator": KindName("incubateur", "I", "💼"),
        "finance": KindName("financement", "A", "💰"),
        "job": KindName("emploi", "E", "🧰"),
        "public_desk": KindName("guichet public", "G", "🏛️"),
        "protection": KindName("protection", "P", "🤝"),
        "network": KindName("réseau", "R", "👥"),
    }
)
