"""``sira content``: checking what can be offered, and seeing where nothing is."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from bot.cli import difference, export, review, scenarios, sheet, stale
from bot.cli.failing import clearly, fail, stderr, stdout
from content.actors import expired, load_programmes
from content.coverage import (
    ASSISTED,
    OUTSIDE,
    USUAL_AGE,
    Cell,
    alone,
    coverage,
    no_written_bed,
    only_wide,
    reserved,
    without_best,
    without_centre,
)
from content.coverage_drawing import drawn
from content.facts import registry
from content.kinds import KINDS, Kind
from content.load import ROOT, Directory, load
from content.needs import BEST_KINDS, PROTECTION_NEEDS
from content.review import read_reviews
from content.sheets import Sheets, Tally, load_sheets, tally
from content.sheets_table import README, as_markdown, with_table
from locales.problem import AuthorProblem

PROBLEMS_SHOWN = 60
WIDE = "°"
"""After the letter of a kind that only reaches a region from afar."""

room = typer.Typer(help="Les fiches de services.", no_args_is_help=True)


def add(app: typer.Typer) -> None:
    """Hang the commands on ``app``."""
    room.add_typer(sheet.room, name="sheet")
    room.command("diff", help="Qui gagne, qui perd un service par un changement des fiches ?")(difference.run)
    room.command("review", help="Note qu'une deuxième personne a relu des fiches.")(review.run)
    export.add(room)
    scenarios.add(room)
    app.add_typer(room, name="content")


@room.command("check", help="Vérifie toutes les fiches ; chaque faute avec fichier et ligne.")
def run(
    old: Annotated[bool, typer.Option("--stale", help="Dire aussi où sont les faits à redemander.")] = False,
) -> None:
    """Exit 1 when anything is to be mended; that something is old is told, and no fault."""
    problems: list[str] = []
    try:
        with stdout.status("lecture des fiches …"):
            directory = load()
            programmes = load_programmes(directory.services, problems)
            load_sheets()
            reviews = read_reviews(ROOT, directory.services, problems)
    except AuthorProblem as error:
        problems += error.problems
    for problem in problems[:PROBLEMS_SHOWN]:
        stderr.print(problem, markup=False)
    if problems:
        fail(f"{len(problems)} point(s) à corriger.")
    stdout.print(f"{len(directory.services)} fiches et {len(programmes)} programmes en ordre.")
    stdout.print(review.counted(reviews, ROOT) + ".")
    stale.tell(directory.services.values(), ROOT, datetime.now(UTC).date(), listed=old)


@room.command("coverage", help="Où personne ne serait aidé ? --sheets : chaque ligne des 37 fiches a-t-elle sa place ?")
def cover(
    sheets: Annotated[bool, typer.Option("--sheets", help="Compter les lignes des fiches partenaires.")] = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="Écrire ce compte dans content/README.md.")] = False,
    assisted: Annotated[bool, typer.Option("--assisted", help="Pour une personne rentrée avec aide.")] = False,
    svg: Annotated[Path | None, typer.Option("--svg", help="Écrire l'image des deux cartes dans ce fichier.")] = None,
) -> None:
    """Print the map (``--svg``: draw it too), or with ``--sheets`` count rows and exit 1 when one has no place."""
    with clearly(), stdout.status("lecture des fiches …"):
        directory, known = load(), load_sheets()
    if sheets or markdown:
        tallies = tally(known, directory.services.values())
        if markdown:
            _write_down(tallies)
        _count(tallies)
    else:
        _draw(directory, coverage(directory, ASSISTED if assisted else OUTSIDE), assisted=assisted)
        _holes(directory, known)
    if svg is not None:
        people = {"Rentrée sans aide au retour": OUTSIDE, "Rentrée avec aide au retour": ASSISTED}
        picture = drawn(directory, {title: coverage(directory, person) for title, person in people.items()})
        try:
            svg.write_text(picture, "utf-8")
        except OSError:
            fail(f"{svg} : impossible d'écrire ici ; choisissez un dossier qui existe.")
        stdout.print(f"image écrite : {svg}", markup=False)


def _write_down(tallies: tuple[Tally, ...]) -> None:
    try:
        text = with_table(README.read_text("utf-8"), as_markdown(tallies))
    except ValueError as error:
        fail(f"{README} : {error}.")
    README.write_text(text, "utf-8")


def _count(tallies: tuple[Tally, ...]) -> None:
    table = Table("fiche", "organisme", "services", "lignes", "dans une fiche", "écartées", "sans place")
    for one in tallies:
        left = len(one.rows) - one.kept - len(one.missing)
        table.add_row(
            one.sheet, one.name, *map(str, (len(one.services), len(one.rows), one.kept, left, len(one.missing) or "–"))
        )
    stdout.print(table)
    missing = [(one, row) for one in tallies for row in one.missing]
    for one, row in missing:
        where = ", ".join(f"{service}.yaml" for service in one.services) or "aucune fiche"
        stderr.print(f"{one.sheet} : « {row.label} » n'a pas de place ({where}) ; ajoutez un left_out.", markup=False)
    total = sum(len(one.rows) for one in tallies)
    if missing:
        fail(f"{len(missing)} ligne(s) sur {total} sans place.")
    stdout.print(f"{total} lignes de {len(tallies)} fiches : toutes ont leur place.")
    stdout.print(
        "Compté : un champ rempli d'après la fiche. Si tout ce que la ligne dit y est, seul un relecteur le voit."
    )


def _draw(directory: Directory, cells: tuple[Cell, ...], *, assisted: bool) -> None:
    labels = registry()["need"].labels
    wishes = tuple(need for need in labels if need not in PROTECTION_NEEDS)
    helps = tuple(need for need in labels if need in PROTECTION_NEEDS)
    how = "avec" if assisted else "sans"
    stdout.print(f"Une personne de {USUAL_AGE} ans, rentrée {how} aide au retour, qui ne peut pas changer de ville.")
    stdout.print(_table(directory, cells, wishes))
    stdout.print(_table(directory, cells, helps))
    stdout.print(" · ".join(f"{kind.letter} {kind.fr}" for kind in KINDS.values()))
    stdout.print("Majuscule : ouvert, avec un bureau dans la région. Minuscule : d'ailleurs, ou à confirmer.")
    stdout.print(f"Minuscule et {WIDE} : seulement à distance, ou d'un seul bureau pour tout le pays.\n")
    for need, regions in alone(cells).items():
        stdout.print(f"« {labels[need].fr} », personne : {_regions(directory, regions)}.", markup=False)
    for need, regions in only_wide(cells).items():
        stdout.print(
            f"« {labels[need].fr} », à distance / partout seulement : {_regions(directory, regions)}.", markup=False
        )
    for need, regions in without_best(cells).items():
        name = KINDS[BEST_KINDS[need][0]].fr
        stdout.print(f"« {labels[need].fr} », sans {name} sur place : {_regions(directory, regions)}.", markup=False)


def _holes(directory: Directory, known: Sheets) -> None:
    stdout.print(f"Aucune fiche de centre de formation : {_regions(directory, without_centre(directory, known))}.")
    beds = ", ".join(no_written_bed(directory, OUTSIDE)) or "aucun"
    stdout.print(f"Aide sans lit écrit, pas comptée pour « où dormir » : {beds}.", markup=False)
    for words, person, other in (("sans", OUTSIDE, ASSISTED), ("avec", ASSISTED, OUTSIDE)):
        only = ", ".join(reserved(directory, person, other)) or "aucun"
        stdout.print(f"Services ouverts seulement {words} aide au retour : {only}.", markup=False)
    problems: list[str] = []
    for one in expired(load_programmes(directory.services, problems), datetime.now(UTC).date()):
        names = ", ".join((*one.runs, *one.pays))
        stdout.print(f"Fini en {one.dates.end}, fiches à revoir : {one.name} ({names}).", markup=False)


def _table(directory: Directory, cells: tuple[Cell, ...], needs: tuple[str, ...]) -> Table:
    labels = registry()["need"].labels
    table = Table("région", *(labels[need].fr for need in needs))
    found = {(cell.region, cell.need): cell for cell in cells}
    for slug, region in directory.places.level("region").items():
        table.add_row(region.text.fr, *(_letters(found[slug, need]) for need in needs))
    return table


def _letters(cell: Cell) -> str:
    """The kinds that answer, as letters; a red dash where nobody does."""
    return "".join(_letter(cell, kind) for kind in KINDS if kind in cell.kinds) or "[red]–[/red]"


def _letter(cell: Cell, kind: Kind) -> str:
    letter = KINDS[kind].letter
    if kind in cell.near:
        return letter
    return letter.lower() if kind in cell.far else letter.lower() + WIDE


def _regions(directory: Directory, slugs: tuple[str, ...]) -> str:
    regions = directory.places.level("region")
    if len(slugs) == len(regions):
        return "toutes les régions"
    return ", ".join(regions[slug].text.fr for slug in slugs) or "aucune région"


@room.callback()
def _room() -> None:
    """Les fiches de services."""
