"""``sira clock``: moving a demonstration's clock."""

from __future__ import annotations

import asyncio
import re
from datetime import UTC, datetime
from typing import Annotated

import typer

from bot.cli.failing import clearly, fail, settings, stdout
from bot.cli.store import store
from bot.records.clock import move
from bot.settings import Settings

_SPAN = re.compile(r"\+(\d+)([smhd])")
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}


def add(app: typer.Typer) -> None:
    """Hang the command on ``app``."""
    app.command("clock", help="Avance l'horloge de la démonstration, par exemple : sira clock +16m")(run)


def run(span: Annotated[str, typer.Argument(help="+90s, +16m, +3h ou +7d")]) -> None:
    """Only in a demonstration; time never runs back."""
    chosen = settings()
    if chosen.production:
        fail("sira clock ne marche qu'avec SIRA_ENV=demo : l'heure des vraies personnes ne se change pas.")
    found = _SPAN.fullmatch(span)
    if not found:
        fail(f"« {span} » : écrivez par exemple +90s, +16m, +3h ou +7d.")
    seconds = int(found.group(1)) * _UNITS[found.group(2)]
    with clearly():
        at = asyncio.run(_move(chosen, seconds))
    stdout.print(f"Il est maintenant {datetime.fromtimestamp(at, UTC):%Y-%m-%d %H:%M:%S} UTC pour Sira.", markup=False)


async def _move(chosen: Settings, seconds: int) -> int:
    async with store(chosen) as database:
        return await database.write(move, seconds)
