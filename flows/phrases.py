"""The engine's own words, outside any flow."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from content.problems import problem
from flows.load import FlowProblem
from locales.text import Text
from locales.yamlfile import YamlFile, read

FILE = Path(__file__).parent / "phrases.yaml"


SAFETY = "safety"
"""Among the phrases, the list of those about safety; no phrase is called so."""


def phrases(path: Path = FILE) -> Mapping[str, Text]:
    """Every phrase by name, keyed ``phrase.NAME`` in the catalogues. Raises ``FlowProblem`` for what is not words."""
    file = _file(path)
    named = {name: words for name, words in file.data.items() if name != SAFETY}
    wrong: list[str] = [
        problem(file, (name,), "ce doit être une phrase ; mettez-la entre guillemets")
        for name, words in named.items()
        if not isinstance(words, str)
    ]
    if wrong:
        raise FlowProblem(*wrong)
    return MappingProxyType({name: Text(_key(name), words) for name, words in named.items()})


def safety_keys(path: Path = FILE) -> tuple[str, ...]:
    """The keys of the phrases about safety. Raises ``FlowProblem`` for a name that no phrase has."""
    file = _file(path)
    names = file.data.get(SAFETY, [])
    strange = [at for at, name in enumerate(names) if name not in file.data]
    if strange:
        raise FlowProblem(
            *(problem(file, (SAFETY, at), f"aucune phrase ne s'appelle « {names[at]} »") for at in strange)
        )
    return tuple(_key(name) for name in names)


def _key(name: str) -> str:
    return f"phrase.{name}"


def _file(path: Path) -> YamlFile:
    file = read(path)
    if not isinstance(file.data, dict):
        raise FlowProblem(problem(file, (), "une liste de phrases est attendue : « nom: phrase »"))
    return file
