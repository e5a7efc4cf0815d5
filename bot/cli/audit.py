"""``sira audit verify``: has anybody touched what was written about who did what."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import typer
from rich.progress import Progress, SpinnerColumn, TextColumn

from bot.cli.failing import clearly, fail, settings, stderr, stdout
from bot.desk.chain import Verdict, head, verify
from bot.keys import vault_for
from bot.records.database import Database
from bot.sealer import BrokenHeads, heads_file, read_heads
from bot.settings import Settings

room = typer.Typer(help="Le journal des accès.", no_args_is_help=True)


def add(app: typer.Typer) -> None:
    """Hang the commands on ``app``."""
    app.add_typer(room, name="audit")


@room.callback()
def _room() -> None:
    """Le journal des accès."""


@room.command("verify", help="Relit toute la chaîne du journal ; nomme la première ligne fausse, ou la fin coupée.")
def verify_all() -> None:
    """Exit 1 when something is wrong."""
    chosen = settings()
    with (
        clearly(),
        Progress(SpinnerColumn(), TextColumn("{task.description}"), console=stderr, transient=True) as shown,
    ):
        task = shown.add_task("lecture du journal …")
        try:
            verdict = asyncio.run(_verify(chosen, lambda rows: shown.update(task, description=f"{rows} lignes lues …")))
        except BrokenHeads as error:
            fail(str(error))
    if verdict.fault:
        fail(f"Le journal a été touché : {verdict.fault} Gardez une copie de la base, et prévenez l'auditeur.")
    stdout.print(f"Le journal est entier : {verdict.rows} ligne(s).", markup=False)


async def _verify(chosen: Settings, seen: Callable[[int], None]) -> Verdict:
    vault, _ = vault_for(chosen)
    path = heads_file(chosen)
    heads = read_heads(path)
    async with Database(chosen.database_url) as database:
        if not heads and (await database.read(head)).place:
            return Verdict(0, f"{path} manque ou est vide ; sans ce fichier, une fin coupée ne se verrait pas.")
        return await database.read(verify, vault, heads, seen)
