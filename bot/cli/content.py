"""``sira content``: checking what can be offered."""

from __future__ import annotations

import typer

from bot.cli.failing import fail, stderr, stdout
from content.actors import load_programmes
from content.load import ContentProblem, load

PROBLEMS_SHOWN = 60

room = typer.Typer(help="Les fiches de services.", no_args_is_help=True)


def add(app: typer.Typer) -> None:
    """Hang the commands on ``app``."""
    app.add_typer(room, name="content")


@room.command("check", help="Vérifie toutes les fiches ; chaque faute avec fichier et ligne.")
def run() -> None:
    """Exit 1 when anything is to be mended."""
    problems: list[str] = []
    try:
        with stdout.status("lecture des fiches …"):
            directory = load()
            programmes = load_programmes(directory.services, problems)
    except ContentProblem as error:
        problems += error.problems
    for problem in problems[:PROBLEMS_SHOWN]:
        stderr.print(problem, markup=False)
    if problems:
        fail(f"{len(problems)} point(s) à corriger.")
    stdout.print(f"{len(directory.services)} fiches et {len(programmes)} programmes en ordre.")


@room.callback()
def _room() -> None:
    """Les fiches de services."""
