"""What Twilio's Content API accepts: the template types that Sira uses, with the limits of WhatsApp."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

BODY_MAX = 1024
TEXT_MAX = 1600
BUTTONS_IN_SESSION_MAX = 3  # an unapproved quick reply
ROWS_MAX = 10
DESCRIPTION_MAX = 72
LIMITS: Mapping[str, Mapping[str, int]] = {
    "text": {"label": 0, "id": 0, "button": 0},
    "buttons": {"label": 20, "id": 200, "button": 0},
    "list": {"label": 24, "id": 200, "button": 20},
}
TYPES: Mapping[str, tuple[str, frozenset[str]]] = {
    "twilio/text": ("text", frozenset({"body"})),
    "twilio/quick-reply": ("buttons", frozenset({"body", "actions"})),
    "twilio/list-picker": ("list", frozenset({"body", "button", "items"})),
}
REQUEST_FIELDS = frozenset({"friendly_name", "language", "variables", "types"})
LANGUAGE = re.compile(r"[a-z]{2,3}(_[A-Z]{2})?")
APPROVAL_FIELDS = frozenset({"name", "category"})
APPROVAL_NAME = re.compile(r"[a-z0-9_]{1,512}")
CATEGORIES = frozenset({"UTILITY", "MARKETING", "AUTHENTICATION"})
PLACEHOLDER = re.compile(r"\{\{(\w+)\}\}")


@dataclass(slots=True)
class Content:
    """A stored template; ``approval`` as WhatsApp's status."""

    friendly_name: str
    language: str
    variables: Mapping[str, str]
    types: Mapping[str, Any]
    kind: str
    body: str
    button: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    approval: str = "unsubmitted"
    sid: str = ""


def placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


def read(request: Any) -> Content | str:
    """The template in a request, or why it is refused."""
    if not isinstance(request, dict):
        return "the body must be a JSON object"
    if unknown := set(request) - REQUEST_FIELDS:
        return f"unknown field {min(unknown)}"
    name, variables, types = request.get("friendly_name", ""), request.get("variables", {}), request.get("types")
    if not isinstance(name, str) or not LANGUAGE.fullmatch(str(request.get("language", ""))):
        return "language is required, friendly_name must be a string"
    if not isinstance(variables, dict) or not all(isinstance(v, str) and v for v in variables.values()):
        return "variables must be non-empty strings"
    if not isinstance(types, dict) or len(types) != 1 or not set(types) <= set(TYPES):
        return "types must hold one known type"
    ((type_name, shape),) = types.items()
    kind, fields = TYPES[type_name]
    if not isinstance(shape, dict) or set(shape) != fields or not _words(shape["body"]):
        return f"{type_name} needs {', '.join(sorted(fields))}"
    choices = _choices(kind, shape)
    if isinstance(choices, str):
        return choices
    button = shape.get("button", "")
    texts = [shape["body"], button, *(text for choice in choices for text in choice)]
    return _problem(kind, texts, variables, button) or Content(
        name, request["language"], variables, types, kind, shape["body"], button, choices
    )


def _choices(kind: str, shape: Mapping[str, Any]) -> tuple[tuple[str, str], ...] | str:
    if kind == "text":
        return ()
    listed, label = (shape["actions"], "title") if kind == "buttons" else (shape["items"], "item")
    allowed = {label, "id", "type" if kind == "buttons" else "description"}
    if not isinstance(listed, list) or not 1 <= len(listed) <= ROWS_MAX:
        return f"1 to {ROWS_MAX} choices"
    for one in listed:
        if not isinstance(one, dict) or set(one) - allowed or not _words(one.get(label)) or not _words(one.get("id")):
            return f"a choice needs {label} and id"
        if one.get("type", "QUICK_REPLY") != "QUICK_REPLY":
            return "the type of a quick reply is QUICK_REPLY"
        if not isinstance(one.get("description", ""), str) or len(one.get("description", "")) > DESCRIPTION_MAX:
            return "description too long"
    return tuple((one[label], one["id"]) for one in listed)


def _problem(kind: str, texts: list[str], variables: Mapping[str, str], button: Any) -> str:
    if kind == "list" and not _words(button):
        return "button is required"
    for text in texts:
        rest = PLACEHOLDER.sub("", text)
        if "{{" in rest or "}}" in rest:
            return "a placeholder is malformed"
        if missing := placeholders(text) - set(variables):
            return f"the variable {min(missing)} has no sample"
    body_max = TEXT_MAX if kind == "text" else BODY_MAX
    limits = LIMITS[kind]
    bounds = [body_max, limits["button"], *[limits["label"], limits["id"]] * ((len(texts) - 2) // 2)]
    if any(len(_fixed(text)) > bound for text, bound in zip(texts, bounds, strict=True)):
        return "a field is too long"
    return ""


def _fixed(text: str) -> str:
    """What stands there whatever fills the placeholders."""
    return PLACEHOLDER.sub("", text)


def _words(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def approval(request: Any, content: Content) -> str:
    """Why a request for approval is refused, or nothing."""
    if not isinstance(request, dict) or set(request) != APPROVAL_FIELDS:
        return "name and category are required"
    if not APPROVAL_NAME.fullmatch(str(request["name"])):
        return "name takes a–z, 0–9 and _"
    if request["category"] not in CATEGORIES:
        return "unknown category"
    return "a list-picker cannot be approved" if content.kind == "list" else ""
