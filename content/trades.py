"""Trades: their name, picture, ISCO-08 code and what one must own to practise them.

People and sheets name the same work differently (« soudure », « construction métallique »); nearness by code and
sector keeps a good centre from being missed for a word.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType

from locales.text import Text
from locales.yamlfile import read

TRADES_FILE = Path(__file__).parent / "trades.yaml"
LAND = "land"
FIELD = "field"
"""Among the facts of one match: the sectors of the picture that was chosen where no trade was named. A trade that stands
for them in the ranking was never said.
"""
LITERACY = "literacy"
"""What many wish to learn before a trade (R40). It is none: no code, no kin, and taught wherever a record offers it."""
MINOR_GROUP_DIGITS = 3
"""ISCO-08: the first three digits of the four name the minor group."""


class Kinship(IntEnum):
    """How near two trades are; smaller is nearer."""

    SAME = 0
    SAME_CODE = 1
    SAME_GROUP = 2
    SAME_SECTOR = 3
    NONE = 4


@dataclass(frozen=True, slots=True)
class Trade:
    """``needs``: facts without which the trade cannot be practised; ``quick``: may earn within weeks.

    ``unlike``: trades of its code or sector whose hands do other work (pumps and motorcycles); they are no kin.
    ``also``: how people say it too, mostly who does it (« maçon »), so that nobody must guess the name of the trade.
    """

    id: str
    text: Text
    picture: str
    isco: str
    sector: str
    needs: tuple[str, ...] = ()
    quick: bool = False
    machines: bool = False
    unlike: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unknown:
    """A trade that no sheet knows, by its names, and known ones near it."""

    also: tuple[str, ...]
    near: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sector:
    """A family of trades, as the first of two questions about a trade shows it."""

    id: str
    text: Text
    picture: str


@dataclass(frozen=True, slots=True)
class Crafts:
    """All trades and their sectors. ``often``: those that many ask for, whatever centres teach most."""

    trades: Mapping[str, Trade]
    sectors: tuple[Sector, ...]
    unknown: tuple[Unknown, ...] = ()
    often: tuple[str, ...] = ()

    def __contains__(self, trade: object) -> bool:
        """Whether the trade exists."""
        return trade in self.trades

    def __getitem__(self, trade: str) -> Trade:
        """The trade of that name; raises ``KeyError``."""
        return self.trades[trade]

    def of_sector(self, sector: str) -> tuple[Trade, ...]:
        """The trades of one sector, in the order of the file."""
        return tuple(trade for trade in self.trades.values() if trade.sector == sector)

    def doable(self, taught: Iterable[str], landless: bool) -> Iterator[str]:  # noqa: FBT001
        """Of trades taught somewhere, those that somebody can practise afterwards; what needs land is none without."""
        return (one for one in taught if not (landless and LAND in self.trades[one].needs))

    def kinship(self, one: str, other: str) -> Kinship:
        """How near two trades are: same, same ISCO code, same minor group, same sector, or nothing."""
        if one == other:
            return Kinship.SAME
        a, b = self.trades.get(one), self.trades.get(other)
        if a is None or b is None or one in b.unlike or other in a.unlike:
            return Kinship.NONE
        if not (a.isco and b.isco):
            return Kinship.NONE
        if a.isco == b.isco:
            return Kinship.SAME_CODE
        if a.isco[:MINOR_GROUP_DIGITS] == b.isco[:MINOR_GROUP_DIGITS]:
            return Kinship.SAME_GROUP
        return Kinship.SAME_SECTOR if a.sector == b.sector else Kinship.NONE


@cache
def crafts() -> Crafts:
    """The trades of ``trades.yaml``."""
    data = read(TRADES_FILE).data
    return Crafts(
        trades=MappingProxyType(
            {
                slug: Trade(
                    id=slug,
                    text=Text(f"trade.{slug}", raw["fr"]),
                    picture=raw["picture"],
                    isco=raw.get("isco", ""),
                    sector=raw["sector"],
                    needs=tuple(raw.get("needs", ())),
                    quick=raw.get("quick", False),
                    machines=raw.get("machines", False),
                    unlike=tuple(raw.get("unlike", ())),
                    also=tuple(raw.get("also", ())),
                )
                for slug, raw in data["trades"].items()
            }
        ),
        sectors=tuple(
            Sector(slug, Text(f"sector.{slug}", raw["fr"]), raw["picture"]) for slug, raw in data["sectors"].items()
        ),
        unknown=tuple(Unknown(tuple(raw["also"]), tuple(raw["trades"])) for raw in data["near"]),
        often=tuple(data["often"]),
    )
