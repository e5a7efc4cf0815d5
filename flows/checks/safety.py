"""What must be marked as safety (`flows/safety.py`) before anybody forgets it: a new state of such a flow, a new question."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from flows.checks.known import Known, ways
from flows.flow import Node
from flows.safety import is_marked
from flows.schema import Do, HandOver

MENUS: Final = frozenset({"menu", "general"})
"""Lists of all that there is, help among it: they ask nothing about danger."""
CONSENT: Final = ("welcome", "consent")


def marked(known: Known) -> Iterator[str]:
    """Every sentence of a sensitive flow, and each that leads straight to the emergency block or to the most urgent call, is
    marked: none of them may be said in a translation alone that nobody has signed.
    """
    for flow, node in known.nodes():
        if node.text is None or is_marked(flow, node) or flow.name in MENUS:
            continue
        if flow.head.sensitive or (flow.name, node.name) == CONSENT or _calls(known, node, set()):
            yield f"{known.at(flow, node.name)}: « {node.name} » parle de sécurité ; écrivez « safety: true »."


def _calls(known: Known, node: Node, seen: set[tuple[str, str]]) -> bool:
    """Whether help is called after this state, before anything else is said; what a branch or an action decides was told elsewhere."""
    for arrow in ways(node):
        found = known.target(arrow)
        if found is None or (found[0].name, found[1].name) in seen:
            continue
        seen.add((found[0].name, found[1].name))
        if _is_call(found[1]) or (
            isinstance(found[1].spec, Do) and not found[1].by_result and _calls(known, found[1], seen)
        ):
            return True
    return False


def _is_call(node: Node) -> bool:
    spec = node.spec
    return (isinstance(spec, Do) and spec.do == "emergency") or (
        isinstance(spec, HandOver) and spec.hand_over.level == "P0"
    )
