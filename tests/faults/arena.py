"""Servers, nursery and provider outside a test run, for `make storm` and `make drill`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.library import load_book
from tests import servers
from tests.faults.nursery import nursery
from tests.faults.provider import Provider
from tests.faults.stage import Stage
from tests.faults.stores import made


@contextmanager
def arena() -> Iterator[tuple[Stage, Path]]:
    """A stage of one's own, and a folder that goes with it."""
    with (
        TemporaryDirectory(prefix="sira-storm-") as place,
        servers.postgres() as postgres,
        servers.redis_server() as redis,
        nursery() as births,
        made(postgres, Path(place), load_book()) as stores,
        Provider() as provider,
    ):
        yield Stage(births, stores, provider, redis), Path(place)
