"""What others do to somebody, and whatever is urgent of a child, is for who is trained for protection."""

from __future__ import annotations

from typing import Any

import pytest

from bot.desk.focal import is_for_focal_point


@pytest.mark.parametrize(("level", "reasons", "facts", "passed"), [
    ("P1", ["asked_for_person", "distress,threatened"], {}, True),
    ("P1", ["ill_treated"], {"age": 30}, True),
    ("P1", ["ill"], {"age": 30}, False),
    ("P1", ["ill"], {}, False),
    ("P1", ["ill"], {"age": 17}, True),
    ("P1", ["by x.supervisor:elle est menacée"], {"age": 18}, False),
    ("P3", ["threatened"], {"age": 12}, False),
])  # fmt: skip
def test_whose_case_it_is(level: str, reasons: list[str], facts: dict[str, Any], passed: bool) -> None:
    assert is_for_focal_point(level, reasons, facts) is passed
