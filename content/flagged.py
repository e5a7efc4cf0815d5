"""The records that say « do_not_use » now, read again while a process runs: the flag works within a minute (protection A13)."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

RECORDS_KEPT = 4096
_FLAG = re.compile(rb"""^["']?do_not_use["']?[ \t]*:[ \t]*(?!false\b)[^\s#]""", re.MULTILINE)
"""Anything but « false »: who writes « oui » in a hurry means it, and « sira content check » tells them how it is written."""


def flagged(root: Path) -> frozenset[str]:
    """The ids of the records under ``root`` that say so. Only what changed is read, and no other word of it: a record
    that is half written, or wrong elsewhere, still takes its service out.
    """
    looked = ((path, path.stat()) for path in (root / "services").glob("*.yaml"))
    return frozenset(path.stem for path, at in looked if _says_so(path, at.st_mtime_ns, at.st_size))


@lru_cache(maxsize=RECORDS_KEPT)
def _says_so(path: Path, _changed: int, _size: int) -> bool:
    return _FLAG.search(path.read_bytes()) is not None
