"""On which of the two stores a test of a rule is run: SQLite and PostgreSQL take turns, test by test.

What only a store can get wrong (migrations, rights, races, backups, leases) is run on both each time; so is everything
with ``SIRA_STORES_ALL=1``.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Sequence
from typing import Final

import pytest

ALL: Final = bool(os.environ.get("SIRA_STORES_ALL"))
RULES: Final = ("tests/desk/", "tests/alerts/", "tests/broadcast/", "tests/protection/")
"""Folders whose tests hold what is decided, by statements that both stores are given."""
STORES: Final = ("sqlite", "postgresql")
BY_STORE: Final = "database_url"
RACE: Final = "gather"
"""What a test calls that lets many try at once."""


def on_its_store(items: Sequence[pytest.Item]) -> tuple[list[pytest.Item], list[pytest.Item]]:
    """What is run, and what the other store has the turn for."""
    run: list[pytest.Item] = []
    left: list[pytest.Item] = []
    for item in items:
        (run if _has_its_turn(item) else left).append(item)
    return run, left


def _has_its_turn(item: pytest.Item) -> bool:
    if ALL or not isinstance(item, pytest.Function) or not hasattr(item, "callspec"):
        return True
    store = item.callspec.params.get(BY_STORE)
    if store is None or not item.nodeid.startswith(RULES) or RACE in item.function.__code__.co_names:
        return True
    name = item.nodeid.replace(str(store), "")  # the same for both, and another for each row of a table
    return STORES[zlib.crc32(name.encode()) % len(STORES)] == store
