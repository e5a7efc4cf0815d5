"""Who gains and who loses when the directory changes: the same people, matched before and after.

A condition that is mended for one service may push another out of somebody's first three. Nobody sees that in a diff
of YAML, so it is said person by person.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from content.directory import Directory
from content.load import ContentProblem
from content.match import match
from content.person import FactProblem, parse_person
from content.problems import problem
from locales.yamlfile import read

FIRST = 3
"""What a person is shown first."""


@dataclass(frozen=True, slots=True)
class Someone:
    """A person to try both states with: a scenario, or the example of a record."""

    name: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Outlook:
    """What one state of the directory says to one person. ``offered`` is in the order of showing."""

    offered: tuple[str, ...]
    outcomes: Mapping[str, str]
    first_step: str
    level: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed for one person; ``outcomes`` of services offered in both, as (service, before, after)."""

    name: str
    gained: tuple[str, ...]
    lost: tuple[str, ...]
    outcomes: tuple[tuple[str, str, str], ...]
    first_before: tuple[str, ...]
    first_after: tuple[str, ...]
    steps: tuple[str, str]
    levels: tuple[str, str]

    @property
    def anything(self) -> bool:
        """Whether anything is another for this person."""
        pairs = ((self.first_before, self.first_after), self.steps, self.levels)
        return bool(self.gained or self.lost or self.outcomes) or any(before != after for before, after in pairs)

    def as_json(self) -> dict[str, Any]:
        """Plain data."""
        return asdict(self)


def differences(before: Directory, after: Directory, people: Iterable[Someone], today: date) -> tuple[Difference, ...]:
    """Everybody for whom something is another, in the order of ``people``."""
    found = (
        _difference(one.name, outlook(before, one.facts, today), outlook(after, one.facts, today)) for one in people
    )
    return tuple(one for one in found if one.anything)


def outlook(directory: Directory, facts: Mapping[str, Any], today: date) -> Outlook:
    """What ``directory`` says to somebody."""
    found = match(directory, facts, today)
    return Outlook(
        tuple(one.id for one in found.services),
        {one.id: one.outcome for one in (*found.services, *found.refused)},
        found.first_step.value,
        found.level.value,
    )


def people_of(directory: Directory, scenarios: Path) -> tuple[Someone, ...]:
    """The people of ``scenarios`` (none when there is no such folder) and the examples of all records.

    Raises ``ContentProblem`` for facts that do not exist.
    """
    problems: list[str] = []
    people = [*_scenarios(scenarios, problems)]
    if problems:
        raise ContentProblem(problems)
    for service in directory.services.values():
        for number, example in enumerate(service.examples, 1):
            people.append(Someone(f"{service.id}, exemple {number}", parse_person(example.who)))
    return tuple(people)


def _scenarios(folder: Path, problems: list[str]) -> Iterator[Someone]:
    for path in sorted(folder.glob("*.yaml")):
        file = read(path)
        try:
            yield Someone(path.stem, parse_person((file.data or {}).get("who", {})))
        except FactProblem as error:
            problems.append(problem(file, ("who",), str(error)))


def _difference(name: str, before: Outlook, after: Outlook) -> Difference:
    there, here = frozenset(before.offered), frozenset(after.offered)
    return Difference(
        name,
        gained=tuple(one for one in after.offered if one not in there),
        lost=tuple(one for one in before.offered if one not in here),
        outcomes=tuple(
            (one, before.outcomes[one], after.outcomes[one])
            for one in after.offered
            if one in there and before.outcomes[one] != after.outcomes[one]
        ),
        first_before=before.offered[:FIRST],
        first_after=after.offered[:FIRST],
        steps=(before.first_step, after.first_step),
        levels=(before.level, after.level),
    )
