"""Organisations, which have no record of their own: what their services say of them, put together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from content.exports.identity import identify
from content.exports.visible import ExportProblem
from content.schema import Service

WEB = ("http://", "https://")


@dataclass(frozen=True, slots=True)
class Organisation:
    """One organisation with its services that may leave."""

    slug: str
    services: tuple[Service, ...]

    @property
    def id(self) -> str:
        """Its identifier in every export."""
        return identify("organization", self.slug)

    @property
    def names(self) -> tuple[str, ...]:
        """As its records name it, the shortest first: the longer ones add the programme of one service."""
        return tuple(sorted({one.org_name.fr for one in self.services}, key=lambda name: (len(name), name)))

    @property
    def name(self) -> str:
        """The name to show."""
        return self.names[0]

    @property
    def other_names(self) -> str:
        """The others, or nothing."""
        return " ; ".join(self.names[1:])

    @property
    def description(self) -> str:
        """The sheets describe services; of the organisation only these can be told."""
        return f"Services : {' ; '.join(one.name.fr.rstrip('.') for one in self.services)}."

    @property
    def web(self) -> str | None:
        """A page that may be shown, if a service gives one."""
        return next(filter(None, map(web_of, self.services)), None)


def organisations(services: Iterable[Service]) -> dict[str, Organisation]:
    """Every organisation by slug, in the order of the first service of each."""
    found: dict[str, list[Service]] = {}
    for service in services:
        found.setdefault(service.org, []).append(service)
    return {slug: Organisation(slug, tuple(its)) for slug, its in found.items()}


def web_of(service: Service) -> str | None:
    """The page of a public contact as an address that programs accept. Raises ``ExportProblem`` for what is none."""
    written = next((contact.web for contact in service.contact if contact.web), None)
    if written is None:
        return None
    address = written if written.startswith(WEB) else f"{WEB[0]}{written}"
    if "." not in address or any(mark in address for mark in " @<>"):
        raise ExportProblem(
            f"{service.id}.yaml : « {written} » n'est pas une page web ; écrivez par exemple https://exemple.org/."
        )
    return address
