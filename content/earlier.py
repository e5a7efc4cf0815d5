"""An earlier state of the records, as far as it can still be read.

Checks grow stricter, so what was right a month ago may be refused today; here a record only has to have its shape.
Facts, places and trades are today's, and so are the rules: only the records differ.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from pydantic import ValidationError

from content.directory import Directory
from content.references import unknown_references
from content.schema import Service
from locales.yamlfile import YamlProblem, read


def earlier(root: Path, today: Directory) -> tuple[Directory, tuple[str, ...]]:
    """The records under ``root`` beside ``today``'s places, and the names of those that cannot be read any more."""
    services: dict[str, Service] = {}
    unreadable: list[str] = []
    for path in sorted((root / "services").glob("*.yaml")):
        service = _service(path)
        if service is None:
            unreadable.append(path.stem)
        else:
            services[service.id] = service
    return replace(today, services=MappingProxyType(services)), tuple(unreadable)


def _service(path: Path) -> Service | None:
    try:
        file = read(path)
        service = Service.model_validate(file.data)
    except (YamlProblem, ValidationError):
        return None
    return None if unknown_references(service, file) else service
