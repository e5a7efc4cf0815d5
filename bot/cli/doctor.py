"""``sira doctor``: is everything that people rely on in order, and what to do about what is not."""

from __future__ import annotations

import asyncio

import typer
from rich.table import Table

from bot.cli.failing import clearly, settings, stdout
from bot.examination import examine
from bot.finding import Finding

MARKS = {"green": "[green]●[/green] bon", "yellow": "[yellow]▲[/yellow] à voir", "red": "[red]■[/red] à réparer"}


def add(app: typer.Typer) -> None:
    """Hang the command on ``app``."""
    app.command("doctor", help="Examine base, clés, canaux, numéros d'urgence ; dit quoi faire.")(run)


def run() -> None:
    """Exit 1 when something is red."""
    chosen = settings()
    with clearly():
        findings = asyncio.run(examine(chosen))
    _show(findings)
    if any(finding.colour == "red" for finding in findings):
        raise typer.Exit(1)


def _show(findings: list[Finding]) -> None:
    table = Table("état", "quoi", "détail")
    for finding in findings:
        table.add_row(MARKS[finding.colour], finding.what, finding.words)
    stdout.print(table)
