"""People of our own making, and what a careful counsellor would do for each: the directory is measured against them.

The expectation is written from the documents, before the program is asked. Where the two disagree, one of them is
wrong, and the difference is said in words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator, Field, ValidationError

from content.arrange import SHOWN
from content.directory import Directory
from content.facts import registry
from content.first_step import StepName
from content.kinds import Kind
from content.levels import LevelName
from content.load import ROOT, ContentProblem
from content.parts import SLUG, Frozen
from content.person import FactProblem, parse_person
from content.problems import from_pydantic, problem
from content.schema import Service
from locales.yamlfile import YamlFile, YamlProblem, read

SCENARIOS = ROOT / "scenarios"
NO_QUESTION = "none"
"""In ``ask``: nothing more need be asked."""
UNTIL: Mapping[str, int | None] = MappingProxyType({"first": 1, "first_three": SHOWN, "list": None})


def _several(raw: object) -> object:
    return [raw] if isinstance(raw, str) else raw


OneOf = Annotated[tuple[str, ...], BeforeValidator(_several), Field(min_length=1)]
"""A service, an organisation or a kind; in a list one of them is enough."""


class Offer(Frozen):
    """What is to be offered, among the first three or at all."""

    first_three: tuple[OneOf, ...] = ()
    anywhere: tuple[OneOf, ...] = ()


class Never(Frozen):
    """What must not be offered (``among: first_three``: not so early) and why a counsellor would not."""

    what: str
    because: str = Field(min_length=1)
    among: Literal["list", "first_three", "first"] = "list"
    fact: str | None = None
    """The refusal must name it."""


class Scenario(Frozen):
    """One person. ``weight``: their share in the profile, in thousandths; ``back_from``: where they come back from."""

    about: str = Field(min_length=1)
    back_from: Literal["niger", "libya", "algeria", "other"]
    who: dict[str, Any]
    weight: int = Field(gt=0)
    offer: Offer
    first: StepName
    level: LevelName
    never: tuple[Never, ...] = Field(min_length=1)
    ask: tuple[str, ...] = Field(min_length=1)
    outcomes: dict[str, Literal["refused", "depends", "confirm", "eligible"]] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Person:
    """A scenario that may be used: its name, which is the file's, and the facts as the matcher takes them."""

    name: str
    scenario: Scenario
    facts: Mapping[str, Any]


def load_scenarios(directory: Directory, root: Path = SCENARIOS) -> tuple[Person, ...]:
    """All people under ``root``. Raises ``ContentProblem`` with every fault, each with file and line."""
    problems: list[str] = []
    found = [person for path in sorted(root.glob("*.yaml")) if (person := _person(path, directory, problems))]
    if problems:
        raise ContentProblem(problems)
    return tuple(found)


def _person(path: Path, directory: Directory, problems: list[str]) -> Person | None:
    try:
        file = read(path)
        scenario = Scenario.model_validate(file.data)
    except YamlProblem as error:
        problems.append(str(error))
        return None
    except ValidationError as error:
        problems += from_pydantic(file, error)
        return None
    faults = list(_faults(file, scenario, directory))
    try:
        facts = parse_person(scenario.who)
    except FactProblem as error:
        faults += [problem(file, ("who", line.partition(" ")[0]), line) for line in str(error).split("\n")]
        facts = {}
    problems += faults
    return None if faults else Person(path.stem, scenario, facts)


def _faults(file: YamlFile, scenario: Scenario, directory: Directory) -> Iterator[str]:
    if not SLUG.match(file.path.stem):
        yield problem(file, (), f"« {file.path.stem} » : nommez le fichier en minuscules, avec des tirets")
    known = set(get_args(Kind)).union(*((one.id, one.org) for one in directory.services.values()))
    wanted: list[tuple[tuple[str | int, ...], str]] = [
        (("offer", part, number), name)
        for part in ("first_three", "anywhere")
        for number, names in enumerate(getattr(scenario.offer, part))
        for name in names
    ]
    wanted += [(("never", number, "what"), never.what) for number, never in enumerate(scenario.never)]
    for where, name in wanted:
        if name not in known:
            yield problem(file, where, f"« {name} » n'est ni un service, ni un organisme, ni une sorte de service")
    for service in scenario.outcomes:
        if service not in directory.services:
            yield problem(file, ("outcomes", service), f"le service « {service} » n'existe pas")
    for number, fact in enumerate(scenario.ask):
        if fact != NO_QUESTION and fact not in {one.asked_as for one in registry().values()}:
            yield problem(file, ("ask", number), f"« {fact} » n'est pas un fait ; écrivez un fait, ou « none »")


def differences(scenario: Scenario, shown: Mapping[str, Any], directory: Directory) -> tuple[str, ...]:
    """What the result (the documented JSON) does otherwise than the counsellor, in French; empty when it holds."""
    services = directory.services
    return (
        *_not_offered(scenario.offer, shown, services),
        *_offered_although(scenario.never, shown, services),
        *_otherwise(scenario, shown),
    )


def _not_offered(offer: Offer, shown: Mapping[str, Any], services: Mapping[str, Service]) -> Iterator[str]:
    offered = [services[one["id"]] for one in shown["services"]]
    for names in offer.first_three:
        if not any(_is(one, name, services) for one in offered[:SHOWN] for name in names):
            yield f"{' ou '.join(names)} : n'est pas dans les trois premiers"
    for names in offer.anywhere:
        if not any(_is(one, name, services) for one in offered for name in names):
            yield f"{' ou '.join(names)} : n'est pas proposé"


def _offered_although(
    nevers: tuple[Never, ...], shown: Mapping[str, Any], services: Mapping[str, Service]
) -> Iterator[str]:
    offered = [services[one["id"]] for one in shown["services"]]
    for never in nevers:
        found = [one.id for one in offered[: UNTIL[never.among]] if _is(one, never.what, services)]
        if found:
            yield f"{', '.join(found)} : proposé, mais « {never.because} »"
        for one in shown["refused"] if never.fact is not None and not found else ():
            if _is(services[one["id"]], never.what, services) and never.fact not in one["failed"]:
                yield f"{one['id']} : refusé par {', '.join(one['failed'])}, pas par {never.fact}"


def _otherwise(scenario: Scenario, shown: Mapping[str, Any]) -> Iterator[str]:
    step, level = shown["first_step"]["value"], shown["level"]["value"]
    question = shown["next_question"] or NO_QUESTION
    if step != scenario.first:
        yield f"première étape : {step}, attendue : {scenario.first}"
    if level != scenario.level:
        yield f"niveau : {level}, attendu : {scenario.level}"
    if question not in scenario.ask:
        yield f"question : {question}, attendue : {' ou '.join(scenario.ask)}"
    outcomes = {one["id"]: one["outcome"] for one in (*shown["services"], *shown["refused"])}
    for service, outcome in scenario.outcomes.items():
        if outcomes.get(service) != outcome:
            yield f"{service} : {outcomes.get(service)}, attendu : {outcome}"


def _is(service: Service, name: str, services: Mapping[str, Service]) -> bool:
    """A service that bears its organisation's name is meant alone."""
    return service.id == name if name in services else name in {service.org, service.kind}
