"""How a command ends badly: one sentence that says what to do, exit code 1, no trace."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import typer
from pydantic import ValidationError
from rich.console import Console

from bot.keys import MissingKeys
from bot.records.database import DatabaseDown
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
    except MissingKeys as error:
        fail(str(error))
    except DatabaseDown as error:
        fail(f"The database does not answer ({error}). Check SIRA_DATABASE_URL and that the server runs.")


def settings() -> Settings:
    """The settings, or one line for each that is wrong."""
    try:
        return Settings()
    except ValidationError as error:
        lines = [f"SIRA_{str(item['loc'][0]).upper()}: {item['msg']}" for item in error.errors()]
        fail("\n".join(lines))
