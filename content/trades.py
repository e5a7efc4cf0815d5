"""Trades: their name, picture, ISCO-08 code and what one must own to practise them.

People and sheets name the same work differently (« soudure », « construction métallique »); nearness by code and
sector keeps a good centre from being missed for a word.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType

from locales.text import Text
from locales.yamlfile import read

TRADES_FILE = Path(__file__).parent / "trades.yaml"
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
    """``needs``: facts without which the trade cannot be practised; ``quick``: may earn within weeks."""

    slug: str
    name: Text
    picture: str
    isco: str
    sector: str
    needs: tuple[str, ...] = ()
    quick: bool = False
    machines: bool = False


@dataclass(frozen=True, slots=True)
class Crafts:
    """All trades and the names of their sectors."""

    trades: Mapping[str, Trade]
    sectors: Mapping[str, Text]

    def kinship(self, one: str, other: str) -> Kinship:
        """How near two trades are: same, same ISCO code, same minor group, same sector, or nothing."""
        if one == other:
            return Kinship.SAME
        a, b = self.trades.get(one), self.trades.get(other)
        if a is None or b is None:
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
                    slug=slug,
                    name=Text(f"trade.{slug}", raw["fr"]),
                    picture=raw["picture"],
                    isco=raw["isco"],
                    sector=raw["sector"],
                    needs=tuple(raw.get("needs", ())),
                    quick=raw.get("quick", False),
                    machines=raw.get("machines", False),
                )
                for slug, raw in data["trades"].items()
            }
        ),
        sectors=MappingProxyType({slug: Text(f"sector.{slug}", name) for slug, name in data["sectors"].items()}),
    )
