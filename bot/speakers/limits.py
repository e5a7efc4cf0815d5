"""How long each sentence may be, by its key, so that it stands whole on the narrowest channel in every language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flows.flow import Flow, Node
from flows.limits import (
    CONSENT_TEXT_MAX,
    LABEL_MAX,
    LABEL_MAX_QUICK,
    WHATSAPP_LIST_BUTTON_MAX,
    WHATSAPP_QUICK_REPLIES_MAX,
    WHATSAPP_QUICK_REPLY_BODY_MAX,
    WHATSAPP_TEXT_MAX,
)  # fmt: skip
from flows.schema import Ask
from locales.pofiles import Entry

LISTED: Final = ("trade.", "sector.", "place.", "region.", "cercle.", "centre.", "label.")
"""Names that become rows of a list when they are short enough in French, and are left out of it otherwise."""
QUICK: Final = ("phrase.button_",)
_CONSENT: Final = ("welcome", "consent")


def limits(flows: Mapping[str, Flow], entries: Mapping[str, Entry]) -> Mapping[str, int]:
    """Characters at most for every key that has a limit."""
    found = {key: _by_key(entry) for key, entry in entries.items()}
    for flow in flows.values():
        for node in flow.nodes.values():
            found |= _of(flow.name, node)
    return {key: most for key, most in found.items() if most}


def _of(flow: str, node: Node) -> dict[str, int]:
    """As the checks of flows count: up to three choices become buttons, which are shorter than rows of a list."""
    most = WHATSAPP_QUICK_REPLY_BODY_MAX if node.options else WHATSAPP_TEXT_MAX
    if (flow, node.name) == _CONSENT:
        most = CONSENT_TEXT_MAX
    found = {text.key: most for text in (node.text, node.again) if text is not None}
    found |= {text.key: WHATSAPP_TEXT_MAX for text in (node.why, node.retry) if text is not None}
    fixed = not isinstance(node.spec, Ask) or node.spec.answer.options is None
    label = LABEL_MAX_QUICK if fixed and len(node.options) <= WHATSAPP_QUICK_REPLIES_MAX else LABEL_MAX
    return found | {option.label.key: label for option in node.options}


def _by_key(entry: Entry) -> int:
    key = entry.key
    if key == "phrase.list_button":
        return WHATSAPP_LIST_BUTTON_MAX
    if key.startswith(QUICK):
        return LABEL_MAX_QUICK
    if key.startswith("service.") and key.endswith((".label", ".button")):
        return LABEL_MAX
    if key.startswith(LISTED):
        return LABEL_MAX if len(entry.french) <= LABEL_MAX else 0
    return 0 if key.startswith("console.") else WHATSAPP_TEXT_MAX
