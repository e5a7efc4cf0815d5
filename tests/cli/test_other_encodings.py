"""A file saved in another encoding is named with its line by the command that meets it, whoever reads it and when."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from locales.extract import HOUSE

ROOMS = ("locales", "content", "flows", "bot")
PROGRAM = "import sys; sys.argv[0] = 'sira'; from bot.cli import app; app()"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = tmp_path_factory.mktemp("house")
    for room in ROOMS:
        shutil.copytree(HOUSE / room, copy / room, ignore=shutil.ignore_patterns("__pycache__"))
    return copy


@pytest.mark.parametrize(
    ("command", "file"),
    [
        ("content", "content/services/aek-kayes.yaml"),
        ("content", "content/facts.yaml"),
        ("flows", "locales/bm/LC_MESSAGES/sira.po"),
    ],
)
def test_a_check_names_the_file_and_line(house: Path, command: str, file: str) -> None:
    path = house / file
    before = path.read_bytes()
    path.write_bytes(before + "# été\n".encode("latin-1"))
    try:
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, command, "check"],
            cwd=house, env={**os.environ, "PYTHONPATH": str(house)}, capture_output=True, text=True, check=False,
        )  # fmt: skip
    finally:
        path.write_bytes(before)
    assert done.returncode == 1
    line = before.count(b"\n") + 1
    assert f"{file}:{line}: ce fichier n'est pas en UTF-8" in done.stderr
    assert "Traceback" not in done.stderr
