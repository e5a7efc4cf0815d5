"""Every translatable message of the flows, for the catalogues."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flows.flow import Flow, Node
from flows.load import load
from flows.phrases import phrases
from locales.text import Text


def texts() -> Iterator[Text]:
    """The messages of all flows in reading order, then the engine's phrases."""
    yield from of_flows(load())
    yield from phrases().values()


def of_flows(flows: Mapping[str, Flow]) -> Iterator[Text]:
    """Questions, reasons, examples and labels, flow by flow; a language's own name is in no catalogue."""
    for flow in flows.values():
        for node in flow.nodes.values():
            yield from of_state(node)


def of_state(node: Node) -> Iterator[Text]:
    """What one state may say."""
    yield from (text for text in (node.text, node.again, node.why, node.retry) if text is not None)
    yield from (option.label for option in node.options if option.label.key)
