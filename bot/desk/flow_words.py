"""What a flow and each of its states is called on a picture: a state that asks by its question, the others by what they do.

An author names states for authors; who reads the numbers has never seen a flow's file.
"""

from __future__ import annotations

from bot.desk.words import LANGUAGE, said, words
from flows.flow import Flow, Node
from flows.schema import Branch, Do, End, HandOver
from locales.catalogue import Catalogues


def flow_title(catalogues: Catalogues, name: str) -> str:
    """A flow's title, for a list to choose from."""
    return said(catalogues, "flow", name)


def state_title(catalogues: Catalogues, flow: Flow, node: Node) -> str:
    """One line for a state; its own name where nobody gave it words."""
    if node.text is not None:
        return catalogues.say(node.text, LANGUAGE).replace("\n", " ")
    match node.spec:
        case HandOver(hand_over=wish):
            return f"→ {said(catalogues, 'reason', wish.reason)}"
        case Do(do=action):
            name = action
        case Branch():
            name = f"{flow.name}.{node.name}"
        case End():
            name = "end"
        case _:
            name = node.name
    return said(catalogues, "step", name) if name in words("step") else node.name
