"""The engine's walls hold against rooms that do not exist yet."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]
FLOORS = ("locales", "content", "flows", "bot", "webhook")
WINGS = ("webhook/partner", "webhook/console", "webhook/chat")  # named by a contract of their own


def lint(house: Path) -> tuple[int, str]:
    """What the contracts say of the house at ``house``."""
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([program, "--no-cache"], cwd=house, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A house with our contracts, empty floors, and the engine in its room."""
    shutil.copy(HOUSE / "pyproject.toml", tmp_path)
    for room in (*FLOORS, *WINGS, "bot/engine", "bot/attic", "bot/attic/trunk"):
        (tmp_path / room).mkdir()
        (tmp_path / room / "__init__.py").touch()
    (tmp_path / "bot" / "shed.py").touch()
    (tmp_path / "bot" / "engine" / "walk.py").touch()
    return tmp_path


@pytest.mark.parametrize(
    "line", ["import flows, content, locales", "from bot.engine import walk", "from bot.engine.walk import __name__"]
)
def test_the_engine_may_use_the_floors_below_and_its_own_room(house: Path, line: str) -> None:
    (house / "bot" / "engine" / "step.py").write_text(line, "utf-8")
    assert lint(house)[0] == 0


@pytest.mark.parametrize(
    "line", ["import bot.shed", "from bot import attic", "from bot.attic import trunk", "import webhook"]
)
def test_a_room_built_tomorrow_is_closed_to_the_engine(house: Path, line: str) -> None:
    (house / "bot" / "engine" / "step.py").write_text(line, "utf-8")
    code, said = lint(house)
    assert code == 1
    assert "bot.engine.step ->" in said
