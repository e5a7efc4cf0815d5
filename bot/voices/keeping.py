"""Putting recordings on the shelf: each is examined, the good ones are kept, of the others it is said what to do."""

from __future__ import annotations

import fcntl
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Final

from bot.voices.examine import examined
from bot.voices.refused import VoiceRefusedError
from bot.voices.repertoire import Item
from locales.voices.manifest import Entry, file_name, key_of, read_manifest, write_manifest
from locales.voices.shelf import Shelf

SHEET: Final = "feuille.json"
"""Beside the recordings: which wording of each sentence the speaker had before their eyes (``sira voices script``)."""
SOUND_DIGITS: Final = 16  # hex digits of SHA-256 by which one recording is told from the next
NO_VOICE: Final = frozenset({".json", ".html", ".pdf", ".txt", ".md"})
LOCK: Final = ".lock"
PIECE: Final = "~"
"""Between a sentence's key and the number of its piece."""
WRITTEN_EVERY: Final = 50
"""Voices of a machine after which the list is written: a run of minutes is seen to go on, and what stops it costs little."""


@dataclass(frozen=True, slots=True)
class Added:
    """``kept``: keys whose voice is on the shelf now. ``refused``: a line for each file that is not."""

    kept: tuple[str, ...]
    refused: tuple[str, ...]


def add_folder(folder: Path, shelf: Shelf, language: str, items: Mapping[str, Item], who: str) -> Added:
    """Every recording of ``folder``, named by its key with any ending; subfolders are not read."""
    read_from = _sheet(folder)
    kept: list[str] = []
    refused: list[str] = []
    recordings = sorted(_recordings(folder))
    takes: dict[str, list[str]] = {}
    for path in recordings:
        takes.setdefault(key_of(path.name), []).append(path.name)
    for path in recordings:
        key = key_of(path.name)
        others = ", ".join(name for name in takes[key] if name != path.name)
        if others:
            refused.append(f"{path.name} : cette phrase est aussi dans {others} ; gardez une seule prise")
            continue
        try:
            _keep_read(path.read_bytes(), key, shelf, language, items, who, read_from)
            kept.append(key)
        except VoiceRefusedError as why:
            refused.append(f"{path.name} : {why}")
    return Added(tuple(kept), tuple(refused))


def _recordings(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.is_file() and path.suffix.lower() not in NO_VOICE and not path.name.startswith("."):
            yield path


def keep(data: bytes, key: str, shelf: Shelf, language: str, items: Mapping[str, Item], who: str) -> Entry:
    """Examine ``data`` as the voice of ``key`` and put it on the shelf. Raises ``VoiceRefusedError``."""
    if key not in items:
        raise VoiceRefusedError(_unknown(key, items))
    made, entry = _made(items[key], data, who, synthetic=False)
    with _alone(shelf.folder(language)) as folder:
        _write(folder, key, made)
        write_manifest(folder, {**read_manifest(folder), key: entry})
    return entry


def keep_machine(
    spoken: Iterable[tuple[Item, bytes]], shelf: Shelf, language: str, who: str
) -> Iterator[tuple[Item, str]]:
    """Put a machine's voices on the shelf, many under one writing of the list. Yields each with why it was not kept."""
    entries: dict[str, Entry] = {}
    with _alone(shelf.folder(language)) as folder:
        try:
            for item, data in spoken:
                try:
                    made, entries[item.part.key] = _made(item, data, who, synthetic=True)
                except VoiceRefusedError as why:
                    yield item, str(why)
                    continue
                _write(folder, item.part.key, made)
                if len(entries) % WRITTEN_EVERY == 0:
                    write_manifest(folder, {**read_manifest(folder), **entries})
                yield item, ""
        finally:  # what is done by now is kept, also when somebody stops it half-way
            write_manifest(folder, {**read_manifest(folder), **entries})


def _made(item: Item, data: bytes, who: str, *, synthetic: bool) -> tuple[bytes, Entry]:
    made = examined(data, item.part.words)
    sound = hashlib.sha256(made.data).hexdigest()[:SOUND_DIGITS]
    return made.data, Entry(item.part.text, sound, made.seconds, made.loudness, who, synthetic)


def _write(folder: Path, key: str, data: bytes) -> None:
    """At once or not at all: somebody may be listening."""
    draft = folder / f"{file_name(key)}.new"
    draft.write_bytes(data)
    draft.replace(folder / file_name(key))


def _keep_read(
    data: bytes,
    key: str,
    shelf: Shelf,
    language: str,
    items: Mapping[str, Item],
    who: str,
    read_from: Mapping[str, str],
) -> None:
    item = items.get(key)
    if item is not None and key in read_from and read_from[key] != item.part.text:
        raise VoiceRefusedError(f"la phrase a changé depuis la feuille ; dites maintenant : « {item.part.words} »")
    keep(data, key, shelf, language, items, who)


@contextmanager
def _alone(folder: Path) -> Iterator[Path]:
    """Two speakers who keep a voice at once would each write a list without the other's."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder


def _sheet(folder: Path) -> Mapping[str, str]:
    """Wordings by key, of the sheet that lies beside the recordings; without it each is taken as read today."""
    try:
        found = json.loads((folder / SHEET).read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _unknown(key: str, items: Mapping[str, Item]) -> str:
    whole = {one.partition(PIECE)[0]: one for one in items}
    near = get_close_matches(key, whole, n=1) if key not in whole else [key]
    pieces = [one for one in items if near and one.startswith(f"{near[0]}{PIECE}")]
    if pieces:
        named = "cette phrase" if near == [key] else f"vouliez-vous dire {near[0]} ? Elle"
        return f"{named} se dit en {len(pieces)} morceaux : {', '.join(pieces)}"
    hint = f" ; vouliez-vous dire {near[0]} ?" if near else " ; « sira voices script » donne les noms."
    return f"aucune phrase ne porte ce nom{hint}"
