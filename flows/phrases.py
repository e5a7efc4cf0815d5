"""The engine's own words, outside any flow."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from content.problems import problem
from flows.load import FlowProblem
from locales.text import Text
from locales.yamlfile import read

FILE = Path(__file__).parent / "phrases.yaml"


def phrases(path: Path = FILE) -> Mapping[str, Text]:
    """Every phrase by name, keyed ``phrase.NAME`` in the catalogues. Raises ``FlowProblem`` for what is not words."""
    file = read(path)
    if not isinstance(file.data, dict):
        raise FlowProblem(problem(file, (), "une liste de phrases est attendue : « nom: phrase »"))
    wrong: list[str] = [
        problem(file, (name,), "ce doit être une phrase ; mettez-la entre guillemets")
        for name, words in file.data.items()
        if not isinstance(words, str)
    ]
    if wrong:
        raise FlowProblem(*wrong)
    return MappingProxyType({name: Text(f"phrase.{name}", words) for name, words in file.data.items()})
