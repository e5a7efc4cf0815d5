"""A row of the sheet that was not taken, or was taken otherwise than it says: where it is, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

KEY_SHOWN: Final = 80
NO_KEY: Final = "clé effacée"


class RowRefusedError(Exception):
    """A row that cannot stand; says what to do."""


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """``row`` as the spreadsheet numbers it; ``key`` "" where it cannot be read; ``says`` what is wrong and what to do."""

    row: int
    key: str
    says: str

    def __str__(self) -> str:
        """One line for who sent the sheet."""
        return f"Ligne {self.row} ({self.key[:KEY_SHOWN] or NO_KEY}) : {self.says}."
