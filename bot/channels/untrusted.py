"""Reading fields of what a provider posted: a field of the wrong type counts as absent, so that parsing never raises.

A webhook that raises is answered with an error, the provider repeats it, and one odd message blocks a chat for a day.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from flows.limits import TELEGRAM_START_CODE_MAX

ENTRY = re.compile(rf"[A-Za-z0-9_-]{{1,{TELEGRAM_START_CODE_MAX}}}")
EMPTY: Mapping[str, Any] = {}
UNREADABLE = (AttributeError, KeyError, TypeError, ValueError)
"""What a provider's own library raises on an odd answer."""
INTEGER_MAX = 2**63 - 1  # what both databases hold; providers' ids are below 2**53


def mapping(parent: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """The object at ``key``, or an empty one."""
    value = parent.get(key)
    return value if isinstance(value, dict) else EMPTY


def items(parent: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    """The objects in the list at ``key``; whatever is no object is left out."""
    value = parent.get(key)
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def text(parent: Mapping[str, Any], key: str) -> str:
    """The text at ``key``, storable: NUL is dropped (PostgreSQL refuses it), half a surrogate pair becomes U+FFFD."""
    value = parent.get(key)
    if not isinstance(value, str):
        return ""
    if value.isascii() and "\0" not in value:
        return value
    return value.replace("\0", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def integer(parent: Mapping[str, Any], key: str) -> int | None:
    """The whole number at ``key``; true and false are none, nor is what no database column holds."""
    value = parent.get(key)
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > INTEGER_MAX:
        return None
    return value


def count(parent: Mapping[str, Any], key: str) -> int:
    """A size or a duration: a whole number from 0, and 0 when there is none."""
    return max(0, integer(parent, key) or 0)


def coordinates(latitude: object, longitude: object) -> tuple[float, float] | None:
    """A place on Earth in degrees, or None for anything else (text, infinity, out of range)."""
    if isinstance(latitude, bool) or isinstance(longitude, bool):
        return None
    if not isinstance(latitude, int | float | str) or not isinstance(longitude, int | float | str):
        return None
    try:
        north, east = float(latitude), float(longitude)
    except (ValueError, OverflowError):
        return None
    return (north, east) if abs(north) <= 90 and abs(east) <= 180 else None  # noqa: PLR2004  degrees


def entry_code(value: str) -> str:
    """The code of a deep link or poster, as Telegram allows them on every channel; empty when it is none."""
    return value if ENTRY.fullmatch(value) else ""
