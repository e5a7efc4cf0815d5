"""What people type in a language that was added: ``LANGUAGE/words.yaml`` beside its catalogue, joined to the house's words."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from locales.yamlfile import YamlProblem, read, shown

NAME: Final = "words.yaml"
PARTS: Final = ("commands", "replies")
"""What a language may add to. Words of danger stay in one file, where protection reads them together."""


def joined(data: Mapping[str, Any], root: Path) -> dict[str, Any]:
    """``data`` of the house with the lists of every added language. Raises ``YamlProblem`` for a meaning that is unknown."""
    found = {**data, **{part: {name: dict(lists) for name, lists in data[part].items()} for part in PARTS}}
    for path in sorted(root.glob(f"*/{NAME}")):
        file = read(path)
        for part, meanings in (file.data or {}).items():
            for meaning, forms in (meanings or {}).items():
                if part not in PARTS or meaning not in found[part]:
                    raise YamlProblem(
                        f"{shown(path)}:{file.line((part, meaning))}: « {meaning} » n'existe pas ici ; il y a : "
                        f"{', '.join(found[PARTS[0]])}, {', '.join(found[PARTS[1]])}."
                    )
                found[part][meaning][path.parent.name] = [str(form) for form in forms or ()]
    return found


def empty(data: Mapping[str, Any]) -> str:
    """The lists of a new language, to be filled in: every meaning, with the French beside it."""
    lines = [
        "# Ce que les gens tapent dans cette langue, de toutes les façons. Une liste vide ne change rien : les mots français",
        "# et les chiffres sont compris dans chaque langue. Demandez à un locuteur comment on l'écrit au téléphone.",
    ]
    for part in PARTS:
        lines.append(f"{part}:")
        for meaning, lists in data[part].items():
            quoted = f'"{meaning}"' if meaning in {"yes", "no"} else meaning
            lines.append(f"  {quoted}: []  # {', '.join(map(str, lists.get('fr', ())[:4]))}")
    return "\n".join(lines) + "\n"
