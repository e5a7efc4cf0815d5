"""YAML as authors mean it, and the line on which they wrote it.

Plain YAML 1.1 reads ``no`` as false, ``010`` as eight and ``22:22`` as a number; a directory of answers cannot live
with that. Here only ``true`` and ``false`` are booleans and only decimal digits are numbers. A duplicate key is an
error, since the second one would silently win.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from locales.problem import AuthorProblem
from locales.yamlfaults import said


class YamlProblem(AuthorProblem):
    """The file cannot be read at all; the message has file and line and says what to mend."""


class _Loader(yaml.CSafeLoader):
    """CSafeLoader with YAML 1.2 scalars, which knows the name of its file."""

    name: str = ""


_Loader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("tag:yaml.org,2002:bool", r"^(?:true|false)$", "tf"),
    ("tag:yaml.org,2002:int", r"^-?(?:0|[1-9][0-9]*)$", "-0123456789"),
    ("tag:yaml.org,2002:float", r"^-?(?:0|[1-9][0-9]*)\.[0-9]+$", "-0123456789"),
    ("tag:yaml.org,2002:null", r"^(?:~|null|)$", ["~", "n", ""]),
):
    _Loader.add_implicit_resolver(_tag, re.compile(_pattern), list(_first))


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[Any, Any]:
    seen: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        line = key_node.start_mark.line + 1
        if isinstance(key, dict | list):
            raise YamlProblem(
                f"{loader.name}:{line}: une accolade ou un crochet ne peut pas être une clé ; mettez des guillemets."
            )
        if key in seen:
            raise YamlProblem(f"{loader.name}:{line}: « {key} » est écrit deux fois ; gardez-en un seul.")
        if (
            node.flow_style
            and isinstance(value_node, yaml.ScalarNode)
            and not value_node.value
            and not value_node.style
        ):
            raise YamlProblem(
                f"{loader.name}:{line}: « {key} » n'a pas de valeur ; si c'est la suite d'un texte avec une virgule, "
                "mettez tout le texte entre guillemets."
            )
        seen[key] = loader.construct_object(value_node, deep=True)
    return seen


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)


@dataclass(frozen=True, slots=True)
class YamlFile:
    """A file's data, and ``line(path)`` for messages: ``line(("age", "answer"))`` is where that entry stands."""

    path: Path
    data: Any
    source: str

    def line(self, path: tuple[str | int, ...]) -> int:
        """Line (from 1) of the deepest part of ``path`` that exists in the file; composes the file anew, so errors only."""
        node = yaml.compose(self.source, Loader=_Loader)
        line = 1
        for step in path:
            found = _child(node, step)
            if found is None:
                break
            line, node = found
        return line


def _child(node: yaml.Node | None, step: str | int) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(step):
                return key.start_mark.line + 1, value
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and 0 <= step < len(node.value):
        item = node.value[step]
        return item.start_mark.line + 1, item
    return None


def read(path: Path) -> YamlFile:
    """Read one YAML file (UTF-8). Raises ``YamlProblem`` with file and line when it is not readable YAML."""
    source = text_of(path)
    loader = _Loader(source)
    loader.name = shown(path)
    try:
        data = loader.get_single_data()
    except yaml.YAMLError as error:
        line, words = said(error, source)
        raise YamlProblem(f"{shown(path)}:{line}: ce fichier YAML ne se lit pas : {words}.") from error
    finally:
        loader.dispose()
    return YamlFile(path, data, source)


def text_of(path: Path) -> str:
    """The words of a file (UTF-8). Raises ``YamlProblem`` with the line of the first letter that is not."""
    raw = path.read_bytes()
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise YamlProblem(
            f"{shown(path)}:{line}: ce fichier n'est pas en UTF-8 ; enregistrez-le de nouveau avec l'encodage UTF-8."
        ) from error


def shown(path: Path) -> str:
    """``path`` as an author types it: from the working directory when it is in there."""
    whole, here = path.resolve(), Path.cwd()
    return str(whole.relative_to(here)) if whole.is_relative_to(here) else str(path)
