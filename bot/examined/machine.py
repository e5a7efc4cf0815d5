"""The machine: room on the disks where Sira writes, and whether its clock agrees with the database's and the world's."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

from sqlalchemy import Connection

from bot.finding import Colour, Finding
from bot.keys import data_folder
from bot.records.clock import MICRO, reading
from bot.records.database import Database
from bot.sealer import heads_file
from bot.settings import Settings
from bot.upkeep.ledger import ledger_file
from locales.numbers import decimal

GIGA = 1 << 30
FREE_YELLOW, FREE_RED = 0.15, 0.05
"""Shares of a disk; a full one takes no message any more."""
OFF_YELLOW_SECONDS, OFF_RED_SECONDS = 5.0, 30.0
"""A second factor's code is worth 30 s either way (RFC 6238): further off, nobody signs in."""


def disks_examined(settings: Settings) -> list[Finding]:
    """A line for each disk on which something of ours is kept."""
    folders = {data_folder(settings), ledger_file(settings).parent, heads_file(settings).parent}
    disks = {folder.stat().st_dev: folder for folder in sorted(map(_existing, folders))}
    return [_disk(folder) for folder in disks.values()]


def _existing(folder: Path) -> Path:
    """The folder, or the nearest one above it that is there: looking makes none."""
    folder = folder.absolute()
    return next((one for one in (folder, *folder.parents) if one.exists()), Path("/"))


def _disk(folder: Path) -> Finding:
    usage = shutil.disk_usage(folder)
    share = usage.free / usage.total if usage.total else 1.0
    colour: Colour = "red" if share < FREE_RED else "yellow" if share < FREE_YELLOW else "green"
    words = f"{folder} : {share:.0%} libre ({decimal(usage.free / GIGA)} Go)"
    return Finding(
        colour, "disque", words if colour == "green" else f"{words} ; faites de la place avant qu'il soit plein"
    )


async def database_ahead(database: Database) -> float:
    """By how many seconds the database's clock is ahead of this machine's."""
    before = time.time()
    there = await database.read(_reading)
    return there - (before + time.time()) / 2


def _reading(conn: Connection) -> float:
    return reading(conn) / MICRO


def clock_examined(database: float | None, provider: float) -> Finding:
    """``database``: seconds ahead of this machine. ``provider``: one's clock as just read, to the second; 0: none known."""
    apart = [("la base", database)] if database is not None else []
    if provider:
        apart.append(("le fournisseur", provider + 0.5 - time.time()))
    name, worst = max(apart, key=lambda one: abs(one[1]), default=("", 0.0))
    if not apart:
        return Finding("yellow", "horloge", "rien à quoi la comparer : ni base ni fournisseur ne répond")
    if abs(worst) < OFF_YELLOW_SECONDS:
        return Finding("green", "horloge", f"d'accord avec {' et '.join(one for one, _ in apart)}")
    colour: Colour = "red" if abs(worst) >= OFF_RED_SECONDS else "yellow"
    side = "en avance" if worst < 0 else "en retard"
    words = f"cette machine est {side} de {abs(worst):.0f} s sur {name} ; réglez-la par NTP (timedatectl)"
    return Finding(colour, "horloge", words)
