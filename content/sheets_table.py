"""The table of the partner sheets for ``content/README.md``: how many rows of each are in the records, how many left out.

It is written between two markers, so that nobody counts by hand and a forgotten update is seen by a test.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from content.sheets import Tally

README = Path(__file__).parent / "README.md"
BEGIN = "<!-- tableau des fiches : début -->"
END = "<!-- tableau des fiches : fin -->"


def as_markdown(tallies: Iterable[Tally]) -> str:
    """The table as Markdown, with the sum in its last line."""
    counted = [(one, len(one.rows), one.kept, len(one.missing)) for one in tallies]
    lines = [
        "| fiche | organisme | services | lignes | reprises | écartées, avec la raison | sans place |",
        "| --- | --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    lines += [
        f"| {one.sheet} | {one.name} | {len(one.services)} | {rows} | {kept} | {rows - kept - missing} | {missing} |"
        for one, rows, kept, missing in counted
    ]
    rows, kept, missing = (sum(column) for column in zip(*(line[1:] for line in counted), strict=True))
    lines.append(f"| | **{len(counted)} fiches** | | {rows} | {kept} | {rows - kept - missing} | {missing} |")
    return "\n".join(lines)


def with_table(text: str, new: str) -> str:
    """``text`` with ``new`` between the markers; raises ``ValueError`` when a marker is missing."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"il manque « {BEGIN} » ou « {END} » ; remettez les deux lignes")
    return f"{before}{BEGIN}\n{new}\n{END}{after}"
