"""The command line ``sira``."""

import sys

from locales.problem import AuthorProblem

try:
    from bot.cli.root import app
except AuthorProblem as error:  # facts, places and trades are read when the rooms that need them are imported
    sys.exit("\n".join((*error.problems, f"{len(error.problems)} point(s) à corriger.")))

__all__ = ["app"]
