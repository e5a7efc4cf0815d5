"""A service with the file that it was read from, so that a fault can be told with its line."""

from __future__ import annotations

from dataclasses import dataclass

from content.schema import Service
from locales.yamlfile import YamlFile


@dataclass(frozen=True, slots=True)
class Record:
    """One readable record."""

    service: Service
    file: YamlFile

    @property
    def labelled(self) -> tuple[str]:
        """Where its label is written."""
        return ("short",) if self.service.short is not None else ("name",)
