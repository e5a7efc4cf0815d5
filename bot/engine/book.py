"""Everything that the engine may read, loaded once and never changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from content.load import Directory
from flows.flow import Flow, Node
from locales.catalogue import Catalogues
from locales.text import Text, Value


@dataclass(frozen=True, slots=True)
class Book:
    """Flows, services and catalogues of one release. ``phrases`` are the engine's own words, by name."""

    flows: Mapping[str, Flow]
    directory: Directory
    catalogues: Catalogues
    phrases: Mapping[str, Text]

    def node(self, flow: str, state: str) -> Node:
        """The state named; raises ``KeyError`` when no release in use has it (checked when flows are loaded)."""
        return self.flows[flow].nodes[state]

    def phrase(self, name: str, **values: Value) -> Text:
        """One of the engine's own messages, with its values."""
        text = self.phrases[name]
        return Text(text.key, text.fr, MappingProxyType(values)) if values else text
