"""A sentence that does not fit in one language, though the flow is sound."""

from __future__ import annotations

from dataclasses import dataclass

from locales.catalogue import SOURCE


@dataclass(frozen=True, slots=True)
class Misfit:
    """``key``: the sentence; ``place``: file and line where its words stand; ``says``: what is wrong, for who writes them.

    In French it is a fault of the flow. In a translation it is that sentence's alone: it is said in French until somebody
    mends it, and nobody else goes without an answer for it.
    """

    language: str
    key: str
    place: str
    says: str

    @property
    def translated(self) -> bool:
        """Whether a translator mends it, and not the author of the flow."""
        return self.language != SOURCE

    def __str__(self) -> str:
        return f"{self.place}: en {self.language}, {self.says}"
