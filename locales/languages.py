"""The languages of this house, and which of them a person may choose: a catalogue alone opens nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from locales.yamlfile import YamlFile, YamlProblem, read, shown

ROOT: Final = Path(__file__).parent
FILE_NAME: Final = "languages.yaml"
CODE: Final = re.compile(r"[a-z]{2,3}(?:_[A-Z][a-z]{3})?")
"""ISO 639, two or three letters, and the script (ISO 15924) where a language has several: ``snk``, ``bm_Nkoo``."""
NAME_MAX: Final = 24
"""A row of a WhatsApp list; checked again with every label."""
_HEADER: Final = """\
# Les langues de Sira, et si une personne peut déjà les choisir. « sira locales add » ajoute une langue, fermée ;
# « sira locales open » l'ouvre quand elle est prête. Le nom est celui que la langue se donne, 24 signes au plus.
"""


@dataclass(frozen=True, slots=True)
class Language:
    """``name``: what the language calls itself, which is what its button says in every language."""

    code: str
    name: str
    open: bool


def languages(root: Path = ROOT) -> Mapping[str, Language]:
    """By code, in the order of the file; none without a file. Raises ``YamlProblem`` with file and line."""
    path = root / FILE_NAME
    if not path.exists():
        return MappingProxyType({})
    file = read(path)
    return MappingProxyType({str(code): _language(file, str(code), raw) for code, raw in (file.data or {}).items()})


def names(codes: Iterable[str], root: Path = ROOT) -> Mapping[str, str]:
    """What each language calls itself, by code; its code where nobody declared it."""
    known = languages(root)
    return {code: known[code].name if code in known else code for code in codes}


def write(root: Path, found: Mapping[str, Language]) -> None:
    """The file anew, whole or not at all."""
    lines = (
        f"{one.code}: {{name: {_quoted(one.name)}, open: {'true' if one.open else 'false'}}}\n"
        for one in found.values()
    )
    fresh = root / f"{FILE_NAME}.new"
    fresh.write_text(_HEADER + "".join(lines), encoding="utf-8")
    fresh.replace(root / FILE_NAME)


def _language(file: YamlFile, code: str, raw: Any) -> Language:
    if not CODE.fullmatch(code):
        raise _fault(file, code, "n'est pas un code de langue ; écrivez par exemple snk ou bm_Nkoo")
    if not isinstance(raw, dict) or set(raw) != {"name", "open"} or not isinstance(raw["open"], bool):
        raise _fault(file, code, "doit avoir « name » et « open » (true ou false), rien d'autre")
    name = str(raw["name"])
    if not 0 < len(name) <= NAME_MAX:
        raise _fault(file, code, f"a un nom de {len(name)} signes ; {NAME_MAX} au plus")
    return Language(code, name, raw["open"])


def _fault(file: YamlFile, code: str, says: str) -> YamlProblem:
    return YamlProblem(f"{shown(file.path)}:{file.line((code,))}: « {code} » {says}.")


def _quoted(name: str) -> str:
    return name if re.fullmatch(r"[^\W\d_][\w' ]*", name) and ": " not in name else json.dumps(name, ensure_ascii=False)
