"""Changing one value in the text of a YAML file, and nothing else: comments, order and style of the rest stay.

Works on the marks that the parser leaves on each node, so no other library has to write the file. Whoever calls
reads the new text back and compares: an edit that does not say what was meant must never reach the disk.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import yaml

from content.sheet.yamltext import entry, flow

Path = Sequence["str | int"]
Span = tuple[int, int]


def put(source: str, path: Path, value: Any, order: Sequence[str] = ()) -> str:
    """``source`` with ``value`` at ``path``; missing parents are made. ``order``: of the keys at the top of the file."""
    node, rest = _deepest(_root(source), path)
    if not rest:
        return _replaced(source, (node.start_mark.index, _end(source, node)), flow(value))
    for step in reversed(rest[1:]):
        value = [value] if isinstance(step, int) else {step: value}
    if isinstance(node, yaml.SequenceNode):
        return _appended(source, node, value)
    if isinstance(node, yaml.MappingNode):
        return _entered(source, node, str(rest[0]), value, order)
    return _replaced(source, (node.start_mark.index, _end(source, node)), flow({rest[0]: value}))


def drop(source: str, path: Path) -> str:
    """``source`` without what stands at ``path``, its key included; a comment above it stays."""
    parent, rest = _deepest(_root(source), path[:-1])
    position = None if rest else _position(parent, path[-1])
    if position is None or not isinstance(parent, yaml.CollectionNode):
        return source
    spans = _spans(source, parent)
    start, end = spans[position]
    if parent.flow_style:
        if position:
            return _replaced(source, (spans[position - 1][1], end), "")
        return _replaced(source, (start, spans[1][0] if len(spans) > 1 else end), "")
    line = source.rfind("\n", 0, start) + 1
    if source[line:start].strip(" -") == "" and not (source[line:start].strip() and len(spans) > 1 and _is_map(parent)):
        return _replaced(source, (line, _next_line(source, end)), "")
    return _replaced(source, (start, spans[position + 1][0]), "")


def _root(source: str) -> yaml.Node:
    return yaml.compose(source, Loader=yaml.CSafeLoader) or yaml.MappingNode("tag:yaml.org,2002:map", [])


def _is_map(node: yaml.Node) -> bool:
    return isinstance(node, yaml.MappingNode)


def _deepest(node: yaml.Node, path: Path) -> tuple[yaml.Node, Path]:
    """The node that ``path`` leads to, as far as there is one, and the steps that are left."""
    for number, step in enumerate(path):
        position = _position(node, step)
        if position is None:
            return node, path[number:]
        child = node.value[position]
        node = child[1] if isinstance(node, yaml.MappingNode) else child
    return node, ()


def _position(node: yaml.Node, step: str | int) -> int | None:
    if isinstance(node, yaml.MappingNode):
        keys = [key.value for key, _ in node.value]
        return keys.index(str(step)) if str(step) in keys else None
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return step
    return None


def _end(source: str, node: yaml.Node) -> int:
    """Where the text of a node ends; a block's own mark lies at the next thing in the file."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(source, last[1] if isinstance(node, yaml.MappingNode) else last)
    start, end = node.start_mark.index, node.end_mark.index
    return start + len(source[start:end].rstrip())


def _spans(source: str, node: yaml.Node) -> list[Span]:
    """Start and end of each entry of a collection, keys included."""
    pairs = [(item[0], item[1]) if isinstance(node, yaml.MappingNode) else (item, item) for item in node.value]
    return [(first.start_mark.index, _end(source, last)) for first, last in pairs]


def _entered(source: str, node: yaml.MappingNode, key: str, value: Any, order: Sequence[str]) -> str:
    spans = _spans(source, node)
    if node.flow_style:
        text = f"{flow(key)}: {flow(value)}"
        where = spans[-1][1] if spans else node.start_mark.index + 1
        return _replaced(source, (where, where), f", {text}" if spans else text)
    keys = [name.value for name, _ in node.value]
    indent = node.start_mark.column
    before = order[: order.index(key)] if key in order else keys
    after = [position for position, name in enumerate(keys) if name in before]
    if not after:
        return _replaced(source, (node.start_mark.index, node.start_mark.index), entry(key, value, indent).lstrip(" "))
    where = _next_line(source, spans[after[-1]][1])
    start = "" if source[:where].endswith("\n") else "\n"
    return _replaced(source, (where, where), start + entry(key, value, indent))


def _appended(source: str, node: yaml.SequenceNode, value: Any) -> str:
    spans = _spans(source, node)
    if node.flow_style:
        where = spans[-1][1] if spans else node.start_mark.index + 1
        return _replaced(source, (where, where), f", {flow(value)}" if spans else flow(value))
    where = _next_line(source, spans[-1][1])
    start = "" if source[:where].endswith("\n") else "\n"
    return _replaced(source, (where, where), f"{start}{' ' * node.start_mark.column}- {flow(value)}\n")


def _next_line(source: str, where: int) -> int:
    """The start of the line after ``where``; a comment at the end of the line belongs to the line."""
    end = source.find("\n", where)
    return len(source) if end < 0 else end + 1


def _replaced(source: str, span: Span, text: str) -> str:
    return source[: span[0]] + text + source[span[1] :]
