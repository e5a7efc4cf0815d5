"""``sira content scenarios``: what invented people are shown, beside what a careful counsellor would do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import typer
from rich.table import Table

from bot.cli.failing import clearly, fail, stderr, stdout
from content.arrange import SHOWN
from content.load import Directory, load
from content.match import match, to_json
from content.scenario import Person, differences, load_scenarios
from locales.catalogue import Catalogues


def add(content: typer.Typer) -> None:
    """Hang the command on the content room."""
    content.command(
        "scenarios", help="Des personnes inventées : ce que Sira leur montre, et ce qu'un conseiller ferait."
    )(run)


def run() -> None:
    """Exit 1 when Sira does otherwise than the counsellor for anybody, with what differs."""
    with clearly(), stdout.status("lecture des fiches …"):
        directory = load()
        people = load_scenarios(directory)
        words = Catalogues.load()
    found = tuple(_judged(directory, people, words, datetime.now(UTC).date()))
    table = Table("personne", "les trois premiers", "première étape", "niveau", "tenu")
    for person, shown, wrong in found:
        names = ", ".join(one["id"] for one in shown["services"][:SHOWN])
        held = "[red]non[/red]" if wrong else "oui"
        table.add_row(person.name, names or "–", shown["first_step"]["value"], shown["level"]["value"], held)
    stdout.print(table)
    otherwise = [(person, wrong) for person, _, wrong in found if wrong]
    for person, wrong in otherwise:
        stderr.print(f"{person.name} : {person.scenario.about}", markup=False)
        for line in wrong:
            stderr.print(f"  {line}", markup=False)
    if otherwise:
        fail(f"{len(otherwise)} personne(s) sur {len(people)} : autrement que le conseiller.")
    stdout.print(f"{len(people)} personne(s) : comme un conseiller attentif le ferait.")


def _judged(
    directory: Directory, people: tuple[Person, ...], words: Catalogues, today: date
) -> Iterator[tuple[Person, dict[str, Any], tuple[str, ...]]]:
    for person in people:
        shown = to_json(match(directory, person.facts, today), words.say, languages=("fr",))
        yield person, shown, differences(person.scenario, shown, directory)
