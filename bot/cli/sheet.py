"""``sira content sheet``: the records as a workbook, for colleagues who know a spreadsheet and not YAML."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.failing import clearly, fail, stderr, stdout
from content.load import ROOT
from content.review import read_reviews
from content.sheet import workbook_in, workbook_out
from content.sheet.planning import plan
from content.sheet.workbook_in import SheetProblem
from locales.yamlfile import read

room = typer.Typer(help="Les fiches dans un classeur (tableur).", no_args_is_help=True)


@room.callback()
def _room() -> None:
    """Les fiches dans un classeur (tableur)."""


@room.command("export", help="Écrit un classeur .xlsx avec toutes les fiches.")
def export(
    file: Annotated[Path, typer.Argument(help="Le classeur à écrire, par exemple fiches.xlsx.")],
    organisation: Annotated[str, typer.Option("--org", help="Un seul organisme, par son repère.")] = "",
    root: Annotated[Path, typer.Option(hidden=True)] = ROOT,
) -> None:
    """Write ``file``. It holds telephones that only the team may see, and says so."""
    if file.suffix != ".xlsx":
        fail(f"{file} : donnez un nom qui finit par .xlsx.")
    with clearly(), stdout.status("écriture du classeur …"):
        records = [read(path) for path in sorted((root / "services").glob("*.yaml"))]
        chosen = [one for one in records if not organisation or one.data.get("org") == organisation]
        if not chosen:
            known = ", ".join(sorted({str(one.data.get("org")) for one in records}))
            fail(f"« {organisation} » n'est pas un organisme ; choisissez : {known}.")
        reviews = read_reviews(root, [one.path.stem for one in records], [])
        states = {one.path.stem: reviews.state(one.path.stem, one.data) for one in chosen}
        try:
            workbook_out.write(file, chosen, states)
        except OSError as error:
            fail(f"{file} : impossible d'écrire ici ({error.strerror}).")
    stdout.print(f"{file} : {len(chosen)} fiches. Il contient des téléphones : pour l'équipe seulement.", markup=False)


@room.command("import", help="Reprend un classeur corrigé ; dit chaque faute avec son onglet et sa case.")
def take(
    file: Annotated[Path, typer.Argument(help="Le classeur corrigé.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Dire ce qui changerait, sans rien écrire.")] = False,
    root: Annotated[Path, typer.Option(hidden=True)] = ROOT,
) -> None:
    """Write the records that changed, or nothing at all and exit 1 while there is a fault."""
    if not file.is_file():
        fail(f"{file} : ce fichier n'existe pas.")
    with clearly(), stdout.status("lecture du classeur …"):
        try:
            found = plan(workbook_in.read(file), root)
        except SheetProblem as error:
            fail(str(error))
    for sentence in (*found.remarks, *found.changes):
        stdout.print(sentence, markup=False)
    if found.faults:
        for fault in found.faults:
            stderr.print(fault, markup=False)
        fail(f"{len(found.faults)} faute(s) : rien n'est enregistré.")
    if not found.files:
        stdout.print("Rien n'a changé.")
        return
    if dry_run:
        stdout.print(f"{len(found.files)} fiche(s) changeraient. Rien n'est enregistré (--dry-run).")
        return
    for service, text in found.files.items():
        _write(root / "services" / f"{service}.yaml", text)
    stdout.print(f"{len(found.files)} fiche(s) enregistrée(s) : {', '.join(found.files)}.", markup=False)


def _write(path: Path, text: str) -> None:
    """Whole or not at all: a half-written record would keep the whole directory from loading."""
    fresh = path.with_suffix(".yaml.new")
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(path)
