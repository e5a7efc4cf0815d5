"""The command line ``sira``."""

from bot.cli.root import app

__all__ = ["app"]
