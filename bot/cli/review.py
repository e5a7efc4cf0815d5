"""``sira content review``: a second person has read a record, and says so."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.failing import clearly, fail, stderr, stdout
from content.load import ROOT, load
from content.review import REVIEW_FILE, STATES, ReviewProblem, Reviews, State, read_reviews, records_under
from content.texts import texts_of_service
from locales.catalogue import Catalogues

LANGUAGE = "bm"


def run(
    state: Annotated[str, typer.Argument(help=f"L'état : {', '.join(STATES)}.")],
    records: Annotated[list[str], typer.Argument(help="Les fiches, par leur repère.")],
    by: Annotated[str, typer.Option(help="Qui a relu : un rôle, par exemple « conseillère, Kayes ».")],
    root: Annotated[Path, typer.Option(hidden=True)] = ROOT,
) -> None:
    """Write the state of each record, or nothing and exit 1."""
    to = _state(state)
    problems: list[str] = []
    with clearly():
        known = records_under(root)
        reviews = read_reviews(root, known, problems)
        on = datetime.now(UTC).date().isoformat()
        for record in records:
            if record not in known:
                problems.append(f"« {record} » : cette fiche n'existe pas.")
                continue
            try:
                reviews = reviews.moved(record, known[record], to, by, on)
            except ReviewProblem as error:
                problems.append(f"{error}.")
        if to == "translated":
            problems += _untranslated(root, records)
    if problems:
        for problem in problems:
            stderr.print(problem, markup=False)
        fail("Rien n'est enregistré.")
    (root / REVIEW_FILE).write_text(reviews.written(), encoding="utf-8")
    stdout.print(f"{len(records)} fiche(s) : {to}.")


def counted(reviews: Reviews, root: Path) -> str:
    """One line: how many records stand in each state."""
    counts = reviews.count(records_under(root))
    return "relecture : " + ", ".join(f"{counts[state]} {state}" for state in STATES)


def _state(said: str) -> State:
    found = next((state for state in STATES if state == said), None)
    if found is None:
        fail(f"« {said} » n'est pas un état ; écrivez {', '.join(STATES)}.")
    return found


def _untranslated(root: Path, records: list[str]) -> list[str]:
    """Sentences without Bambara: nobody may call a record translated while one is missing."""
    catalogues, services = Catalogues.load(), load(root).services
    missing = {
        record: sum(not catalogues.has(text, LANGUAGE) for text in texts_of_service(services[record]))
        for record in records
        if record in services
    }
    return [f"« {record} » : {count} phrase(s) sans bambara." for record, count in missing.items() if count]
