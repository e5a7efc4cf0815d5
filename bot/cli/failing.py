"""How a command ends badly: one sentence that says what to do, exit code 1, no trace."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import typer
from pydantic import ValidationError
from pydantic_core import ErrorDetails
from rich.console import Console

from bot.keys import DEMO_FILE, MissingKeys, data_folder, vault_for
from bot.records.down import DatabaseDown
from bot.records.migrate import StrangeDatabase
from bot.records.sqlite import NoDatabase, NoFolder
from bot.settings import Settings
from locales.problem import AuthorProblem

stderr = Console(stderr=True, highlight=False, soft_wrap=True)
stdout = Console(highlight=False, soft_wrap=True)


def fail(sentence: str) -> NoReturn:
    """Say ``sentence`` and end with exit code 1."""
    stderr.print(sentence, markup=False)
    raise typer.Exit(1)


@contextmanager
def clearly() -> Iterator[None]:
    """Turn the faults that an operator or author can mend into one clear message."""
    try:
        yield
    except AuthorProblem as error:
        for problem in error.problems:
            stderr.print(problem, markup=False)
        fail(f"{len(error.problems)} point(s) à corriger.")
    except (MissingKeys, NoDatabase, NoFolder, StrangeDatabase) as error:
        fail(str(error))
    except DatabaseDown as error:
        fail(f"La base ne répond pas ({error}). Vérifiez SIRA_DATABASE_URL, et que le serveur tourne.")


def settings() -> Settings:
    """The settings, or one line for each that is wrong."""
    try:
        return Settings()
    except ValidationError as error:
        fail("\n".join(f"SIRA_{str(item['loc'][0]).upper()} : {_wrong(item)}." for item in error.errors()))


def settle(chosen: Settings) -> None:
    """Make what a demonstration needs on disk, and say on the error stream what was made and where.

    Raises ``NoFolder`` or ``MissingKeys``.
    """
    folder = data_folder(chosen)
    had_folder, had_keys = folder.exists(), (folder / DEMO_FILE).exists()
    _, keys = vault_for(chosen)
    if not had_folder and folder.exists():
        stderr.print(f"• nouveau dossier : {folder}", markup=False)
    if keys is not None and not had_keys:
        stderr.print(f"• nouvelles clés d'essai, lisibles par vous seul : {keys}", markup=False)


def _wrong(item: ErrorDetails) -> str:
    if item["type"] == "literal_error":
        return f"« {item['input']} » n'est pas permis ; écrivez {item['ctx']['expected'].replace(' or ', ' ou ')}"
    return item["msg"].removeprefix("Value error, ").rstrip(".")
