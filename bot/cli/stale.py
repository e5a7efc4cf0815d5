"""What the records tell from sources that are too old: counted at each check, and listed for who calls the organisations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from types import MappingProxyType
from typing import Final

from bot.cli.failing import stdout
from content.facts import shelf_life
from content.freshness import stale
from content.schema import Service
from locales.yamlfile import read, shown

KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {"opening": "lieu(x) ou métier(s)", "price": "prix", "intake": "rythme(s) de rentrée"}
)


def tell(services: Collection[Service], root: Path, today: date, *, listed: bool) -> None:
    """One sentence for the check; ``listed``: each place too. Nothing where nothing is old."""
    found = Counter(one.kind for service in services for one in stale(service, today))
    if not found:
        return
    told = ", ".join(
        f"{found[kind]} {name} (> {shelf_life()[kind]} jours)" for kind, name in KINDS.items() if found[kind]
    )
    stdout.print(f"à redemander aux organismes : {told}{'' if listed else ' ; où : sira content check --stale'}.")
    for line in _places(services, root, today) if listed else ():
        stdout.print(line, markup=False)


def _places(services: Iterable[Service], root: Path, today: date) -> Iterator[str]:
    """Of each record and kind of fact: the line of the first, how many there are, and the oldest."""
    for service in services:
        file = read(root / "services" / f"{service.id}.yaml")
        for kind, facts in groupby(sorted(stale(service, today)), key=itemgetter(0)):
            some = list(facts)
            oldest = min(one.read_on for one in some)
            yield f"{shown(file.path)}:{file.line(some[0].where)}: {len(some)} {KINDS[kind]}, le plus ancien lu en {oldest}"
