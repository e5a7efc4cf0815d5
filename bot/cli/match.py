"""``sira match``: services for a facts file, to read or as JSON."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import orjson
import typer

from bot.cli.failing import clearly, fail, stdout
from content.arrange import SHOWN
from content.card import card
from content.load import load
from content.match import match, to_json
from content.person import FactProblem, parse_person
from content.ranking import ranking
from locales.catalogue import Catalogues
from locales.yamlfile import read


def add(app: typer.Typer) -> None:
    """Hang the command on ``app``."""
    app.command("match", help="Les services pour un fichier de faits (YAML).")(run)


def run(
    facts: Annotated[Path, typer.Option(help="Fichier YAML : in, region, age, need …")],
    json: Annotated[bool, typer.Option("--json", help="Le résultat complet en JSON.")] = False,
) -> None:
    """Print the match and why it is in this order. Unknown facts and values are refused by name."""
    if not facts.is_file():
        fail(f"{facts} : ce fichier n'existe pas.")
    with clearly():
        try:
            person = parse_person(read(facts).data or {})
        except FactProblem as error:
            fail(f"{facts} :\n{error}")
        directory, words = load(), Catalogues.load()
        today = datetime.now(UTC).date()
        found = match(directory, person, today)
    if json:
        stdout.print(orjson.dumps(to_json(found, words.say), option=orjson.OPT_INDENT_2).decode(), markup=False)
        return
    for one in found.services[:SHOWN]:
        for line in card(one, today):
            stdout.print(words.say(line, "fr"), markup=False)
        stdout.print()
    stdout.print("Classement, le plus petit d'abord, partie par partie :")
    for row in ranking(found.services):
        stdout.print(row, markup=False, highlight=False)
    stdout.print(f"\npremière étape : {found.first_step.value} · niveau : {found.level.value}", markup=False)
    stdout.print(f"question suivante : {found.next_question or 'aucune'}", markup=False)
