"""A diagram of flows in Mermaid: what a reviewer looks at instead of code."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flows.flow import Arrow, Flow, Node
from flows.schema import Ask, Branch, Do, End, HandOver

WORDS_SHOWN = 40


def draw(flows: Mapping[str, Flow], counts: Mapping[tuple[str, str], int] | None = None) -> str:
    """Boxes and arrows; ``counts`` puts how many people walked each arrow (source, target) beside it."""
    lines = ["flowchart TD"]
    for flow in flows.values():
        lines.append(f"  subgraph {flow.name}")
        lines.extend(f"    {_box(flow, node)}" for node in flow.nodes.values())
        lines.append("  end")
    for flow in flows.values():
        for node in flow.nodes.values():
            lines.extend(f"  {line}" for line in _arrows(flow, node, counts or {}))
    return "\n".join(lines) + "\n"


def _box(flow: Flow, node: Node) -> str:
    name = f"{flow.name}.{node.name}"
    words = (node.text.fr if node.text else node.name).replace('"', "'").replace("\n", " ")[:WORDS_SHOWN]
    match node.spec:
        case Ask():
            return f'{name}["❓ {words}"]'
        case Branch():
            return f'{name}{{"{node.name}"}}'
        case Do(do=action):
            return f'{name}[["{action}"]]'
        case HandOver(hand_over=wish):
            return f'{name}(["🧑 {wish.level} {wish.reason}"])'
        case End():
            return f"{name}((fin))"
    return f'{name}("{words}")'


def _arrows(flow: Flow, node: Node, counts: Mapping[tuple[str, str], int]) -> Iterator[str]:
    source = f"{flow.name}.{node.name}"
    ways: list[tuple[str, Arrow]] = [*node.by_result.items(), *(("", arrow) for arrow in node.arrows)]
    for label, arrow in ways:
        target = f"{arrow.flow}.{arrow.state or 'start'}"
        walked = counts.get((source, target))
        words = " ".join(part for part in (label, f"({walked})" if walked is not None else "") if part)
        yield f'{source} -->|"{words}"| {target}' if words else f"{source} --> {target}"
