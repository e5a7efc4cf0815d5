"""Programmes of donors and agencies, with their dates: what pays for services, and what is over.

A programme is never offered to anybody. It is kept so that nobody sends a person to something that has ended, and so
that a service which lives on suspended aid asks for a confirmation first. The state is the one that the document
states; ``standing`` reads the clock, which a file cannot.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Literal, TypeAlias

from pydantic import Field, model_validator

from content.anonymous import nobody_named
from content.entries import Dispute, LeftOut
from content.parts import Date, Frozen, Slug, Source, State
from content.places import atlas
from content.problems import problem
from content.reading import read_as
from content.schema import Service
from locales.yamlfile import YamlFile

ROOT = Path(__file__).parent / "actors"

Standing: TypeAlias = Literal["running", "ended", "suspended", "unknown"]
Found: TypeAlias = tuple["Programme", YamlFile]


class Dates(Frozen):
    """When it ran or runs, as stated. A year alone means the whole year."""

    start: Date | None = Field(None, alias="from")
    end: Date | None = Field(None, alias="to")
    note: str | None = None
    src: str

    @model_validator(mode="after")
    def _in_order(self) -> Dates:
        if self.start is not None and self.end is not None and self.start[:7] > self.end:
            raise ValueError("la fin est avant le début ; échangez from et to")
        return self


class Where(Frozen):
    """Regions and cercles of places.yaml; what these cannot say stands in the note."""

    regions: tuple[str, ...] | Literal["all"] = ()
    cercles: tuple[str, ...] = ()
    note: str | None = None
    src: str

    @model_validator(mode="after")
    def _somewhere(self) -> Where:
        if not (self.regions or self.cercles or self.note):
            raise ValueError("dites où : regions, cercles, ou une note si le document ne nomme aucune région")
        return self


class Public(Frozen):
    """Whom it is for, as the document says."""

    who: str
    src: str


class Programme(Frozen):
    """One programme of an actor sheet. ``runs``: services that exist only through it; ``pays``: that it helps to pay."""

    id: Slug
    org: Slug
    org_name: str
    name: str
    purpose: str
    state: Standing
    dates: Dates
    where: Where
    publics: tuple[Public, ...] = ()
    returnees: Literal["named", "planned", "not_stated"]
    carried_by: tuple[str, ...] = ()
    runs: tuple[str, ...] = ()
    pays: tuple[str, ...] = ()
    disputed: tuple[Dispute, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    sources: dict[str, Source] = Field(min_length=1)

    @property
    def over(self) -> bool:
        """Whether the document itself says that it has ended or stopped."""
        return self.state in {"ended", "suspended"}

    def standing(self, today: date) -> Standing:
        """The state today: what was running when the document was written is over once its last day has passed."""
        end = self.dates.end
        passed = end is not None and today.isoformat()[: len(end)] > end
        return "ended" if self.state in {"running", "unknown"} and passed else self.state


def load_programmes(
    services: Mapping[str, Service], problems: list[str], root: Path = ROOT, unread: Container[str] = ()
) -> tuple[Programme, ...]:
    """The programmes under ``root``, by file name; every fault is added to ``problems`` with file and line.

    ``unread``: services whose files have faults of their own; a programme that names them has none by that.
    """
    found = [one for path in sorted(root.glob("*.yaml")) if (one := read_as(path, Programme, problems))]
    problems += (fault for one in found for fault in _faults(*one, services, unread))
    return tuple(programme for programme, _ in found)


def expired(programmes: Iterable[Programme], today: date) -> tuple[Programme, ...]:
    """Programmes that were running when the document was written, are over today, and still carry services."""
    return tuple(
        one for one in programmes if (one.runs or one.pays) and not one.over and one.standing(today) == "ended"
    )


def left_by(programmes: Sequence[Programme], services: Mapping[str, Service], today: date) -> Mapping[str, State]:
    """What today makes of services that live by programmes which are over: closed, or to be confirmed if another runs,
    or if the programme that ended only helped to pay.

    A sheet says « running » for as long as nobody reads it again; a person would go to a door that has closed.
    """
    helped = {slug for one in expired(programmes, today) for slug in one.pays}
    doubtful: dict[str, State] = {
        slug: "unknown" for slug in helped if slug in services and services[slug].state == "open"
    }
    running: dict[str, list[bool]] = {}
    for one in programmes:
        for slug in one.runs:
            running.setdefault(slug, []).append(one.standing(today) not in {"ended", "suspended"})
    return MappingProxyType(
        doubtful
        | {
            slug: "unknown" if any(found) else "closed"
            for slug, found in running.items()
            if slug in services and services[slug].state != "closed" and not all(found)
        }
    )


def _faults(
    programme: Programme, file: YamlFile, services: Mapping[str, Service], unread: Container[str]
) -> Iterator[str]:
    if file.path.stem != programme.id:
        yield problem(file, ("id",), f"le fichier s'appelle {file.path.name} ; renommez l'un ou l'autre")
    yield from _unknown_names(programme, file)
    yield from _what_it_leaves(programme, file, services, unread)
    yield from nobody_named(file)


def _unknown_names(programme: Programme, file: YamlFile) -> Iterator[str]:
    sourced = [
        (("dates",), programme.dates.src),
        (("where",), programme.where.src),
        *((("publics", number), public.src) for number, public in enumerate(programme.publics)),
        *((("disputed", number), dispute.src) for number, dispute in enumerate(programme.disputed)),
    ]
    for where, source in sourced:
        if source not in programme.sources:
            yield problem(file, (*where, "src"), f"la source « {source} » n'est pas dans sources")
    regions = () if programme.where.regions == "all" else programme.where.regions
    for level, field, slugs in (("region", "regions", regions), ("cercle", "cercles", programme.where.cercles)):
        for number, slug in enumerate(slugs):
            if slug not in atlas().level(level):
                yield problem(file, ("where", field, number), f"« {slug} » n'est pas dans places.yaml ({level}s)")


def _what_it_leaves(
    programme: Programme, file: YamlFile, services: Mapping[str, Service], unread: Container[str]
) -> Iterator[str]:
    """A service of a programme that is over is closed; one that it only helped to pay must be confirmed."""
    for field, ids in (("runs", programme.runs), ("pays", programme.pays)):
        for number, slug in enumerate(ids):
            service = services.get(slug)
            if service is None and slug in unread:
                continue
            if service is None:
                yield problem(file, (field, number), f"la fiche « {slug} » n'existe pas dans services/")
            elif programme.over and field == "runs" and service.state != "closed" and not service.do_not_use:
                sentence = f"programme fini ou suspendu : « state: closed » dans {slug}.yaml"
                yield problem(file, (field, number), sentence)
            elif programme.over and not service.confirm:
                sentence = f"aide finie ou suspendue : ajoutez « confirm » dans {slug}.yaml"
                yield problem(file, (field, number), sentence)
