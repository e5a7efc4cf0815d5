"""``sira content diff``: who gains and who loses by a change of the records, before it is published."""

from __future__ import annotations

import io
import subprocess
import tempfile
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import orjson
import typer
from rich.markup import escape
from rich.table import Column, Table

from bot.cli.failing import clearly, fail, stderr, stdout
from content.difference import Difference, differences, people_of
from content.earlier import earlier
from content.load import ROOT, load

PEOPLE_SHOWN = 60


def run(
    since: Annotated[str, typer.Option(help="Comparer avec cette révision de git.")] = "HEAD",
    against: Annotated[Path | None, typer.Option(help="Comparer avec un autre dossier « content ».")] = None,
    json: Annotated[bool, typer.Option("--json", help="Le résultat complet en JSON.")] = False,
    root: Annotated[Path, typer.Option(hidden=True)] = ROOT,
) -> None:
    """Print everybody for whom something is another."""
    if against is not None and not (against / "services").is_dir():
        fail(f"{against} : ce dossier n'a pas de fiches (services/).")
    with clearly(), stdout.status("comparaison …"), tempfile.TemporaryDirectory() as folder:
        after = load(root)
        people = people_of(after, root / "scenarios")
        before, unreadable = earlier(against or _exported(since, root, Path(folder)), after)
        found = differences(before, after, people, datetime.now(UTC).date())
    if json:
        stdout.print(orjson.dumps([one.as_json() for one in found], option=orjson.OPT_INDENT_2).decode(), markup=False)
        return
    if unreadable:
        stderr.print(f"Fiches d'avant qui ne se lisent plus : {', '.join(unreadable)}.", markup=False)
    _tell(found, len(people))


def _exported(revision: str, root: Path, folder: Path) -> Path:
    """The records of ``revision`` in ``folder``, by git, without touching the work tree."""
    top = _git(root, "rev-parse", "--show-toplevel").decode().strip()
    name = root.resolve().relative_to(Path(top).resolve()).as_posix()
    commit = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    packed = _git(Path(top), "archive", "--format=zip", commit.decode().strip(), f"{name}/services")
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        archive.extractall(folder)  # it leaves no folder, whatever the names inside say
    return folder / name


def _git(folder: Path, *words: str) -> bytes:
    try:
        done = subprocess.run(("git", *words), cwd=folder, capture_output=True, check=False)  # noqa: S603, S607
    except FileNotFoundError:
        fail("git n'est pas installé ; comparez avec --against DOSSIER.")
    if done.returncode:
        fail("Cette révision ou ses fiches n'existent pas dans git ; essayez --since HEAD~1, ou --against DOSSIER.")
    return done.stdout


def _tell(found: tuple[Difference, ...], people: int) -> None:
    if not found:
        stdout.print(f"Rien ne change pour {people} personnes.")
        return
    heads = ("personne", "gagne", "perd", "autre réponse", "trois premiers", "première étape, niveau")
    table = Table(*(Column(head, overflow="fold") for head in heads), show_lines=True)
    for one in found[:PEOPLE_SHOWN]:
        table.add_row(*map(escape, _cells(one)))
    stdout.print(table)
    if len(found) > PEOPLE_SHOWN:
        stdout.print(f"… et {len(found) - PEOPLE_SHOWN} autres (--json pour tout voir).")
    gain, lose = sum(bool(one.gained) for one in found), sum(bool(one.lost) for one in found)
    stdout.print(f"{len(found)} personnes sur {people} : {gain} gagnent un service, {lose} en perdent un.")


def _cells(one: Difference) -> tuple[str, ...]:
    first = "" if one.first_before == one.first_after else f"{_list(one.first_before)}\n→ {_list(one.first_after)}"
    steps = [f"{before} → {after}" for before, after in (one.steps, one.levels) if before != after]
    outcomes = "\n".join(f"{service} : {before} → {after}" for service, before, after in one.outcomes)
    return one.name, "\n".join(one.gained), "\n".join(one.lost), outcomes, first, "\n".join(steps)


def _list(services: tuple[str, ...]) -> str:
    return ", ".join(services) or "rien"
