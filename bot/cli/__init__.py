"""The command line ``sira``."""

import sys

from bot.garbage import LOADING, look_rarely
from locales.problem import AuthorProblem

look_rarely(LOADING)
try:
    from bot.cli.root import app
except AuthorProblem as error:  # facts, places and trades are read when the rooms that need them are imported
    sys.exit("\n".join((*error.problems, f"{len(error.problems)} point(s) à corriger.")))

__all__ = ["app"]
