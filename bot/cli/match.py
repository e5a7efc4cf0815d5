"""``sira match``: services for a facts file, to read or as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Annotated

import orjson
import typer

from bot.cli.failing import clearly, fail, stdout
from content.arrange import SHOWN
from content.card import card
from content.explain import fact_label
from content.levels import LevelName
from content.load import load
from content.match import match, to_json
from content.person import FactProblem, parse_person
from content.ranking import ranking
from locales.catalogue import Catalogues
from locales.yamlfile import read

LEVELS: Mapping[LevelName, str] = MappingProxyType(
    {
        "none": "aucune, personne de l'équipe n'est demandé",
        "P3": "faible, l'équipe est demandée (P3)",
        "P2": "moyenne, l'équipe est demandée (P2)",
        "P1": "grande, l'équipe est demandée (P1)",
        "P0": "très grande, l'équipe est demandée tout de suite (P0)",
    }
)


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
    first = " ".join(words.say(reason, "fr") for reason in found.first_step.reasons)
    question = words.say(fact_label(found.next_question), "fr") if found.next_question else "aucune"
    stdout.print(f"\nPremière étape : {first}", markup=False)
    stdout.print(f"Urgence : {LEVELS[found.level.value]}.", markup=False)
    stdout.print(f"Question suivante : {question}.", markup=False)
