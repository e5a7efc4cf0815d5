"""``sira locales``: how far a language is, flow by flow, and who has read it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.table import Column, Table

from bot.cli import languages, reviewing
from bot.cli.failing import clearly, stdout
from bot.speakers.catalogue import Count, Reviewing, counted
from flows.load import load
from locales.catalogue import ROOT, SOURCE
from locales.review import STATES, State

HEADS: Final[Mapping[State, str]] = {"draft": "brouillon", "read_aloud": "lu", "said_back": "redit", "signed": "signé"}
"""The states as short as a table of 80 characters needs them."""
PERCENT: Final = 100
room = typer.Typer(help="Les langues : relire, compter, ajouter.", no_args_is_help=True)


def add(app: typer.Typer) -> None:
    """Hang the commands on ``app``."""
    reviewing.add(room)
    languages.hang(room)
    app.add_typer(room, name="locales")


@room.callback()
def _room() -> None:
    """Les langues : relire, compter, ajouter."""


@room.command("status", help="Combien de phrases sont traduites, lues, redites, signées : par langue et par parcours.")
def status(
    language: Annotated[str, typer.Option("--lang", help="Une seule langue, par exemple bm.")] = "",
    missing: Annotated[
        bool, typer.Option("--missing", help="Quelles phrases manquent : à traduire, à signer.")
    ] = False,
    root: Annotated[Path, typer.Option(hidden=True)] = ROOT,
) -> None:
    """One table a language: safety first, then each flow, then all; with ``--missing`` one line a sentence."""
    with clearly():
        flows = load()
        known = sorted(path.parent.parent.name for path in root.glob("*/LC_MESSAGES/sira.po"))
        found = [Reviewing.of(root, one, flows) for one in known if one == (language or one) and one != SOURCE]
        if language and not found:
            Reviewing.of(root, language, flows)
    for one in found:
        (_missing if missing else _table)(one)


def _missing(found: Reviewing) -> None:
    """What has no words to show, then what is about safety and nobody signed."""
    lines = [(line, shown.safety) for shown in found.shown for line in shown.lines]
    bare = [line for line, _ in lines if not line.entry.usable]
    unsigned = [line for line, safe in lines if safe and line.entry.usable and line.reviewed.state != STATES[-1]]
    for name, listed in (("à traduire", bare), ("de sécurité, à signer", unsigned)):
        stdout.print(f"{found.language} : {len(listed)} phrase(s) {name}.", markup=False)
        for line in listed:
            stdout.print(f"  {line.entry.key} : {' '.join(line.entry.french.split())}", markup=False)


def _table(found: Reviewing) -> None:
    counted_as = ("phrases", "à traduire", *HEADS.values())
    numbers = (Column(head, justify="right", no_wrap=True) for head in counted_as)
    table = Table(Column("parcours", overflow="fold"), *numbers, title=found.language)
    _row(table, "SÉCURITÉ (à signer d'abord)", counted(one for one in found.shown if one.safety))
    table.add_section()
    for group in dict.fromkeys(one.group for one in found.shown):
        _row(table, group, counted(one for one in found.shown if one.group == group))
    table.add_section()
    whole = counted(found.shown)
    _row(table, "en tout", whole)
    stdout.print(table)
    share = whole.states["signed"] / whole.total if whole.total else 0
    stdout.print(
        f"{found.language} : {share * PERCENT:.0f} % des phrases sont signées. Ce qui n'est pas signé n'est pas sûr."
    )


def _row(table: Table, name: str, count: Count) -> None:
    table.add_row(name, str(count.total), str(count.untranslated), *(str(count.states[state]) for state in STATES))
