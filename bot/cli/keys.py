"""``sira keys rotate``: a new master key, while everybody is served."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Callable

import typer
from rich.progress import Progress, SpinnerColumn, TextColumn

from bot.cli.failing import clearly, fail, settings, stderr, stdout
from bot.cli.store import store
from bot.desk.audit import OPERATOR, note
from bot.keys import vault_for
from bot.records.clock import now
from bot.records.seal import mark_of
from bot.settings import Settings
from bot.upkeep.rotation import PARTS, left, rotate

HOW = (
    "Pour changer de clé maîtresse : faites-en une (openssl rand -base64 32), mettez-la dans SIRA_MASTER_KEY, l'ancienne "
    "dans SIRA_MASTER_KEY_OLD, relancez Sira partout, puis lancez à nouveau sira keys rotate. Avec plusieurs processus, "
    "donnez d'abord la nouvelle à tous comme SIRA_MASTER_KEY_OLD ; échangez les deux au tour suivant."
)
ALIKE = (
    "Ces deux clés portent la même marque : on ne pourrait pas dire ce qui tient encore à l'ancienne. "
    "Faites une autre nouvelle clé (openssl rand -base64 32), avant tout le reste."
)
KEEP = (
    "Retirez SIRA_MASTER_KEY_OLD et relancez Sira. Faites une sauvegarde (sira backup), et gardez l'ancienne clé sous "
    "scellés aussi longtemps qu'une sauvegarde d'avant existe."
)
room = typer.Typer(help="Les clés.", no_args_is_help=True)


def add(app: typer.Typer) -> None:
    """Hang the commands on ``app``."""
    app.add_typer(room, name="keys")


@room.callback()
def _room() -> None:
    """Les clés."""


@room.command("rotate", help="Passe tout de SIRA_MASTER_KEY_OLD à SIRA_MASTER_KEY ; peut être interrompu et repris.")
def rotate_all() -> None:
    """Exit 1 while a row still needs the old key."""
    chosen = settings()
    new, old = (key.get_secret_value() for key in (chosen.master_key, chosen.master_key_old))
    if not (new and old) or new == old:
        fail(HOW)
    if mark_of(base64.b64decode(new)) == mark_of(base64.b64decode(old)):
        fail(ALIKE)
    with (
        clearly(),
        Progress(SpinnerColumn(), TextColumn("{task.description}"), console=stderr, transient=True) as shown,
    ):
        task = shown.add_task("clés …")
        done, waiting = asyncio.run(
            _rotate(chosen, lambda rows: shown.update(task, description=f"{rows} lignes refaites …"))
        )
    stdout.print(f"{done} ligne(s) refaite(s).", markup=False)
    if waiting:
        fail(
            f"{waiting} ligne(s) tiennent encore à une autre clé : ne retirez pas l'ancienne. Relancez sira keys rotate ; "
            "si le nombre ne baisse pas, il manque une clé plus ancienne, ou un processus tourne encore avec d'autres clés."
        )
    stdout.print(f"L'ancienne clé ne sert plus à rien ici. {KEEP}", markup=False)


async def _rotate(chosen: Settings, seen: Callable[[int], None]) -> tuple[int, int]:
    vault, _ = vault_for(chosen)
    done = 0
    async with store(chosen) as database:
        for part in PARTS:
            step = await database.write(rotate, vault, part, "")
            done += step.done
            while step.after:
                seen(done)
                step = await database.write(rotate, vault, part, step.after)
                done += step.done
        waiting = sum([await database.read(left, vault, part) for part in PARTS])
        await database.write(lambda conn: note(conn, OPERATOR, "rotate_keys", str(waiting), now(conn)))
        return done, waiting
