"""What many tests read and none changes, read once by each process: reading it takes a second or two."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from bot.engine.book import Book
from bot.library import load_book
from content.directory import Directory
from locales.yamlfile import read


@cache
def book() -> Book:
    """This release's flows, services and catalogues."""
    return load_book()


def directory() -> Directory:
    """The services of that book."""
    return book().directory


@cache
def stories() -> dict[str, dict[str, Any]]:
    """Every story by name."""
    folder = Path(__file__).parent / "stories"
    return {path.stem: read(path).data for path in sorted(folder.glob("*.yaml"))}
