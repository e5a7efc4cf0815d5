"""Edits of a record, applied to its data and to its text at once, so that the one proves the other."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeAlias

from content.schema import Service
from content.sheet.yamledit import drop, put

ORDER = tuple(Service.model_fields)
Path = tuple["str | int", ...]


@dataclass(frozen=True, slots=True)
class Put:
    """Write ``value`` at ``path``; one past the end of a list appends."""

    path: Path
    value: Any


@dataclass(frozen=True, slots=True)
class Drop:
    """Take away what stands at ``path``, and whatever becomes empty by it."""

    path: Path


Edit: TypeAlias = Put | Drop


def applied(data: Any, source: str, edits: Sequence[Edit]) -> tuple[Any, str]:
    """Data and text after ``edits``, in turn. Neither argument is changed."""
    data = copy.deepcopy(data)
    for edit in edits:
        match edit:
            case Put(path, value):
                _put(data, path, copy.deepcopy(value))
                source = put(source, path, value, ORDER)
            case Drop(path):
                emptied = _drop(data, path)
                source = drop(source, emptied)
    return data, source


def _put(data: Any, path: Path, value: Any) -> None:
    for step, following in pairwise(path):
        missing: Any = [] if isinstance(following, int) else {}
        if isinstance(data, list) and isinstance(step, int) and step == len(data):
            data.append(missing)
        elif isinstance(data, dict) and data.get(step) is None:
            data[step] = missing
        data = data[step]
    last = path[-1]
    if isinstance(data, list) and last == len(data):
        data.append(value)
    else:
        data[last] = value


def _drop(data: Any, path: Path) -> Path:
    """The path that was taken away: the highest that would have been left empty."""
    parents = [data]
    for step in path[:-1]:
        parents.append(parents[-1][step])
    for depth in reversed(range(len(path))):
        parent = parents[depth]
        del parent[path[depth]]
        if parent or depth == 0:
            return path[: depth + 1]
    return path
