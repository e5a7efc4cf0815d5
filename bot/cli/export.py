"""``sira content export``: the directory for other systems, without anything that is for case workers alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, TypeAlias

import orjson
import typer

from bot.cli.failing import clearly, fail, stderr
from content.exports.conditions import Say
from content.exports.data_inclusion import data_inclusion
from content.exports.hsds import hsds
from content.exports.visible import ExportProblem, Shared, visible
from content.load import load
from locales.catalogue import Catalogues

Form: TypeAlias = Callable[[Shared, Say], dict[str, Any]]
Out = Annotated[Path | None, typer.Option("--out", help="Fichier à écrire ; sans lui, la sortie standard.")]

room = typer.Typer(help="Donner le répertoire à d'autres.", no_args_is_help=True)


def add(content: typer.Typer) -> None:
    """Hang the commands on the content room."""
    content.add_typer(room, name="export")


@room.command("hsds", help="HSDS 3.0 (Open Referral), selon le profil content/exports/profile.")
def as_hsds(out: Out = None) -> None:
    """Print or write one JSON document."""
    _export(hsds, out)


@room.command("data-inclusion", help="data.inclusion 1.0 : structures et services.")
def as_data_inclusion(out: Out = None) -> None:
    """Print or write one JSON document."""
    _export(data_inclusion, out)


@room.callback()
def _room() -> None:
    """Donner le répertoire à d'autres."""


def _export(form: Form, out: Path | None) -> None:
    """Read and translate before the first byte is written: a fault leaves no half file."""
    with clearly(), stderr.status("lecture des fiches …"):
        directory, words = load(), Catalogues.load()
        try:
            found = form(visible(directory, datetime.now(UTC).date()), lambda text: words.say(text, "fr"))
        except ExportProblem as problem:
            fail(str(problem))
    data = orjson.dumps(found, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
    if out is None:
        typer.echo(data, nl=False)
        return
    try:
        out.write_bytes(data)
    except OSError as error:
        fail(f"{out} : impossible d'écrire ce fichier ({error.strerror}). Choisissez un dossier qui existe.")
    stderr.print(f"{len(found['services'])} services écrits dans {out}.", markup=False)
