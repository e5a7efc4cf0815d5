"""What is loaded before processes are forked: all that a process of Sira loads, and this release's book."""

from __future__ import annotations

import gc
import sys

import bot.cli.serve  # noqa: F401
import webhook.app  # noqa: F401
from bot.library import load_book

load_book()
del sys.modules["webhook.app"]  # each process makes its own application, from its own settings
gc.collect()
gc.freeze()
