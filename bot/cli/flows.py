"""``sira flows``: checking and drawing the conversation."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError
from sqlalchemy import Connection, func, inspect, select

from bot.cli.failing import clearly, fail, settings, stderr, stdout
from bot.cli.store import store
from bot.engine.book import Book
from bot.keys import vault_for
from bot.library import looked_through
from bot.records.database import Database
from bot.records.tables import transition
from bot.releases import stranded
from bot.settings import Settings
from bot.voices.counts import counts, reach
from bot.voices.repertoire import repertoire
from bot.wiring import shelf_of
from flows.draw import Walked, draw
from flows.load import ROOT as FLOWS
from flows.load import load as load_flows

SQLITE = "sqlite:///"
room = typer.Typer(help="Les parcours de la conversation.", no_args_is_help=True)


def add(app: typer.Typer) -> None:
    """Hang the commands on ``app``."""
    app.add_typer(room, name="flows")


@room.command("check", help="Vérifie tous les parcours ; chaque faute avec fichier et ligne.")
def run(
    live: Annotated[
        bool, typer.Option("--live", help="Regarde aussi si quelqu'un, en ce moment, serait perdu.")
    ] = False,
) -> None:
    """Exit 1 when anything is to be mended."""
    with clearly():
        book, found = looked_through()
        problems = [*map(str, found), *(asyncio.run(_lost(book)) if live else ())]
    for problem in problems:
        stderr.print(problem, markup=False)
    if problems:
        fail(f"{len(problems)} point(s) à corriger.")
    stdout.print("Tous les parcours sont en ordre.")
    _say_voices(book)


def _say_voices(book: Book) -> None:
    """What nobody can hear yet, language by language: a text without a voice is still read, so it is no fault."""
    shelf = shelf_of(settings())
    for language in book.catalogues.languages:
        found = reach(book, language, counts(book, language, shelf, repertoire(book, language)))
        if found.by_people < found.wanted:
            machine = (
                f", {found.recorded - found.by_people} par une machine" if found.recorded > found.by_people else ""
            )
            stdout.print(
                f"Voix en {language} : {found.by_people} sur {found.wanted} dites par une personne{machine}. "
                f"« sira voices status --lang {language} --missing » nomme les autres.",
                markup=False,
            )


async def _lost(book: Book) -> list[str]:
    chosen = settings()
    vault, _ = vault_for(chosen)
    async with store(chosen) as database:
        found = await database.read(stranded, vault, book)
    return [
        f"flows: {count} personne(s) sont à « {place} », qui n'existe plus ; ajoutez « renamed: » dans ce parcours."
        for place, count in sorted(found.items())
    ]


@room.command("draw", help="Dessine les parcours (texte Mermaid), un par un ou tous.")
def picture(
    flow: Annotated[str, typer.Argument(help="Nom d'un parcours ; vide pour tous.")] = "",
    to: Annotated[Path | None, typer.Option(help="Fichier où écrire.")] = None,
    database: Annotated[
        str,
        typer.Option(help="Base où lire combien de fois chaque flèche a été prise (sqlite:///… ou postgresql://…)."),
    ] = "",
) -> None:
    """One state a box, one arrow a way on. The database is only read; no arrow tells of fewer than five."""
    with clearly():
        flows = load_flows(FLOWS)
        if flow and flow not in flows:
            fail(f"« {flow} » : ce parcours n'existe pas. Il y a : {', '.join(sorted(flows))}.")
        drawn = draw(flows, asyncio.run(_walked(_existing(database))) if database else None, only=flow)
    if to is None:
        stdout.print(drawn, markup=False)
    else:
        to.write_text(drawn, encoding="utf-8")
        stdout.print(f"Dessin écrit dans {to}.", markup=False)


def _existing(url: str) -> str:
    """``url`` when there can be a database: looking must not make a new, empty file."""
    try:
        chosen = Settings(database_url=url)
    except ValidationError as error:
        fail(f"--database : {error.errors()[0]['msg'].removeprefix('Value error, ')}.")
    if chosen.database_url.startswith(SQLITE) and not Path(chosen.database_url.removeprefix(SQLITE)).is_file():
        fail(
            f"--database : {chosen.database_url.removeprefix(SQLITE)} n'existe pas ; donnez le fichier d'une base de Sira."
        )
    return chosen.database_url


async def _walked(url: str) -> Walked:
    async with Database(url) as database:
        return await database.read(_arrows_walked)


def _arrows_walked(conn: Connection) -> Walked:
    if not inspect(conn).has_table(transition.name):
        fail("--database : cette base ne vient pas de Sira, ou n'a pas encore servi.")
    arrow = (transition.c.source, transition.c.target, transition.c.why)
    rows = conn.execute(select(*arrow, func.sum(transition.c.count).label("times")).group_by(*arrow))
    return {(row.source, row.target, row.why): int(row.times) for row in rows}
