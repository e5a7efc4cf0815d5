"""What the program reads beside its code goes into the wheel: a file left behind is missed only where it is installed."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]
BUILT = frozenset({".py", ".pyc", ".mo"})


@pytest.mark.parametrize("package", ["locales", "content", "flows", "bot", "webhook"])
def test_every_data_file_has_a_pattern_that_packs_it(package):
    patterns = tomllib.loads((HOUSE / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]["package-data"]["*"]
    data = [path for path in (HOUSE / package).rglob("*") if path.is_file() and path.suffix not in BUILT]
    assert data
    assert [path for path in data if not any(path.match(pattern) for pattern in patterns)] == []
