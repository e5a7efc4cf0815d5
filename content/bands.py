"""Age bands: the exact age decides, only the band is shown to people."""

from __future__ import annotations

from content.phrases import phrase
from locales.text import Text

BANDS: tuple[tuple[int, str], ...] = (
    (17, "under_18"),
    (24, "18_24"),
    (30, "25_30"),
    (35, "31_35"),
    (40, "36_40"),
    (59, "41_59"),
)
"""Upper bounds. 18 is majority; 35 and 40 are the limits that sheets name most, 24 that of the Morocco grants.

From 18 on they are the spans that are touched: whoever touched « De 25 à 30 ans » reads that this is shared, and not another.
"""
LAST_BAND = "60_up"


def band_of(age: int) -> str:
    """The stable name of the band, as counted and shown to workers."""
    return next((name for top, name in BANDS if age <= top), LAST_BAND)


def age_band(age: int) -> Text:
    """The band in words."""
    return phrase(f"band.{band_of(age)}")
