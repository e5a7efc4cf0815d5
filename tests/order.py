"""In which order the files of the tests are run by several at once: who waits stands beside who works."""

from __future__ import annotations

from itertools import zip_longest
from typing import Final

import pytest

WAITING: Final = ("tests/faults/", "tests/service/", "tests/runner/", "tests/broadcast/", "tests/upkeep/")
"""Folders whose tests mostly wait for processes, leases and sweeps."""
WORKING_BESIDE: Final = 2
"""How many files that keep a processor busy are begun for each that waits."""


def woven(items: list[pytest.Item]) -> list[pytest.Item]:
    """The files with the most tests first, so that none of the long ones is begun last, and those that wait spread among them:
    by themselves they would leave the processors idle.
    """
    files: dict[str, list[pytest.Item]] = {}
    for item in items:
        files.setdefault(item.nodeid.partition("::")[0], []).append(item)
    longest = sorted(files, key=lambda name: -len(files[name]))
    waiting = [name for name in longest if name.startswith(WAITING)]
    working = [name for name in longest if not name.startswith(WAITING)]
    beside = [working[start : start + WORKING_BESIDE] for start in range(0, len(working), WORKING_BESIDE)]
    order = [
        name for wait, work in zip_longest([[one] for one in waiting], beside, fillvalue=[]) for name in wait + work
    ]
    return [item for name in order for item in files[name]]
