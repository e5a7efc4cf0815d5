"""The reviewed sentences of the directory: why a service fits, what to check, what a card says."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from locales.text import Text, Value
from locales.yamlfile import read

PHRASES_FILE = Path(__file__).parent / "phrases.yaml"


@cache
def phrases() -> Mapping[str, Text]:
    """All sentences by key: ``match.age.failed``, ``card.cost.free`` …"""
    found: dict[str, Text] = {}
    _collect("", read(PHRASES_FILE).data, found)
    return MappingProxyType(found)


def _collect(prefix: str, node: object, found: dict[str, Text]) -> None:
    if isinstance(node, dict):
        for name, inner in node.items():
            _collect(f"{prefix}.{name}" if prefix else str(name), inner, found)
    else:
        found[prefix] = Text(prefix, str(node))


def phrase(key: str, **values: Value) -> Text:
    """One sentence with its values; raises ``KeyError`` when ``phrases.yaml`` has no such key."""
    text = phrases()[key]
    return Text(text.key, text.fr, MappingProxyType(values)) if values else text
