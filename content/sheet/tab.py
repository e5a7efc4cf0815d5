"""What a tab of the workbook is: its columns, and for each where its value stands in a record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from content.sheet.cells import Cell, Codec
from content.sheet.grid import POSITION, SERVICE

Path = tuple[str, ...]
SUBJECT, VALUE = "?subject", "?value"
"""The two cells of a condition: which fact, and what is asked of it. In the record they are one key and its value."""
OFFERED = "?offered"
"""The value of an entry that is no mapping itself (``offers``)."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``path`` leads from the row's entry to the value; ``help`` is the comment on its heading."""

    title: str
    path: Path
    codec: Codec
    help: str
    width: int = 18


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab. ``one``: a row is a service; ``list``: an entry by its number; ``named``: an entry by its name."""

    title: str
    field: str
    shape: Literal["one", "list", "named"]
    columns: tuple[Column, ...]
    about: str
    key: Column | None = None

    @property
    def lead(self) -> int:
        """How many columns come before ``columns``: the service, and which of its entries."""
        return 1 if self.shape == "one" else 2

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings, in order."""
        second = () if self.lead == 1 else (POSITION,) if self.key is None else (self.key.title,)
        return (SERVICE, *second, *(column.title for column in self.columns))

    def name(self, raw: str) -> Cell:
        """The name of an entry as its row shows it."""
        return raw if self.key is None else self.key.codec.show(raw)
