"""``python -m locales.extract``: every message of the house into the catalogues; ``--check`` says if that was forgotten.

The house is upside down here: catalogues stand on the ground floor, messages are written above. So the floors above
are named in ``pyproject.toml`` (``[tool.sira.texts]``) and reached by name, never imported.
"""

from __future__ import annotations

import importlib
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from jinja2.ext import babel_extract

from locales.pofiles import Entry, PoFile, written
from locales.problem import AuthorProblem
from locales.review import Reviewed, reviewed_after, write_states
from locales.text import Text
from locales.yamlfile import text_of

HOUSE: Final = Path(__file__).parents[1]
SOURCE: Final = "fr"
ALWAYS: Final = ("fr", "bm")
_KEYWORDS: Final = {"pgettext": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3)}


class ExtractProblem(AuthorProblem):
    """A message that cannot go into the catalogues; says where and what to mend."""


def main(arguments: Sequence[str] = ()) -> int:
    """Update the catalogues, or with ``--check`` only compare; returns the exit status."""
    try:
        texts = collected(HOUSE)
        changes, faults = update(HOUSE / "locales", texts, write="--check" not in arguments)
        unsaid = untranslated(HOUSE / "locales")
    except AuthorProblem as problem:
        return _say(f"{problem}\nRien n'est écrit.", 1)
    for fault in faults:
        _say(fault, 1)
    if faults:
        return _say("Rien n'est écrit.", 1)
    if "--check" in arguments and changes:
        return _say(f"Les catalogues ne suivent plus les textes : {' '.join(changes)} Lancez « make catalogues ».", 1)
    return _say("\n".join((f"{len(texts)} messages.", *(changes or ("Les catalogues sont à jour.",)), *unsaid)), 0)


