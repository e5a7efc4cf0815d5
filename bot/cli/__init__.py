"""The command line ``sira``."""

from bot.cli.root import app
from bot.garbage import LOADING, look_rarely

look_rarely(LOADING)

__all__ = ["app"]
