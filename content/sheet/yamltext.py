"""Values as the records' authors write them: short things in one line, one entry of a list a line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

_PLAIN = re.compile(r"[A-Za-z][\w-]*|\d{4}(?:-\d{2}){1,2}")
_TAKEN = frozenset({"true", "false", "null"})


def flow(value: Any) -> str:
    """One value in one line: ``{from: 18, to: 40}``; sentences in double quotes."""
    match value:
        case bool():
            return "true" if value else "false"
        case int() | float():
            return str(value)
        case Mapping():
            return "{" + ", ".join(f"{flow(key)}: {flow(one)}" for key, one in value.items()) + "}"
        case list() | tuple():
            return "[" + ", ".join(map(flow, value)) + "]"
        case None:
            return "null"
    words = str(value)
    return words if _PLAIN.fullmatch(words) and words not in _TAKEN else json.dumps(words, ensure_ascii=False)


def entry(key: str, value: Any, indent: int = 0) -> str:
    """One key with its value, ended; a list of mappings and a mapping of mappings take a line an entry."""
    pad = " " * indent
    if isinstance(value, list) and value and all(isinstance(one, Mapping) for one in value):
        return f"{pad}{flow(key)}:\n" + "".join(f"{pad}  - {flow(one)}\n" for one in value)
    if isinstance(value, Mapping) and value and all(isinstance(one, Mapping) for one in value.values()):
        return f"{pad}{flow(key)}:\n" + "".join(f"{pad}  {flow(name)}: {flow(one)}\n" for name, one in value.items())
    return f"{pad}{flow(key)}: {flow(value)}\n"


def document(data: Mapping[str, Any], order: Iterable[str]) -> str:
    """A whole new record, its keys in ``order``."""
    return "".join(entry(key, data[key]) for key in order if key in data)
