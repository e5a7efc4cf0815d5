"""``sira freeze`` and ``sira unfreeze``: stop everything that goes out to people, and let it go out again."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer
from sqlalchemy import Connection, delete

from bot.cli.failing import clearly, settings, stdout
from bot.cli.store import store
from bot.desk.audit import EVERYBODY, OPERATOR, note
from bot.records.clock import now
from bot.records.tables import worker_session
from bot.settings import Settings
from bot.upkeep.freeze import freeze, unfreeze

Sessions = Annotated[bool, typer.Option("--revoke-sessions", help="Ferme aussi toutes les sessions de la console.")]


def add(app: typer.Typer) -> None:
    """Hang the commands on ``app``."""
    app.command("freeze", help="Plus rien ne part vers les personnes ; ce qu'elles écrivent est gardé.")(stop)
    app.command("unfreeze", help="Les envois reprennent, ce qui attendait aussi.")(go)


def stop(revoke_sessions: Sessions = False) -> None:
    """Every process knows within seconds. Urgent requests still ring the team."""
    chosen = settings()
    with clearly():
        fresh, closed = asyncio.run(_stop(chosen, revoke_sessions))
    stdout.print(
        "Les envois s'arrêtent partout en quelques secondes. Ce que les personnes écrivent est gardé, l'équipe reste "
        "appelée. Pour reprendre : sira unfreeze."
        if fresh
        else "Les envois étaient déjà arrêtés.",
        markup=False,
    )
    if revoke_sessions:
        stdout.print(f"{closed} session(s) de la console fermée(s) : chacun se connecte à nouveau.", markup=False)


def go() -> None:
    """What gathered meanwhile goes out in its order."""
    chosen = settings()
    with clearly():
        ended = asyncio.run(_go(chosen))
    stdout.print("Les envois reprennent." if ended else "Les envois n'étaient pas arrêtés.", markup=False)


async def _stop(chosen: Settings, revoke: bool) -> tuple[bool, int]:  # noqa: FBT001
    async with store(chosen) as database:
        return await database.write(freeze), await database.write(_revoke) if revoke else 0


async def _go(chosen: Settings) -> bool:
    async with store(chosen) as database:
        return await database.write(unfreeze)


def _revoke(conn: Connection) -> int:
    closed = conn.execute(delete(worker_session)).rowcount
    note(conn, OPERATOR, "end_sessions", EVERYBODY, now(conn))
    return closed
