"""Sira's whole turns, measured as the other bots are: in a process of its own on one core."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from bench.peer_runs import PeerCost, PeerError, one_core, other_cores
from tests import servers

WHOLE_SECONDS = 120


def whole(database_url: str, provider_url: str, at_once: int = 16) -> PeerCost:
    """Sira's whole turn. Raises PeerError."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.whole", database_url, provider_url],
        env={**os.environ, "SIRA_BENCH_AT_ONCE": str(at_once)},
        capture_output=True, text=True, timeout=WHOLE_SECONDS, check=False,
    )  # fmt: skip
    if done.returncode:
        raise PeerError(f"bench.whole ended with status {done.returncode}:\n{done.stderr.strip()[-1500:]}")
    told = json.loads(done.stdout.splitlines()[-1])
    return PeerCost(told["turns_per_second"], told["cpu_ms"], 0.0)


def wholes(folder: Path, provider_url: str) -> tuple[PeerCost, PeerCost, PeerCost]:
    """On SQLite; on PostgreSQL with a core of its own; and with PostgreSQL on the same core as Sira."""
    with other_cores(), servers.postgres() as server, servers.fresh_database(server) as url, one_core():
        beside = whole(url, provider_url)
    with one_core(), servers.postgres() as server, servers.fresh_database(server) as url:
        return whole(f"sqlite:///{folder / 'whole.db'}", provider_url), beside, whole(url, provider_url)
