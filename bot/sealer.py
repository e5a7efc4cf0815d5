"""The sweep that chains the audit, and writes the chain's head outside the database once a day."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import structlog
from sqlalchemy import Connection

from bot.desk.chain import BATCH, Head, head, seal, waits
from bot.keys import data_folder
from bot.records.clock import now as clock_now
from bot.records.database import Database
from bot.records.seal import Vault
from bot.settings import Settings

log = structlog.get_logger()

FILE = "audit-heads"
OWNER_ONLY = 0o600


class BrokenHeads(ValueError):
    """A line of the file of heads cannot be read."""


class Sealer:
    """Any number of processes may sweep; each writes its own file of heads."""

    def __init__(self, database: Database, vault: Vault, heads: Path) -> None:
        self._database, self._vault, self._heads = database, vault, heads
        self._day = ""

    async def sweep(self) -> None:
        """Chain what waits; the first sweep of a day writes the head down."""
        while await self._database.read(waits) and await self._database.write(seal, self._vault) == BATCH:
            continue
        last, now = await self._database.read(_last)
        today = datetime.fromtimestamp(now, UTC).date().isoformat()
        if last.place and today != self._day:
            write_head(self._heads, today, last)
            self._day = today
            log.info("audit_head_written", place=last.place)


def heads_file(settings: Settings) -> Path:
    """Where the heads are written: the setting, else beside the database's own file."""
    return Path(settings.audit_heads) if settings.audit_heads else data_folder(settings) / FILE


def write_head(path: Path, day: str, last: Head) -> None:
    """Add a line; nothing that stands there is ever changed."""
    path.parent.mkdir(exist_ok=True)
    path.touch(OWNER_ONLY)
    with path.open("a", encoding="ascii") as file:
        file.write(f"{day} {last.place} {last.hash}\n")


def read_heads(path: Path) -> list[Head]:
    """What was written, by place; empty without a file. Raises ``BrokenHeads`` with the line."""
    if not path.exists():
        return []
    found = []
    for number, line in enumerate(path.read_text(encoding="ascii", errors="replace").splitlines(), 1):
        match line.split():
            case [_day, place, link] if place.isdecimal():
                found.append(Head(int(place), link))
            case _:
                raise BrokenHeads(f"{path}:{number} : cette ligne ne se lit pas (attendu : JOUR PLACE EMPREINTE).")
    return sorted(found, key=lambda one: one.place)


def keep_heads_of(conn: Connection, path: Path, moment: str) -> None:
    """After a restore the chain is shorter: heads beyond it go into a file beside, named by ``moment``, and do not accuse
    anybody. What is left is the tail that was lost, and is said so there.
    """
    if not path.exists():
        return
    last = head(conn)
    lines = path.read_text(encoding="ascii").splitlines(keepends=True)
    kept = [line for line in lines if int(line.split()[1]) <= last.place]
    if len(kept) < len(lines):
        path.rename(path.with_name(f"{path.name}.before-{moment}"))
        path.touch(OWNER_ONLY)
        path.write_text("".join(kept), encoding="ascii")
    if last.place and not kept:
        write_head(path, moment[:8], last)


def _last(conn: Connection) -> tuple[Head, int]:
    return head(conn), clock_now(conn)
