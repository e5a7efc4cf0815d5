"""``sira locales sheet`` and ``import``: the speakers' sheet, out and back."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress

from bot.cli.failing import clearly, fail, settings, stderr, stdout
from bot.cli.languages import IN_FRENCH
from bot.cli.store import store
from bot.flowcheck import ill_fitting
from bot.speakers import printed
from bot.speakers.catalogue import Reviewing, usable
from bot.speakers.fonts import UnprintableError
from bot.speakers.limits import limits
from bot.speakers.many import many
from bot.speakers.proposals import proposals
from bot.speakers.role import is_role, not_a_role
from flows.load import load
from locales.catalogue import ROOT, Catalogues
from locales.review import STATES
from locales.sheet import answers, written
from locales.sheet.columns import STATE_WORDS
from locales.sheet.line import Proposal, Sheet
from locales.sheet.taken import Taken, take

Language = Annotated[str, typer.Option("--lang", help="La langue, par exemple bm.")]


def add(room: typer.Typer) -> None:
    """Hang the commands on ``room``."""
    room.command("sheet", help="Écrit la feuille de relecture : .xlsx pour répondre, .pdf pour imprimer.")(sheet)
    room.command("import", help="Reprend une feuille relue ; dit chaque ligne refusée, prend toutes les autres.")(bring)


def sheet(
    out: Annotated[Path, typer.Argument(help="Le fichier à écrire, .xlsx ou .pdf.")],
    language: Language = "bm",
    flow: Annotated[str, typer.Option(help="Un seul parcours, par exemple orientation.")] = "",
    safety: Annotated[bool, typer.Option("--safety", help="Seulement les phrases de sécurité.")] = False,
    state: Annotated[str, typer.Option(help=f"Seulement cet état : {', '.join(STATE_WORDS.values())}.")] = "",
    with_proposals: Annotated[
        bool, typer.Option("--with-proposals", help="Avec ce qui a été proposé dans la console.")
    ] = False,
    root: Annotated[Path, typer.Option(hidden=True)] = ROOT,
) -> None:
    """Write ``out``; no file at all when nothing fits what was asked."""
    if out.suffix not in {".xlsx", ".pdf"}:
        fail(f"{out} : donnez un nom qui finit par .xlsx ou .pdf.")
    if state and state not in STATE_WORDS.values():
        fail(f"« {state} » n'est pas un état ; écrivez {', '.join(STATE_WORDS.values())}.")
    with clearly():
        found = Reviewing.of(root, language, load())
        asked = asyncio.run(_proposed(found)) if with_proposals else {}
    groups = dict.fromkeys(one.group for one in found.shown)
    if flow and flow not in groups:
        fail(f"« {flow} » n'est pas un parcours ; choisissez : {', '.join(groups)}.")
    wanted = STATES[list(STATE_WORDS.values()).index(state)] if state else ""
    shown = tuple(
        one
        for one in found.shown
        if one.group == (flow or one.group)
        and (one.safety or not safety)
        and any(line.reviewed.state == (wanted or line.reviewed.state) for line in one.lines)
    )
    if not shown:
        fail("Aucune phrase ne répond à cette demande ; élargissez-la.")
    try:
        _write(out, Sheet(language, shown, asked))
    except UnprintableError as error:
        fail(f"{out} : {error}. Rien n'est écrit. Prenez la feuille .xlsx.")
    except OSError as error:
        fail(f"{out} : impossible d'écrire ici ({error.strerror}).")
    count = sum(len(one.lines) for one in shown)
    stdout.print(f"{out} : {many(count, 'phrase')}, {many(len(shown), 'message')}.", markup=False)


def _write(out: Path, made: Sheet) -> None:
    if out.suffix == ".xlsx":
        with stdout.status("écriture de la feuille …"):
            written.write(out, made)
        return
    with Progress(console=stderr, transient=True) as progress:
        task = progress.add_task("mise en page …", total=len(made.shown))
        printed.write(out, made, lambda done: progress.update(task, completed=done))


async def _proposed(found: Reviewing) -> dict[str, Proposal]:
    async with store(settings()) as database:
        asked: dict[str, Proposal] = await database.read(proposals, found.language, found.file.entries)
    return asked


def bring(
    file: Annotated[Path, typer.Argument(help="La feuille relue, .xlsx.")],
    who: Annotated[str, typer.Option("--as", help="Qui a relu : un rôle, par exemple « locutrice, Kayes ».")],
    language: Language = "bm",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Dire ce qui changerait, sans rien écrire.")] = False,
    root: Annotated[Path, typer.Option(hidden=True)] = ROOT,
) -> None:
    """Take what can be taken; exit 1 when a row was refused, so that a script sees it."""
    if not file.is_file():
        fail(f"{file} : ce fichier n'existe pas.")
    if not is_role(who):
        fail(not_a_role("--as", who))
    with clearly(), stdout.status("lecture de la feuille …"):
        flows = load()
        found = Reviewing.of(root, language, flows)
        given, unread = answers.read(file, language)
    most = limits(flows, found.file.entries)
    day = datetime.now(UTC).date().isoformat()
    taken = take(given, found.file.entries, found.states, most, who, day)
    if not dry_run and (taken.changed or taken.moved or taken.remarked):
        found.write(taken.entries, taken.states)
    _say(taken, given, dry_run=dry_run)
    for line in taken.told:
        stdout.print(str(line), markup=False)
    after = Catalogues({language: usable(taken.entries.values())})
    for misfit in ill_fitting(flows, after, language, root):
        if misfit.key in taken.changed:
            stdout.print(f"{misfit} {IN_FRENCH}", markup=False)
    refused = sorted((*unread, *taken.refused))
    for fault in refused:
        stderr.print(str(fault), markup=False)
    if refused:
        fail(f"{len(refused)} ligne(s) refusée(s) ; toutes les autres sont {'bonnes' if dry_run else 'prises'}.")


def _say(taken: Taken, given: tuple[answers.Answer, ...], *, dry_run: bool) -> None:
    if not given:
        stdout.print("Aucune réponse dans cette feuille.")
        return
    end = " Rien n'est enregistré (--dry-run)." if dry_run else ""
    stdout.print(
        f"{len(taken.changed)} phrase(s) changée(s), {len(taken.moved)} état(s), {len(taken.remarked)} remarque(s).{end}"
    )
