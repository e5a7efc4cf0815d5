"""A provider that takes its time, and many people at once: nobody waits for somebody else's send.

``python -m bench.slow`` prints it alone.
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from bench.peer_runs import PeerError, one_core, other_cores, slow_peers
from bench.provider import provider
from bench.whole_runs import whole
from tests import servers

PROVIDER_SECONDS = 0.05  # reliability.md, Cost
PEOPLE_AT_ONCE = 64
TURNS_PER_SECOND = 1000.0
WHAT = f"whole turn, SQLite, provider {PROVIDER_SECONDS * 1000:.0f} ms, {PEOPLE_AT_ONCE} at once"


@dataclass(frozen=True, slots=True)
class Waiting:
    """Turns a second on one core; ``others``: of PostgreSQL and of other bots, in words."""

    sqlite: float
    others: str


def measured(folder: Path) -> Waiting:
    """Sira on both stores and the other bots, one after the other. Raises PeerError."""
    with provider(PROVIDER_SECONDS) as yes:
        with one_core():
            lite = whole(f"sqlite:///{folder / 'slow.db'}", yes, PEOPLE_AT_ONCE)
        with other_cores(), servers.postgres() as server, servers.fresh_database(server) as url, one_core():
            post = whole(url, yes, PEOPLE_AT_ONCE)
        peers = slow_peers(yes, PEOPLE_AT_ONCE)
    told = [f"{name} {cost.turns_per_second:.0f}/s" for name, cost in peers.items()]
    return Waiting(lite.turns_per_second, " · ".join([f"Sira on PostgreSQL {post.turns_per_second:.0f}/s", *told]))


def main() -> int:
    """Measure and print; 1 when the limit is missed."""
    with tempfile.TemporaryDirectory() as place:
        found = measured(Path(place))
    print(f"{WHAT}: {found.sqlite:.0f}/s (wanted ≥ {TURNS_PER_SECOND:.0f}) · {found.others}")
    return int(found.sqlite < TURNS_PER_SECOND)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except PeerError as error:
        sys.exit(f"The bench could not be run: {error}")
