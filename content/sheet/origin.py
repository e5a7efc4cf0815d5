"""Hashes that tell what changed since the export: the file here, the cells there, or both."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from content.sheet.cells import Cell
from content.sheet.rows import Row

HASH_LENGTH = 16
"""Hex digits of SHA-256 that are kept; enough to see that something changed."""


def hash_of(text: str) -> str:
    """What tells one version of a text from the next."""
    return hashlib.sha256(text.encode()).hexdigest()[:HASH_LENGTH]


def hash_of_rows(rows: Mapping[str, Sequence[Row]]) -> str:
    """The same for the cells of one service."""
    return hash_of_cells({title: [(row.key, *row.cells) for row in some] for title, some in rows.items()})


def hash_of_cells(cells: Mapping[str, Sequence[Sequence[Cell]]]) -> str:
    """Cells by tab; empty text and nothing are the same, and so are 5 and « 5 »."""
    lines = [
        "\t".join((title, *("" if cell is None else str(cell).strip() for cell in row)))
        for title, some in sorted(cells.items())
        for row in some
    ]
    return hash_of("\n".join(lines))
