"""Who was erased, written outside the database, so that a restored backup erases them again (protection A5).

Ids made at random and a time, nothing else. Nothing in it is ever changed; a line that a crash cut short is no line, and is
written again. Every machine that thinks keeps a whole one, read from the table `erasure`; so a lost file is made anew.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path

from bot.keys import data_folder
from bot.settings import Settings

FILE = "erasures"
OWNER_ONLY = 0o600
_LINE = re.compile(rb"([0-9]{1,12}) ([0-9a-f]{32})")


def ledger_file(settings: Settings) -> Path:
    """Where it is written: the setting, else beside the database's own file."""
    return Path(settings.erasures) if settings.erasures else data_folder(settings) / FILE


class Ledger:
    """One file. ``known``: who stands in it, and since when they are erased."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.known = read(path)

    def add(self, erased: Mapping[str, int]) -> None:
        """Add those that are not there yet; returns once they are on disk. Raises ``OSError``."""
        fresh = {person: at for person, at in erased.items() if person not in self.known}
        if not fresh:
            return
        self.path.parent.mkdir(exist_ok=True)
        with open(self.path, "ab", opener=_private) as file:
            if file.tell() and not _ends_whole(self.path):
                file.write(b"\n")
            file.writelines(f"{at} {person}\n".encode() for person, at in fresh.items())
            file.flush()
            os.fsync(file.fileno())
        self.known |= fresh


def read(path: Path) -> dict[str, int]:
    """Who stands in the file; nobody where there is none."""
    if not path.exists():
        return {}
    lines = (_LINE.fullmatch(line) for line in path.read_bytes().splitlines())
    return {line[2].decode(): int(line[1]) for line in lines if line}


def _ends_whole(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, OWNER_ONLY)
