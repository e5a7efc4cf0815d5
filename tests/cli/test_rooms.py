"""Each command is where the table says, and is loaded alone."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module

import typer
from typer.main import get_group
from typer.testing import CliRunner

from bot.cli import app
from bot.cli.root import ROOMS

OF_OTHERS = ("aiohttp", "openpyxl", "fpdf", "uvicorn", "fastapi")


def test_the_table_names_every_command_of_every_room_and_no_other() -> None:
    found: dict[str, str] = {}
    for module in dict.fromkeys(ROOMS.values()):
        room = typer.Typer()
        import_module(f"bot.cli.{module}").add(room)
        found |= dict.fromkeys(get_group(room).commands, module)
    assert found == dict(ROOMS)


def test_a_command_does_not_wait_for_what_only_others_need() -> None:
    asked = f"import sys; from bot.cli.root import _room; _room('staff'); print([n for n in {OF_OTHERS!r} if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"


def test_a_slip_is_told_the_nearest_name() -> None:
    said = CliRunner().invoke(app, ["brodcast"])
    assert said.exit_code == 2
    assert "broadcast" in said.output
