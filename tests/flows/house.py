"""A copy of the flows with one thing broken."""

from __future__ import annotations

import shutil
from pathlib import Path

from flows.load import ROOT


def broken(place: Path, file: str, good: str, bad: str) -> Path:
    """The folder of flows, under ``place``, in which ``bad`` stands once for ``good``."""
    folder = place / "flows"
    folder.mkdir(parents=True)
    for path in ROOT.glob("*.yaml"):
        shutil.copy(path, folder)
    words = (folder / file).read_text("utf-8")
    assert good in words, "the example must still be what it was"
    (folder / file).write_text(words.replace(good, bad, 1), "utf-8")
    return folder
