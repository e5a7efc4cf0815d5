"""From the files of this folder to one immutable directory, or to everything that is wrong with it at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from types import MappingProxyType

from content.actors import load_programmes
from content.checks import CHECKS
from content.directory import Directory
from content.emergency_plan import EmergencyPlan
from content.endings import without_programme
from content.leads import Leads
from content.places import atlas
from content.reading import read_as
from content.record import Record
from content.references import unknown_in_leads, unknown_in_plan, unknown_references
from content.schema import Service
from content.together import across
from content.trades import crafts
from locales.problem import AuthorProblem

ROOT = Path(__file__).parent

__all__ = ["ContentProblem", "Directory", "load"]


class ContentProblem(AuthorProblem):
    """The directory cannot be used; ``problems`` are sentences for the author, each with file and line."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__(*problems)


def load(root: Path = ROOT, today: date | None = None) -> Directory:
    """The directory under ``root``. Raises ``ContentProblem`` with every fault: nothing half right is ever offered.

    ``today``: the day on which programmes are over or not; a process that serves goes on from it by ``Directory.as_of``.
    """
    problems: list[str] = []
    paths = sorted((root / "services").glob("*.yaml"))
    records = [record for path in paths if (record := _record(path, problems))]
    plan = read_as(root / "emergency.yaml", EmergencyPlan, problems)
    leads = read_as(root / "leads.yaml", Leads, problems)
    problems += _faults(records)
    services = {record.service.id: record.service for record in records}
    unread = {path.stem for path in paths} - services.keys()
    programmes = load_programmes(services, problems, root / "actors", unread)
    problems += without_programme(records, programmes)
    if plan is not None:
        problems += unknown_in_plan(*plan)
    if leads is not None:
        problems += unknown_in_leads(*leads)
    if problems or plan is None or leads is None:
        raise ContentProblem(problems)
    return Directory(
        services=MappingProxyType(services),
        places=atlas(),
        trades=crafts(),
        emergency=plan[0],
        leads=leads[0],
        programmes=programmes,
    ).as_of(today or date.today(), frozenset())  # noqa: DTZ011 — Mali keeps UTC


def _faults(records: list[Record]) -> Iterator[str]:
    """Unknown names first: the other checks would stumble over them."""
    for record in records:
        unknown = unknown_references(record.service, record.file)
        yield from unknown
        if not unknown:
            for check in CHECKS:
                yield from check(record)
    yield from across(records)


def _record(path: Path, problems: list[str]) -> Record | None:
    found = read_as(path, Service, problems)
    return None if found is None else Record(*found)