def collected(house: Path) -> tuple[Text, ...]:
    """Every message of the house once, by key. Raises ``ExtractProblem`` when one key has two French texts."""
    wanted = tomllib.loads((house / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["sira"]["texts"]
    found: dict[str, Text] = {}
    for text in (*_from_sources(wanted["sources"]), *_from_templates(house, wanted["templates"])):
        before = found.setdefault(text.key, text)
        if before.fr != text.fr:
            raise ExtractProblem(f"« {text.key} » a deux textes : « {before.fr} » et « {text.fr} ». Gardez-en un seul.")
    return tuple(found[key] for key in sorted(found) if key)


def update(root: Path, texts: Sequence[Text], *, write: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Bring every catalogue under ``root`` up to ``texts``: what changed, and faults of translations, in words.

    All or nothing: where a translation has a fault no file is written. Raises ``AuthorProblem`` for a file that cannot be read.
    """
    changes: list[str] = []
    faults: list[str] = []
    stale: dict[Path, str] = {}
    for language, po in _catalogues(root).items():
        entries = tuple(_entry(text, {**po.aside, **po.entries}, language) for text in texts)
        aside = _aside(po, entries) if language != SOURCE else ()
        faults += [fault for entry in entries for fault in entry.faults(po.path)]
        new = {po.path: written(language, entries, aside)}
        if language != SOURCE:
            review = root / language / "review.yaml"
            new[review] = write_states(_reviewed(review, entries))
        now = {path: content for path, content in new.items() if not path.exists() or text_of(path) != content}
        if now:
            changes.append(f"{language} : {_difference(po.entries, entries, language)}.")
            stale |= now
    for path, content in stale.items() if write and not faults else ():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return tuple(changes), tuple(faults)


def untranslated(root: Path) -> tuple[str, ...]:
    """For each language where French is said instead of some messages: how many, and the first of them."""
    missing = {
        language: [entry.key for entry in po.entries.values() if not entry.usable]
        for language, po in _catalogues(root).items()
        if language != SOURCE
    }
    return tuple(
        f"{language} : {len(keys)} sans traduction sûre, dits en français (dont {keys[0]})."
        for language, keys in missing.items()
        if keys
    )


def _catalogues(root: Path) -> Mapping[str, PoFile]:
    languages = dict.fromkeys((*ALWAYS, *(path.parent.parent.name for path in root.glob("*/LC_MESSAGES/sira.po"))))
    return {language: PoFile.read(root / language / "LC_MESSAGES" / "sira.po") for language in languages}


def _entry(text: Text, known: Mapping[str, Entry], language: str) -> Entry:
    """The entry that ``text`` has from now on. A translation of other French is kept for the translator, unused."""
    before = known.get(text.key)
    if language == SOURCE:
        return Entry(text.key, text.fr, text.fr, comments=before.comments if before else ())
    if before is None:
        return Entry(text.key, text.fr)
    outdated = before.outdated or (before.french if before.words else "")
    if before.french == text.fr:
        outdated = before.outdated
    return Entry(text.key, text.fr, before.words, before.comments, "" if outdated == text.fr else outdated, before.line)


def _aside(po: PoFile, entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Translations without a message, by key: those of before, and those whose message has just gone."""
    now = {entry.key for entry in entries}
    kept = {**po.aside, **{key: entry for key, entry in po.entries.items() if entry.words}}
    return tuple(kept[key] for key in sorted(kept) if key not in now)


def _reviewed(path: Path, entries: Iterable[Entry]) -> Mapping[str, Reviewed]:
    return reviewed_after(path, {entry.key: (entry.french, entry.words) for entry in entries if entry.usable})


def _difference(before: Mapping[str, Entry], after: Sequence[Entry], language: str) -> str:
    known = [(before[entry.key], entry) for entry in after if entry.key in before]
    gone = sorted(before.keys() - {entry.key for entry in after})
    kinds = (
        ("nouveau", "nouveaux", [entry.key for entry in after if entry.key not in before]),
        ("changé", "changés", [now.key for was, now in known if was.french != now.french]),
        ("parti", "partis", [key for key in gone if language == SOURCE or not before[key].words]),
        (
            "mis de côté, « #~ », car sa clé n'est à aucun message",
            "mis de côté, « #~ », car leur clé n'est à aucun message",
            [key for key in gone if language != SOURCE and before[key].words],
        ),
        (
            "vidé, à reprendre du français",
            "vidés, à reprendre du français",
            [now.key for was, now in known if language == SOURCE and not was.words],
        ),
    )
    said = [
        f"{len(found)} {one if len(found) == 1 else several} ({'' if len(found) == 1 else 'dont '}{found[0]})"
        for one, several, found in kinds
        if found
    ]
    return ", ".join(said) or "écrit ou relu autrement"


def _from_sources(sources: Iterable[str | Mapping[str, str]]) -> Iterator[Text]:
    """``module:function``, or ``{texts = "module:function", of = "module:function"}`` whose second gives the argument."""
    for source in sources:
        if isinstance(source, str):
            yield from _named(source)()
        else:
            yield from _named(source["texts"])(_named(source["of"])())


def _named(name: str) -> Any:
    module, _, function = name.partition(":")
    try:
        return getattr(importlib.import_module(module), function)
    except (ModuleNotFoundError, AttributeError) as error:
        raise ExtractProblem(f"pyproject.toml, [tool.sira.texts] : « {name} » n'existe pas ({error}).") from error


def _from_templates(house: Path, folders: Iterable[str]) -> Iterator[Text]:
    """``pgettext("key", "French")`` in the pages, by Jinja's own extractor."""
    for path in sorted(file for folder in folders for file in (house / folder).rglob("*.html")):
        with path.open("rb") as file:
            for line, function, said, _ in babel_extract(file, list(_KEYWORDS), [], {"encoding": "utf-8"}):
                if not isinstance(said, tuple) or None in said[:2]:
                    raise ExtractProblem(
                        f"{path}:{line}: {function} veut une clé et un texte français, entre guillemets."
                    )
                yield Text(str(said[0]), str(said[1]))


def _say(sentence: str, status: int) -> int:
    (sys.stderr if status else sys.stdout).write(f"{sentence}\n")
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
