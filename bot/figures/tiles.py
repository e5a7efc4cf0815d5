"""Mali as tiles, one a region, where it lies among its neighbours: every region is as easy to see, however large it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from bot.figures.svg import box, picture, tag, words

PLACES: Mapping[str, tuple[int, int]] = {
    "taoudenit": (5, 0),
    "tombouctou": (5, 1), "kidal": (7, 1),
    "gao": (6, 2), "menaka": (7, 2), "douentza": (5, 2), "nioro": (1, 2), "nara": (2, 2), "mopti": (4, 2),
    "kayes": (0, 3), "kita": (1, 3), "koulikoro": (2, 3), "segou": (3, 3), "san": (4, 3), "bandiagara": (5, 3),
    "bamako": (2, 4), "dioila": (3, 4), "koutiala": (4, 4),
    "bougouni": (3, 5), "sikasso": (4, 5),
}  # fmt: skip
"""Column and row of each region of today (law n° 2023-006), by who is next to whom in `content/places.yaml`."""
SIDE, STEP, ROWS = 40, 42.5, 6
LETTERS = 7  # of the small writing, across a tile
VOWELS = frozenset("aeiouéèê")
STRENGTHS = 4


@dataclass(frozen=True, slots=True)
class Tile:
    """``asked``: how many asked, None when hidden; ``there``: how many services are there."""

    name: str
    asked: int | None
    there: int
    said: str


def tiles(name: str, title: str, told: str, regions: Mapping[str, Tile]) -> str:
    """The map: the stronger a tile, the more was asked there; a dashed edge where no service is."""
    most = max((tile.asked or 0 for tile in regions.values()), default=0)
    drawn = []
    for slug, (column, row) in PLACES.items():
        tile = regions[slug]
        x, y = column * STEP, row * STEP
        strength = "hidden" if tile.asked is None else f"s{1 + (STRENGTHS - 1) * tile.asked // max(most, 1)}"
        inside = (
            tag("title", escape(f"{tile.name} : {tile.said}")),
            box(x, y, SIDE, SIDE, f"tile {strength}" + ("" if tile.there else " bare")),
            *_name(x + SIDE / 2, y, tile.name),
            words(x + SIDE / 2, y + 35, f"{'–' if tile.asked is None else tile.asked}/{tile.there}", "tiny", "middle"),
        )
        drawn.append(tag("g", *inside))
    return picture(name, title, told, ROWS * STEP, *drawn)


def _name(x: float, y: float, name: str) -> list[str]:
    """The whole name on one line, or on two."""
    halves = broken(name)
    first = y + (12 if len(halves) > 1 else 17)
    return [words(x, first + 10 * line, half, "small", "middle") for line, half in enumerate(halves)]


def broken(name: str) -> tuple[str, ...]:
    """A name that fits, or its two halves, torn before the syllable that begins nearest to the middle."""
    if len(name) <= LETTERS:
        return (name,)
    low = name.lower()
    begins = [at for at in range(2, len(low) - 1) if low[at] not in VOWELS and low[at + 1] in VOWELS]
    if not begins:
        return (name,)
    middle = min(begins, key=lambda at: abs(at - len(low) / 2))
    return f"{name[:middle]}-", name[middle:]
