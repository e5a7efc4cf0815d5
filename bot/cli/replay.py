"""``sira replay``: messages whose turn broke get another try after a mended release."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.table import Table

from bot.cli.failing import clearly, fail, settings, stdout
from bot.running import running
from bot.settings import Settings
from bot.upkeep.poison import TRIES_MAX, Outcome, Poison, poisoned, replay

SAID: dict[Outcome, str] = {
    "answered": "traité(s)",
    "broken": "encore en panne : regardez le journal (replay_failed)",
    "overtaken": "dépassé(s) : la personne a écrit depuis, l'équipe a ses mots",
    "worn_out": f"après {TRIES_MAX} essais : à l'équipe de répondre",
    "gone": "sans mots : effacés, ou gardés moins de 24 heures",
}
Listed = Annotated[bool, typer.Option("--list", help="Montre seulement ce qui attend, sans aucun mot des personnes.")]
Everything = Annotated[bool, typer.Option("--all", help="Essaie tout ce qui attend.")]
One = Annotated[str, typer.Argument(help="Le début d'un identifiant, comme --list le montre.")]


def add(app: typer.Typer) -> None:
    """Hang the command on ``app``."""
    app.command("replay", help="Reprend les messages qui ont fait échouer un tour, une fois la version réparée.")(run)


def run(one: One = "", listed: Listed = False, everything: Everything = False) -> None:
    """Exit 1 when something still breaks."""
    chosen = settings()
    if not (one or listed or everything):
        fail("Dites quoi faire : sira replay --list, sira replay --all, ou sira replay IDENTIFIANT.")
    with clearly():
        found, outcomes = asyncio.run(_run(chosen, one, tries=not listed))
    if listed:
        _show(found)
        return
    if one and not outcomes:
        fail(f"Aucun message en attente ne commence par « {one} ». sira replay --list les montre.")
    for outcome, count in outcomes.items():
        stdout.print(f"{count} message(s) {SAID[outcome]}", markup=False)
    if not outcomes:
        stdout.print("Aucun message n'attend d'être repris.", markup=False)
    if outcomes["broken"]:
        raise typer.Exit(1)


async def _run(chosen: Settings, one: str, *, tries: bool) -> tuple[list[Poison], Counter[Outcome]]:
    outcomes: Counter[Outcome] = Counter()
    async with running(chosen, thinks=False, sends=False) as parts:
        found = [poison for poison in await parts.database.read(poisoned) if poison.id.startswith(one)]
        for poison in found if tries else ():
            outcome, done = await parts.database.write(replay, parts.house, poison.id)
            outcomes[outcome] += 1
            for turn in done:
                parts.runner.outlet.offer(turn)
    return found, outcomes


def _show(found: list[Poison]) -> None:
    table = Table("identifiant", "canal", "sorte", "essais", "quand (UTC)", "état")
    for one in found:
        state = "dépassé" if one.overtaken else "à reprendre" if one.readable else "sans mots"
        when = f"{datetime.fromtimestamp(one.at, UTC):%Y-%m-%d %H:%M}"
        table.add_row(one.id, one.channel, one.kind, f"{one.tries} / {TRIES_MAX}", when, state)
    stdout.print(table)
