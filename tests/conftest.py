"""What every test may ask for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.engine.book import Book
from bot.library import load_book
from tests import servers


@pytest.fixture(scope="session")
def book() -> Book:
    """This release's flows, services and catalogues, loaded once."""
    return load_book()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A real PostgreSQL server, started once for the run."""
    with servers.postgres() as url:
        yield url


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """A real Redis server, started once for the run."""
    with servers.redis_server() as url:
        yield url


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """An empty database of its own on the real PostgreSQL."""
    with servers.fresh_database(postgres_server) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database in each of the two stores."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'sira.db'}"
    else:
        server = request.getfixturevalue("postgres_server")
        with servers.fresh_database(server) as url:
            yield url
