"""Which sentences are about safety: consent, violence, distress, erasing, what to do in danger.

The flows' own data says it once (``safety: true`` of a flow or a state, ``safety:`` in `phrases.yaml`), and whoever speaks,
reviews or records reads it here: two lists had drifted apart, and most of the sentences that were reviewed first came out
in Bambara alone (languages.md: no unsigned safety text without the French beside it).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from content.emergency import GROUP
from flows.flow import Flow, Node
from flows.texts import of_state


@dataclass(frozen=True, slots=True)
class Safety:
    """``keys`` of the catalogues, besides all that the emergency block says."""

    keys: frozenset[str] = frozenset()

    def holds(self, key: str) -> bool:
        """Whether the sentence of this key is about safety."""
        return key.startswith(GROUP) or key in self.keys


NOTHING_MARKED = Safety()


def safety_of(flows: Mapping[str, Flow], phrases: Iterable[str]) -> Safety:
    """What the flows mark, with these keys of the engine's own phrases."""
    marked = (node for flow in flows.values() for node in flow.nodes.values() if is_marked(flow, node))
    return Safety(frozenset((*phrases, *(text.key for node in marked for text in of_state(node)))))


def is_marked(flow: Flow, node: Node) -> bool:
    """Whether all that a state says is about safety."""
    return flow.head.safety or getattr(node.spec, "safety", False) or getattr(node.spec, "kind", "") == "safety"
