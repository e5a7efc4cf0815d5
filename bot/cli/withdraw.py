"""``sira withdraw``: a service is shown and named to nobody any more, in every process, until somebody puts it back."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer

from bot.cli.failing import clearly, fail, settings, stdout
from bot.cli.store import store
from bot.settings import Settings
from bot.withdrawal import put_back, withdraw
from content.load import load

Service = Annotated[str, typer.Argument(help="Le nom court de la fiche, par exemple cfp-senou.")]
Undo = Annotated[bool, typer.Option("--undo", help="Le service peut de nouveau être montré.")]


def add(app: typer.Typer) -> None:
    """Hang the command on ``app``."""
    app.command("withdraw", help="Un service n'est plus montré ni nommé à personne, tout de suite.")(run)


def run(service: Service, undo: Undo = False) -> None:
    """Every process knows within seconds; messages that wait and name the service say something safe instead."""
    chosen = settings()
    with clearly():
        if service not in load().services:
            fail(f"« {service} » : aucune fiche de ce nom. Les noms sont ceux des fichiers de content/services.")
        done = asyncio.run(_run(chosen, service, undo))
    if undo:
        said = (
            "peut de nouveau être montré."
            if done
            else "n'était pas retiré à la main (do_not_use se change dans sa fiche)."
        )
    else:
        said = "n'est plus montré à personne, dans quelques secondes." if done else "était déjà retiré."
    stdout.print(f"{service} {said}", markup=False)


async def _run(chosen: Settings, service: str, undo: bool) -> bool:  # noqa: FBT001
    async with store(chosen) as database:
        return await database.write(put_back if undo else withdraw, service)
