"""A diagram of flows in Mermaid: what a reviewer looks at instead of code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from flows.flow import Arrow, Flow, Node
from flows.schema import Ask, Branch, Do, End, HandOver

WORDS_SHOWN = 40
SHOWN_FROM = 5  # fewer could be somebody (dictionary.yaml, transition.count)
Walked = Mapping[tuple[str, str, str], int]
"""How often people went from a state to another, by (source, target, why) as the engine tells it."""
Way = tuple[str, str]
"""An arrow as drawn: the answer that leads along it (may be empty), and where to."""


def draw(flows: Mapping[str, Flow], walked: Walked | None = None, *, only: str = "") -> str:
    """Boxes and arrows of all flows, or of ``only`` one. With ``walked`` each arrow says how often it was taken; fewer
    than five is « < 5 », as is none.
    """
    drawn = [flows[only]] if only else list(flows.values())
    lines = ["flowchart TD"]
    for flow in drawn:
        lines.append(f"  subgraph {flow.name}")
        lines.extend(f"    {_box(flow, node)}" for node in flow.nodes.values())
        lines.append("  end")
    for flow in drawn:
        for node in flow.nodes.values():
            ways = tuple(dict.fromkeys((label, _target(flows, arrow)) for label, arrow in _ways(node)))
            lines.extend(f"  {line}" for line in _arrows(f"{flow.name}.{node.name}", ways, walked))
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


def _ways(node: Node) -> list[tuple[str, Arrow]]:
    return [*node.by_result.items(), *(("", arrow) for arrow in node.arrows)]


def _target(flows: Mapping[str, Flow], arrow: Arrow) -> str:
    """A flow that does not exist is drawn too: a broken flow is looked at to see what is broken."""
    start = flows[arrow.flow].head.start if arrow.flow in flows else "?"
    return f"{arrow.flow}.{arrow.state or start}"


def _arrows(source: str, ways: tuple[Way, ...], walked: Walked | None) -> Iterator[str]:
    shares = _shares(source, ways, walked or {})
    for label, target in ways:
        count = shares[label, target]
        shown = "" if walked is None else f"({count})" if count >= SHOWN_FROM else f"(< {SHOWN_FROM})"
        words = f"{label} {shown}".strip()
        yield f'{source} -->|"{words}"| {target}' if words else f"{source} --> {target}"


def _shares(source: str, ways: tuple[Way, ...], walked: Walked) -> Counter[Way]:
    """Every walk belongs to one arrow: that of the answer given, else the one for all other answers, else the first."""
    shares: Counter[Way] = Counter()
    for (came_from, target, why), count in walked.items():
        answer = why.partition(":")[2]
        order = {"else": 1, "": 1} | ({answer: 0} if answer else {})
        fitting = [way for way in ways if came_from == source and way[1] == target]
        if fitting:
            shares[min(fitting, key=lambda way: order.get(way[0], 2))] += count
    return shares
