"""What every test may ask for."""

from __future__ import annotations

import gc
import shutil
from collections.abc import AsyncIterator, Iterator
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import settings
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import Connection

import bot.library
from bot.desk import password
from bot.engine.book import Book
from bot.records.database import Database
from bot.staffing import make_organisations
from locales.catalogue import Catalogues
from tests import once, servers
from tests.databases import Databases, begin, from_ready, make_file
from tests.doubles.telegram_api import SECRET, TOKEN, TelegramApi
from tests.order import woven
from tests.phone import Phone
from tests.statements import share_statements
from tests.stores import on_its_store

settings.register_profile("sira", settings.default, deadline=None, print_blob=True)
settings.load_profile("sira")
"""No example is judged by the clock of a machine that others use too; one that fails can be replayed."""

CHEAP = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),))
TRUE = password._hasher

RARELY = (50_000, 20, 100)
"""New objects before a look for garbage, and how many looks before a wider one."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Files in the order of `tests/order.py`; within a file as they stand. Of a rule, one store (`tests/stores.py`)."""
    run, left = on_its_store(items)
    if left:
        config.hook.pytest_deselected(items=left)
    items[:] = woven(run)


def pytest_collection_finish() -> None:
    """Ten thousand tests and the whole house are loaded now and stay: looking through them for garbage again and again
    took a third of the processor's time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*RARELY)


@pytest.fixture(scope="session", autouse=True)
def cheap_passwords() -> Iterator[None]:
    """A password costs nothing to keep or to check: workers sign in in a thousand tests (`true_passwords` is the real one)."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.desk.password._hasher", CHEAP)
        yield


@pytest.fixture(scope="session", autouse=True)
def no_waiting_for_the_disk() -> Iterator[None]:
    """What is written stays in the machine's memory for a while, as on the real PostgreSQL of the tests: they kill processes
    and never the machine. A process that a test starts waits for the disk.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.records.sqlite.SYNCHRONOUS", "OFF")
        yield


@pytest.fixture(scope="session", autouse=True)
def shared_statements() -> Iterator[None]:
    """What one test's database has compiled serves the next one's."""
    with pytest.MonkeyPatch.context() as patch:
        share_statements(patch)
        yield


@pytest.fixture(scope="session", autouse=True)
def read_once() -> Iterator[None]:
    """Records and catalogues are this release's in every test: only flows are read anew by who breaks them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.library.load_directory", cache(bot.library.load_directory))
        patch.setattr("bot.library.Catalogues", SimpleNamespace(load=cache(Catalogues.load)))
        yield


@pytest.fixture(scope="session", autouse=True)
def quick_tables(request: pytest.FixtureRequest) -> Iterator[None]:
    """An application that a test opens on a new file finds its tables at once; tests/records walk the migrations."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.running.migrate", from_ready(lambda: request.getfixturevalue("ready_file")))
        yield


@pytest.fixture
def true_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords at the cost that the house pays."""
    monkeypatch.setattr("bot.desk.password._hasher", TRUE)


@pytest.fixture(scope="session")
def book() -> Book:
    """This release's flows, services and catalogues, loaded once."""
    return once.book()


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


@pytest.fixture(scope="session")
def _telegram() -> Iterator[TelegramApi]:
    with TelegramApi(TOKEN, secret=SECRET) as api:
        yield api


@pytest.fixture
def telegram(_telegram: TelegramApi) -> TelegramApi:
    """Telegram's servers, with nobody on them: one for the run, forgetful between tests."""
    _telegram.reset()
    return _telegram


@pytest.fixture(scope="session")
def databases(postgres_server: str) -> Iterator[Databases]:
    """Databases at this release's revision, to lend."""
    made = Databases(postgres_server)
    yield made
    made.close()


@pytest.fixture(scope="session")
def ready_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite database at this release's revision, to copy."""
    path = tmp_path_factory.mktemp("ready") / "sira.db"
    make_file(path)
    return path


@pytest.fixture
def empty_postgres_url(postgres_server: str) -> Iterator[str]:
    """A database of its own on the real PostgreSQL, without a table; for tests that change its shape or its rights."""
    with servers.fresh_database(postgres_server) as url:
        yield url


@pytest.fixture
def postgres_url(databases: Databases) -> Iterator[str]:
    """A database at this release's revision, without a row, on the real PostgreSQL."""
    with databases.lend() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without a table in each of the two stores."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'sira.db'}"
    else:
        yield request.getfixturevalue("empty_postgres_url")


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database at this release's revision, without a row, in each of the two stores."""
    if request.param == "sqlite":
        path = tmp_path / "sira.db"
        shutil.copyfile(request.getfixturevalue("ready_file"), path)
        yield f"sqlite:///{path}"
    else:
        yield request.getfixturevalue("postgres_url")


def _furnished(conn: Connection, book: Book) -> None:
    begin(conn)
    make_organisations(conn, book.directory.leads)


@pytest.fixture
async def database(database_url: str, book: Book) -> AsyncIterator[Database]:
    """A database with our organisations, in each of the two stores."""
    made = Database(database_url)
    await made.write(_furnished, book)
    yield made
    await made.close()


@pytest.fixture
def phone(database: Database, book: Book) -> Phone:
    """A phone on Telegram, without a network."""
    return Phone(book, database, "telegram")
