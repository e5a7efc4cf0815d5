"""``sira staff add``: a member of staff, with a one-time password on the last line."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer
from sqlalchemy import Connection, select

from bot.cli.failing import clearly, fail, settings, settle, stdout
from bot.cli.store import store
from bot.desk.audit import OPERATOR, note
from bot.desk.password import fresh_password
from bot.desk.staff import ElsewhereError, UnknownOrganisationError, UnknownRoleError, add_worker
from bot.records.clock import now
from bot.records.tables import worker
from bot.settings import Settings
from bot.staffing import make_organisations
from content.load import load

room = typer.Typer(help="Les personnes de l'équipe.", no_args_is_help=True)


def add(app: typer.Typer) -> None:
    """Hang the commands on ``app``."""
    app.add_typer(room, name="staff")


@room.callback()
def _room() -> None:
    """Les personnes de l'équipe."""


@room.command("add", help="Ajoute une personne, ou lui donne un nouveau mot de passe pour une fois.")
def add_one(
    login: Annotated[str, typer.Option(help="Identifiant, sans nom de famille.")],
    role: Annotated[str, typer.Option(help="case_worker, protection, supervisor, admin, editor, auditor ou operator.")],
    organisation: Annotated[str, typer.Option(help="Organisation de content/leads.yaml.")],
) -> None:
    """The last line is the one-time password, and nothing else."""
    chosen = settings()
    password = fresh_password()
    with clearly():
        settle(chosen)
        try:
            asyncio.run(_add(chosen, login, role, organisation, password))
        except (UnknownRoleError, UnknownOrganisationError, ElsewhereError) as error:
            fail(str(error))
    if chosen.production:
        stdout.print("À la première entrée, la page demande un mot de passe et un second facteur.", markup=False)
    kind = "Mot de passe pour une fois" if chosen.production else "Mot de passe (d'essai : il reste valable)"
    stdout.print(f"{login} ({role}, {organisation}) est prêt. {kind} :", markup=False)
    stdout.print(password, markup=False)


async def _add(chosen: Settings, login: str, role: str, organisation: str, password: str) -> None:
    async with store(chosen) as database:
        await database.write(make_organisations, load().leads)
        await database.write(_added, login, role, organisation, password)


def _added(conn: Connection, login: str, role: str, organisation: str, password: str) -> None:
    """At the desk this takes two people (`bot/desk/account_requests.py`); here it stands in the journal as the operator's."""
    was_there = conn.execute(select(worker.c.id).where(worker.c.login == login)).first() is not None
    worker_id = add_worker(conn, login, role, organisation, password)
    if was_there:
        note(conn, OPERATOR, "renew_password", worker_id, now(conn))
    note(conn, OPERATOR, f"{'change' if was_there else 'add'}_worker:{role}", worker_id, now(conn))
