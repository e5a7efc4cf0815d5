"""``sira backup`` and ``sira restore``: what is kept of everything, and how it comes back without anybody who was erased."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.failing import clearly, fail, settings, stderr, stdout
from bot.cli.store import store
from bot.keys import vault_for
from bot.records.database import Database
from bot.sealer import heads_file, keep_heads_of
from bot.settings import Settings
from bot.upkeep import backup, keyfile, ledger
from bot.upkeep.archive import BrokenArchive, NotWritten
from bot.upkeep.backup import HiddenRows, Taken
from bot.upkeep.restore import Restored, restore

Folder = Annotated[Path, typer.Argument(help="Dossier où écrire ; mieux sur un autre disque.")]
File = Annotated[Path, typer.Argument(help="La sauvegarde : sira-….sira-backup.")]
Keys = Annotated[Path | None, typer.Option(help="Le fichier des clés ; sans lui, celui du même dossier.")]
Erased = Annotated[
    list[Path] | None, typer.Option(help="D'autres fichiers « erasures », un par machine qui a servi la même base.")
]


def add(app: typer.Typer) -> None:
    """Hang the commands on ``app``."""
    app.command("backup", help="Copie toute la base pendant qu'elle sert, et les clés des personnes à part.")(run)
    app.command("restore", help="Remplit une base neuve ; n'envoie rien d'ancien, ne ramène personne d'effacé.")(again)


def run(folder: Folder) -> None:
    """Two files; the one with the keys is written over each time."""
    chosen = settings()
    with clearly(), stderr.status("sauvegarde …"):
        try:
            taken = asyncio.run(_take(chosen, folder))
        except (HiddenRows, BrokenArchive, NotWritten) as error:
            fail(str(error))
    stdout.print(f"{taken.file}  {sum(taken.contents.rows.values())} ligne(s), relue(s)", markup=False)
    stdout.print(f"{taken.keys}  les clés de {taken.people} personne(s)", markup=False)
    stdout.print(
        "Gardez ces deux fichiers loin l'un de l'autre et loin de SIRA_MASTER_KEY. Il n'y a qu'un fichier de clés : "
        "chaque sauvegarde le remplace, pour que personne d'effacé n'y reste.",
        markup=False,
    )


def again(file: File, keys: Keys = None, erased: Erased = None) -> None:
    """Into an empty database only; the house stays frozen afterwards."""
    chosen = settings()
    listed = ledger.ledger_file(chosen)
    if not listed.exists() and not erased:
        stderr.print(
            f"Attention : {listed} n'est pas là. Qui s'est fait effacer depuis cette sauvegarde ne reste effacé que si une "
            "sauvegarde a été faite depuis. Si ce fichier existe ailleurs : --erased FICHIER.",
            markup=False,
        )
    if missing := next((path for path in erased or () if not path.exists()), None):
        fail(f"{missing} n'existe pas. Sans lui, quelqu'un d'effacé pourrait revenir ; vérifiez le nom.")
    with clearly(), stderr.status("restauration …"):
        try:
            done = asyncio.run(_restore(chosen, file, keys or file.parent / keyfile.FILE, [listed, *(erased or ())]))
        except BrokenArchive as error:
            fail(str(error))
    _say(done)


def _say(done: Restored) -> None:
    stdout.print(f"{done.people} personne(s) ; {done.erased} effacée(s) à nouveau.", markup=False)
    stdout.print(
        f"Rien d'ancien ne partira : {done.ended['messages']} message(s), {done.ended['timers']} rappel(s) et "
        f"{done.ended['calls']} appel(s) arrêtés. Toutes les sessions de la console sont fermées.",
        markup=False,
    )
    if done.ended["unanswered"]:
        stdout.print(
            f"{done.ended['unanswered']} message(s) attendaient une réponse : sira replay --list les montre.",
            markup=False,
        )
    stdout.print(
        "Les envois sont arrêtés. Relancez Sira, regardez la file de la console (sira doctor aussi), puis : sira unfreeze.",
        markup=False,
    )


async def _take(chosen: Settings, folder: Path) -> Taken:
    async with store(chosen) as database:
        return await backup.take(database, chosen.database_url, folder)


async def _restore(chosen: Settings, file: Path, keys: Path, ledgers: list[Path]) -> Restored:
    vault_for(chosen)  # without its keys nobody could be read: better said before than found afterwards
    known: dict[str, int] = {}
    for path in ledgers:
        known |= ledger.read(path)
    done = await restore(chosen.database_url, file, keys, known)
    ledger.Ledger(ledgers[0]).add(known)
    async with Database(chosen.database_url) as database:
        await database.read(keep_heads_of, heads_file(chosen), f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}")
    return done
