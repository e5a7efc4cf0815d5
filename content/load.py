"""From the files of this folder to one immutable directory, or to everything that is wrong with it at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from pydantic import ValidationError

from content.directory import Directory, prepare
from content.emergency_plan import read_emergency
from content.leads import read_leads
from content.places import atlas
from content.problems import from_pydantic
from content.references import unknown_references
from content.schema import Service
from content.trades import crafts
from locales.yamlfile import YamlFile, YamlProblem, read

ROOT = Path(__file__).parent

__all__ = ["ContentProblem", "Directory", "Record", "load", "read_records"]


class ContentProblem(ValueError):
    """The directory cannot be used; ``problems`` are sentences for the author, each with file and line."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Record:
    """A service with the file that it was read from."""

    service: Service
    file: YamlFile


def load(root: Path = ROOT) -> Directory:
    """The directory under ``root``. Raises ``ContentProblem`` that lists every fault that would mislead somebody."""
    records, problems = read_records(root)
    for record in records:
        problems += unknown_references(record.service, record.file)
    services: dict[str, Service] = {}
    for record in records:
        if record.service.id in services:
            line = record.file.line(("id",))
            problems.append(
                f"{record.file.path}:{line}: l'id « {record.service.id} » existe déjà dans une autre fiche."
            )
        services[record.service.id] = record.service
    if problems:
        raise ContentProblem(problems)
    return _directory(root, services)


def read_records(root: Path = ROOT) -> tuple[list[Record], list[str]]:
    """Every readable record, and the faults of the others."""
    records: list[Record] = []
    problems: list[str] = []
    for path in sorted((root / "services").glob("*.yaml")):
        try:
            file = read(path)
        except YamlProblem as error:
            problems.append(str(error))
            continue
        try:
            records.append(Record(Service.model_validate(file.data), file))
        except ValidationError as error:
            problems += from_pydantic(file, error)
    return records, problems


def _directory(root: Path, services: Mapping[str, Service]) -> Directory:
    emergency, _ = read_emergency(root / "emergency.yaml")
    leads, _ = read_leads(root / "leads.yaml")
    index = prepare(services, atlas(), crafts())
    return Directory(
        services=MappingProxyType(dict(services)),
        places=atlas(),
        trades=crafts(),
        emergency=emergency,
        leads=leads,
        prepared=index.prepared,
        tests=index.tests,
        spots=index.spots,
    )
