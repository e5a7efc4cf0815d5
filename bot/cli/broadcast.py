"""``sira broadcast``: the same words to many, planned here, allowed at the desk, followed and stopped here."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import AsyncExitStack, closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, TypeVar

import orjson
import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table
from sqlalchemy import Connection, RowMapping

from bot.broadcast import planning, progress
from bot.broadcast.aloud import keep_voices, told
from bot.broadcast.announcement import announcement, said
from bot.broadcast.planning import NotPossible
from bot.cli.failing import clearly, fail, settings, stdout
from bot.cli.store import store
from bot.library import load_book
from bot.wiring import shelf_of

T = TypeVar("T")
STATES = {"planned": "préparée", "running": "en route", "stopped": "arrêtée", "over": "finie"}
LOOK_SECONDS = 2.0
Beginning = Annotated[str, typer.Argument(metavar="ID", help="L'identifiant, ou son début.")]
File = Annotated[
    Path, typer.Argument(metavar="FICHIER", help="words (une langue par ligne), voices, to, days : voir README.")
]
Who = Annotated[str, typer.Option(help="Qui dit les voix : un rôle, par exemple « locutrice, Kayes ».")]
Follow = Annotated[bool, typer.Option("--follow", help="Reste et montre l'avancée ; Ctrl+C n'arrête rien.")]

room = typer.Typer(help="Dire la même chose à beaucoup de personnes.", no_args_is_help=True)


def add(app: typer.Typer) -> None:
    """Hang the commands on ``app``."""
    app.add_typer(room, name="broadcast")


@room.callback()
def _room() -> None:
    """Dire la même chose à beaucoup de personnes."""


@room.command("plan", help="Vérifie les mots, compte qui les recevrait, demande l'accord d'une deuxième personne.")
def plan_one(file: File, who: Who = "locuteur") -> None:
    """Nothing goes out; recordings that the file names are examined and kept."""
    if not file.is_file():
        fail(f"{file} n'existe pas. Donnez le fichier de l'annonce.")
    with clearly():
        book = load_book()
        given = announcement(file, book)
        spoken = replace(book, voices=shelf_of(settings()))
        try:
            keep_voices(file.parent, given, spoken.voices, who)
        except OSError as error:
            fail(f"{error.filename} : impossible de lire ou d'écrire ici ({error.strerror}).")
        organisation = given.organisation or book.directory.leads.default.organisation
        planned = _write(planning.plan, given, organisation)
    for language in given.words:
        stdout.print(f"— {language} —\n{said(given.words, language, book)}\n", markup=False)
    for line in told(spoken, given):
        stdout.print(line, markup=False)
    stdout.print(_counted(planned), markup=False)
    stdout.print(
        f"Rien n'est parti. Un superviseur de « {organisation} » permet l'annonce dans la console, page « Accords » ; puis :\n"
        f"sira broadcast start {planned.id}",
        markup=False,
    )


@room.command("start", help="Fait partir une annonce permise, au rythme des plateformes.")
def start(beginning: Beginning) -> None:
    """Returns at once: `sira worker` and `sira sender` (or `sira serve`) do the rest."""
    with clearly():
        planned = _write(lambda conn: planning.start(conn, planning.named(conn, beginning)))
    stdout.print(_counted(planned), markup=False)
    stdout.print(
        f"C'est parti. Voir : sira broadcast show {planned.id} --follow. Arrêter : sira broadcast stop {planned.id}",
        markup=False,
    )


@room.command("stop", help="Arrête une annonce : ce qui n'est pas parti ne part plus.")
def stop(beginning: Beginning) -> None:
    """What a provider has already is not taken back."""
    with clearly():
        left = _write(lambda conn: planning.stop(conn, planning.named(conn, beginning)))
    stdout.print(f"Arrêtée. {left} personne(s) ne la recevront pas.", markup=False)


@room.command("show", help="Montre où en est une annonce, en nombres seulement.")
def show(beginning: Beginning, follow: Follow = False) -> None:
    """Words, audience, numbers."""
    with clearly():
        row, now = _write(_shown, beginning)
    for language, words in orjson.loads(row["words"]).items():
        stdout.print(f"— {language} —\n{words.strip()}\n", markup=False)
    stdout.print(f"à qui : {row['audience']} · {row['organisation']} · {STATES[row['state']]}", markup=False)
    if follow and row["state"] == "running":
        with clearly(), _possible():
            now = _followed(row["id"])
    stdout.print(_numbers(now))


@room.command("list", help="Montre les annonces, les plus récentes d'abord.")
def list_all() -> None:
    """One line each."""
    with clearly():
        rows = _write(lambda conn: [(row, progress.progress(conn, row)) for row in progress.listed(conn)])
    table = Table("identifiant", "état", "préparée (UTC)", "personnes", "parties", "arrivées", "attendent")
    for row, now in rows:
        when = f"{datetime.fromtimestamp(row['at'], UTC):%Y-%m-%d %H:%M}"
        numbers = (now.people, now.sent, now.delivered, now.waiting)
        table.add_row(row["id"], STATES[row["state"]], when, *(str(number) for number in numbers))
    stdout.print(table if rows else "Aucune annonce.")


def _write(work: Callable[..., T], *args: object) -> T:
    """Do it in one transaction."""
    with _possible():
        return asyncio.run(_written(work, *args))


@contextmanager
def _possible() -> Iterator[None]:
    """What cannot be done is said."""
    try:
        yield
    except NotPossible as error:
        fail(str(error))


async def _written(work: Callable[..., T], *args: object) -> T:
    async with store(settings()) as database:
        return await database.write(work, *args)


def _shown(conn: Connection, beginning: str) -> tuple[RowMapping, progress.Progress]:
    row = progress.row_of(conn, planning.named(conn, beginning))
    return row, progress.progress(conn, row)


def _looks(broadcast_id: str) -> Generator[tuple[RowMapping, progress.Progress]]:
    """Where it is now, as often as that is asked for: the database is opened and brought forward once."""
    with asyncio.Runner() as runner:
        opened = AsyncExitStack()
        try:
            database = runner.run(opened.enter_async_context(store(settings())))
            while True:
                yield runner.run(database.write(_shown, broadcast_id))
        finally:
            runner.run(opened.aclose())


def _followed(broadcast_id: str) -> progress.Progress:
    """Until nobody waits any more, or whoever looks has seen enough."""
    columns: tuple[Any, ...] = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with closing(_looks(broadcast_id)) as looks, Progress(*columns, console=stdout) as bar:
        row, now = next(looks)
        task = bar.add_task("annonce", total=now.people)
        try:
            while now.waiting and row["state"] == "running":
                bar.update(task, completed=now.done, total=now.people)
                time.sleep(LOOK_SECONDS)
                row, now = next(looks)
        except KeyboardInterrupt:
            return now
        bar.update(task, completed=now.done, total=now.people)
    return now


def _counted(planned: planning.Planned) -> str:
    more = f" ; {planned.unreachable} de plus ne peuvent pas être jointes (WhatsApp, plus de 24 h sans message et sans "
    return f"{planned.people} personne(s) au plus{more + 'modèle neutre)' if planned.unreachable else ''}."


def _numbers(now: progress.Progress) -> Table:
    table = Table("quoi", "combien", show_header=False)
    for what, number in (
        ("personnes", now.people),
        ("attendent leur tour", now.waiting),
        ("attendent que la personne réponde (WhatsApp)", now.knocked),
        ("parties", now.sent),
        ("arrivées", now.delivered),
        ("refusées par la plateforme", now.failed),
        ("ne pouvaient ou ne voulaient plus la recevoir", now.left),
        ("arrêtées, ou trop tard", now.stopped),
        ("ne pouvaient pas être jointes", now.unreachable),
    ):
        table.add_row(what, str(number))
    return table
