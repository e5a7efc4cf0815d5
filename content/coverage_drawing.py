"""The map of holes as a picture: one square for each region and need, dark where an office is open, empty where nobody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from xml.sax.saxutils import escape

from content.coverage import Cell
from content.directory import Directory
from content.facts import registry
from content.kinds import KINDS

LEFT, TOP, SQUARE, GAP, LINE = 130, 190, 30, 40, 22
"""Pixels: room for the regions, for the needs, a square, between two people, a line of the legend."""
COLOURS: Mapping[str, str] = {"near": "#1f4e5f", "far": "#8fb8c4", "wide": "#dde8eb", "nobody": "#ffffff"}
INK: Mapping[str, str] = {"near": "#ffffff", "far": "#000000", "wide": "#000000", "nobody": "#b00020"}
LEGEND: Mapping[str, str] = {
    "near": "ouvert, avec un bureau dans la région",
    "far": "d'ailleurs, ou à confirmer",
    "wide": "à distance, ou un seul bureau pour tout le pays",
    "nobody": "personne",
}


def drawn(directory: Directory, people: Mapping[str, Sequence[Cell]]) -> str:
    """An SVG with one matrix for each of ``people`` (what they are called → their cells)."""
    needs, regions = registry()["need"].labels, directory.places.level("region")
    wide = LEFT + len(needs) * SQUARE
    tall = TOP + len(regions) * SQUARE + (len(LEGEND) + 1) * LINE
    parts = [
        part
        for number, (title, cells) in enumerate(people.items())
        for part in _matrix(directory, title, cells, number * (wide + GAP))
    ]
    parts += _legend(TOP + len(regions) * SQUARE + LINE)
    size = f'width="{len(people) * (wide + GAP)}" height="{tall}"'
    style = 'font-family="sans-serif" font-size="12"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} {style}>\n' + "\n".join(parts) + "\n</svg>\n"


def reach(cell: Cell) -> str:
    """The best way in which a need is answered in a region."""
    return "near" if cell.near else "far" if cell.far else "wide" if cell.wide else "nobody"


def _matrix(directory: Directory, title: str, cells: Sequence[Cell], left: int) -> Iterator[str]:
    needs, regions = registry()["need"].labels, directory.places.level("region")
    yield f'<text x="{left + LEFT}" y="16" font-weight="bold">{escape(title)}</text>'
    for column, label in enumerate(needs.values()):
        x, y = left + LEFT + column * SQUARE + SQUARE // 2, TOP - 8
        yield f'<text x="{x}" y="{y}" transform="rotate(-60 {x} {y})">{escape(label.fr)}</text>'
    for row, region in enumerate(regions.values()):
        y = TOP + row * SQUARE + SQUARE // 2 + 4
        yield f'<text x="{left + LEFT - 8}" y="{y}" text-anchor="end">{escape(region.text.fr)}</text>'
    columns, rows = list(needs), list(regions)
    for cell in cells:
        yield _square(cell, left + LEFT + columns.index(cell.need) * SQUARE, TOP + rows.index(cell.region) * SQUARE)


def _square(cell: Cell, x: int, y: int) -> str:
    """Coloured by the best answer; the letters of the kinds are read too, so colour is not all."""
    found = reach(cell)
    letters = "".join(name.letter for kind, name in KINDS.items() if kind in cell.kinds) or "–"
    box = f'<rect x="{x}" y="{y}" width="{SQUARE}" height="{SQUARE}" fill="{COLOURS[found]}" stroke="#999999"/>'
    middle = f'x="{x + SQUARE // 2}" y="{y + SQUARE // 2 + 3}" text-anchor="middle" font-size="8"'
    return f'{box}<text {middle} fill="{INK[found]}">{letters}</text>'


def _legend(top: int) -> Iterator[str]:
    for number, (name, said) in enumerate(LEGEND.items()):
        y = top + number * LINE
        yield f'<rect x="{LEFT}" y="{y - 12}" width="14" height="14" fill="{COLOURS[name]}" stroke="#999999"/>'
        yield f'<text x="{LEFT + 22}" y="{y}">{escape(said)}</text>'
    kinds = " · ".join(f"{name.letter} {name.fr}" for name in KINDS.values())
    yield f'<text x="{LEFT}" y="{top + len(LEGEND) * LINE}">{escape(kinds)}</text>'
