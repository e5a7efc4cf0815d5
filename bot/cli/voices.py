"""``sira voices``: what a speaker reads, what was recorded, what is missing."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich import box
from rich.table import Column, Table

from bot.cli import sounding
from bot.cli.failing import clearly, fail, stderr, stdout
from bot.cli.recordable import Lang, known, opened
from bot.speakers.many import many
from bot.speakers.role import is_role, not_a_role
from bot.voices import counts as counting
from locales.voices.shelf import Shelf

room = typer.Typer(help="Les voix : enregistrer, vérifier, écouter.", no_args_is_help=True)
Who = Annotated[str, typer.Option(help="Qui parle : un rôle, par exemple « locutrice, Kayes ». Jamais un nom.")]
SHOWN = 20
COUNTED = ("chemin", "total", "dites", "vieilles", "manquent", "machine", "mots")
"""Short enough for a terminal of 80 characters, with the longest name of a room beside them."""
LEGEND = (
    "chemin : messages du plus long chemin ; vieilles : la phrase a changé depuis ; machine : voix de synthèse ; "
    "mots : ce qui reste à lire. --missing dit quelles phrases manquent."
)


def add(app: typer.Typer) -> None:
    """Hang the commands on ``app``."""
    sounding.hang(room)
    app.add_typer(room, name="voices")


@room.callback()
def _room() -> None:
    """Les voix : enregistrer, vérifier, écouter."""


@room.command("script", help="La feuille d'enregistrement : ce qui manque, dans l'ordre de la conversation.")
def script(
    lang: Lang = "bm",
    out: Annotated[Path | None, typer.Option(help="Un dossier : y écrit feuille.txt, .html, .pdf.")] = None,
    flow: Annotated[str, typer.Option(help="Un seul parcours, par exemple orientation ; « say » : les mots.")] = "",
    everything: Annotated[bool, typer.Option("--all", help="Aussi ce qui est déjà enregistré.")] = False,
) -> None:
    """Print the sheet, or write it where the recordings will lie."""
    from bot.voices import script as sheet  # noqa: PLC0415 — loads what examines sound

    _, shelf, items = opened(lang)
    known(flow, items)
    nothing = Shelf(None)
    chosen = [
        one for one in counting.left(lang, nothing if everything else shelf, items) if not flow or one.room == flow
    ]
    if out is None:
        stdout.print(sheet.as_text(chosen, lang), markup=False)
        return
    try:
        with stdout.status("écriture de la feuille …"):
            files = sheet.write(out, chosen, lang)
    except OSError as error:
        fail(f"{out} : impossible d'écrire ici ({error.strerror}).")
    stdout.print(f"{many(len(chosen), 'phrase')} : {', '.join(map(str, files))}.", markup=False)
    stdout.print(f"Mettez les enregistrements dans {out}, puis : sira voices add {out} --lang {lang}", markup=False)


@room.command("add", help="Vérifie les enregistrements d'un dossier et garde les bons.")
def take(
    folder: Annotated[Path, typer.Argument(help="Le dossier ; chaque fichier porte le nom de sa phrase.")],
    lang: Lang = "bm",
    who: Who = "locuteur",
) -> None:
    """Exit 1 when any was refused; the good ones are kept all the same."""
    from bot.voices.keeping import add_folder  # noqa: PLC0415 — as above

    if not is_role(who):
        fail(not_a_role("--who", who))
    if not folder.is_dir():
        fail(f"{folder} : ce dossier n'existe pas.")
    _, shelf, items = opened(lang)
    try:
        with clearly(), stdout.status("écoute des enregistrements …"):
            done = add_folder(folder, shelf, lang, items, who)
    except OSError as error:
        fail(f"{error.filename} : impossible d'écrire ici ({error.strerror}). SIRA_VOICES nomme un autre dossier.")
    for line in done.refused:
        stderr.print(line, markup=False)
    stdout.print(f"{len(done.kept)} voix gardée{'s' if len(done.kept) > 1 else ''}, {len(done.refused)} à refaire.")
    if done.refused or not done.kept:
        raise typer.Exit(1)


@room.command(
    "status", help="Ce qui est enregistré et ce qui manque, parcours par parcours, ce que tous entendent d'abord."
)
def status(
    lang: Lang = "bm",
    flow: Annotated[str, typer.Option(help="Un seul parcours, par exemple orientation.")] = "",
    missing: Annotated[
        bool, typer.Option("--missing", help="Quelles phrases n'ont pas leur voix, une par ligne.")
    ] = False,
) -> None:
    """One row a flow or room; with ``--missing`` one line a sentence."""
    book, shelf, items = opened(lang)
    known(flow, items)
    if missing:
        todo = [one for one in counting.left(lang, shelf, items) if one.room == (flow or one.room)]
        for item in todo:
            older = " (changée)" if item.part.key in shelf.entries(lang) else ""
            stdout.print(f"{item.part.key}{older} : {' '.join(item.part.words.split())}", markup=False)
        stdout.print(f"{many(len(todo), 'phrase')} sans voix en {lang}.")
        return
    rows = [one for one in counting.counts(book, lang, shelf, items) if one.room == (flow or one.room)]
    heads = (Column(name, justify="right", no_wrap=True) for name in COUNTED)
    table = Table(Column("parcours", no_wrap=True), *heads, box=box.SIMPLE, padding=(0, 1, 0, 0))
    for one in rows:
        shown = (one.way or "", one.wanted, one.recorded, one.stale, one.missing, one.machine or "", one.words)
        table.add_row(one.room, *map(str, shown))
    stdout.print(table)
    done, wanted = sum(one.recorded for one in rows), sum(one.wanted for one in rows)
    stdout.print(f"{done} sur {wanted} phrases ont leur voix en {lang}.")
    stdout.print(LEGEND, style="dim")
    beside = counting.heard_with(book, flow)
    if beside:
        stdout.print(f"Pour entendre « {flow} », il faut aussi : {', '.join(beside)}.", markup=False)
    gone = counting.unknown(lang, shelf, items)
    if gone:
        more = f" … et {len(gone) - SHOWN} autres" if len(gone) > SHOWN else ""
        stdout.print(f"Plus dans aucun parcours : {', '.join(gone[:SHOWN])}{more}.", markup=False)
