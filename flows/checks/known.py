"""What the checks must know of the rest of the house, given by who calls them: `flows` imports nothing of `bot`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from content.facts import Fact
from flows.checks.misfit import Misfit
from flows.flow import Arrow, Flow, Node
from flows.load import ROOT
from flows.schema import Branch
from locales.catalogue import ROOT as LOCALES
from locales.catalogue import SOURCE, Catalogues
from locales.pofiles import PoFile
from locales.text import Text
from locales.yamlfile import YamlFile, read, shown


@dataclass(frozen=True)
class Known:
    """``actions`` by name with their results; ``values`` of placeholders; ``options`` that come from the directory.

    ``global_words``: folded words that are commands everywhere; ``sensitive``: folded words that no notification may show.
    """

    flows: Mapping[str, Flow]
    catalogues: Catalogues
    facts: Mapping[str, Fact]
    actions: Mapping[str, Collection[str]]
    values: Collection[str]
    options: Collection[str]
    global_words: Mapping[str, str]
    fold: Callable[[str], str]
    sensitive: Collection[str] = ()
    phrases: Mapping[str, Text] = field(default_factory=dict)
    root: Path = ROOT
    locales: Path = LOCALES
    _files: dict[str, YamlFile] = field(default_factory=dict)
    _catalogues: dict[str, PoFile] = field(default_factory=dict)

    def at_arrow(self, flow: Flow, node: Node, arrow: Arrow) -> str:
        """The line where a state says to go there."""
        results = [("next", result) for result, way in node.by_result.items() if way is arrow]
        field = "branch" if isinstance(node.spec, Branch) else "next"
        listed = [(field, number) for number, way in enumerate(node.arrows) if way is arrow]
        return self.at(flow, node.name, *next(iter((*results, *listed)), ()))

    def at(self, flow: Flow, *path: str | int) -> str:
        """``flows/age.yaml:12`` for an entry of a flow."""
        if not self._files:
            read_files = (read(path) for path in sorted(self.root.glob("*.yaml")))
            self._files.update({str(file.data.get("flow", "")): file for file in read_files})
        file = self._files[flow.name]
        return f"{shown(file.path)}:{file.line(path)}"

    def misfit(self, language: str, text: Text, says: str, flow: Flow, *path: str | int) -> Misfit:
        """``text`` does not fit in ``language``: named where an author mends it, French in its flow, others in their catalogue."""
        if language == SOURCE:
            return Misfit(language, text.key, self.at(flow, *path), says)
        if language not in self._catalogues:
            self._catalogues[language] = PoFile.read(self.locales / language / "LC_MESSAGES" / "sira.po")
        file = self._catalogues[language]
        line = file.entries[text.key].line if text.key in file.entries else 0
        return Misfit(language, text.key, f"{shown(file.path)}:{line}", f"« {text.key} » : {says}")

    def nodes(self) -> Iterator[tuple[Flow, Node]]:
        """Every state of every flow."""
        for flow in self.flows.values():
            for node in flow.nodes.values():
                yield flow, node

    def target(self, arrow: Arrow) -> tuple[Flow, Node] | None:
        """Where an arrow leads, or None when nothing is there."""
        flow = self.flows.get(arrow.flow)
        if flow is None:
            return None
        node = flow.nodes.get(arrow.state or flow.head.start)
        return None if node is None else (flow, node)


def ways(node: Node) -> tuple[Arrow, ...]:
    """All arrows that leave a state."""
    return (*node.arrows, *node.by_result.values())
