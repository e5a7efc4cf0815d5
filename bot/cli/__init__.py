"""The command line ``sira``."""

import gc
import sys

from locales.problem import AuthorProblem

LOADING = 50_000
"""New objects before a look for garbage. What is loaded now stays: at the usual 700 a third of the start went into looking."""

gc.set_threshold(LOADING, *gc.get_threshold()[1:])
try:
    from bot.cli.root import app
except AuthorProblem as error:  # facts, places and trades are read when the rooms that need them are imported
    sys.exit("\n".join((*error.problems, f"{len(error.problems)} point(s) à corriger.")))

__all__ = ["app"]
