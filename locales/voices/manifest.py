"""The list of what is recorded in one language: ``manifest.json`` beside the sound files that it names."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote, unquote

from locales.problem import AuthorProblem

FILE: Final = "manifest.json"
SUFFIX: Final = ".ogg"


class ManifestProblem(AuthorProblem):
    """A manifest that cannot be read."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One recording: ``text`` the version of the words that were said, ``sound`` that of the file, ``seconds`` and
    ``loudness`` (LUFS) as measured, ``who`` said it, as a role and never a name; ``synthetic``: a machine did.
    """

    text: str
    sound: str
    seconds: float
    loudness: float
    who: str
    synthetic: bool = False


def file_name(key: str) -> str:
    """The sound file of ``key``, under any file system; ``key_of`` is the inverse.

    >>> file_name("orientation.age.ask"), file_name("a/b"), key_of("a%2Fb.ogg")
    ('orientation.age.ask.ogg', 'a%2Fb.ogg', 'a/b')
    """
    return quote(key, safe="") + SUFFIX


def key_of(name: str) -> str:
    """The key that a file's name says, whatever its ending."""
    stem, _, ending = name.rpartition(".")
    return unquote(stem if stem and ending.isalnum() and len(ending) <= 4 else name)  # noqa: PLR2004 — .webm


def read_manifest(folder: Path) -> Mapping[str, Entry]:
    """What is recorded in ``folder``; nothing when it has no manifest. Raises ``ManifestProblem``."""
    path = folder / FILE
    try:
        raw = json.loads(path.read_bytes())
        return {key: Entry(**entry) for key, entry in raw["voices"].items()}
    except FileNotFoundError:
        return {}
    except (ValueError, KeyError, TypeError, AttributeError, OSError) as error:
        raise ManifestProblem(
            f"{path} ne se lit pas ({type(error).__name__}) ; reprenez la version d'avant, ou effacez-le et refaites "
            "« sira voices add »."
        ) from error


def write_manifest(folder: Path, entries: Mapping[str, Entry]) -> None:
    """Put ``entries`` in the place of what stood there, at once or not at all, one line a recording for a clear diff."""
    lines = ",\n".join(
        f"    {json.dumps(key, ensure_ascii=False)}: {json.dumps(asdict(entry), ensure_ascii=False)}"
        for key, entry in sorted(entries.items())
    )
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f"{FILE}.new"
    draft.write_text(f'{{\n  "voices": {{\n{lines}\n  }}\n}}\n', encoding="utf-8")
    draft.replace(folder / FILE)
