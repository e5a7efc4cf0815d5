"""A backup's file: one zip with a list of what is in it and the hash of each part.

Written under a temporary name, read again and compared with its list, and only then given its name: a file that bears one
is whole. What has been damaged since is refused before anything is restored.
"""

from __future__ import annotations

import hashlib
import os
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Literal

import orjson

LIST = "manifest.json"
FORM = 1
BLOCK = 1 << 20
OWNER_ONLY = 0o600
SUFFIX = ".sira-backup"
UNFINISHED = ".part"
Store = Literal["sqlite", "postgresql"]


class BrokenArchive(ValueError):
    """The file is no backup of ours, or not whole; says what to do."""


class NotWritten(RuntimeError):
    """The disk did not take the file; says what to do."""


@dataclass(frozen=True, slots=True)
class Part:
    """One table of PostgreSQL, in the driver's own form, or the whole file of SQLite. ``rows``: by table."""

    name: str
    sha256: str
    rows: Mapping[str, int]
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contents:
    """What stands in the list. ``revision``: of the migrations; ``taken_at``: Unix seconds by the database's clock."""

    store: Store
    revision: str
    taken_at: int
    parts: tuple[Part, ...]
    form: int = FORM

    @property
    def rows(self) -> dict[str, int]:
        """How many rows of each table are in the backup."""
        return {table: count for part in self.parts for table, count in part.rows.items()}


class Hashed:
    """What is written goes on to a file and into a hash."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._hash = hashlib.sha256()

    def write(self, data: bytes) -> int:
        """As a file's own."""
        self._hash.update(data)
        return self._file.write(data)

    @property
    def sha256(self) -> str:
        """Of all that was written."""
        return self._hash.hexdigest()


@contextmanager
def unfinished(final: Path) -> Iterator[Path]:
    """A file under a temporary name beside ``final``, which bears that name once the block has ended well.

    Raises ``NotWritten``.
    """
    path = final.with_name(final.name + UNFINISHED)
    try:
        path.unlink(missing_ok=True)
        path.touch(OWNER_ONLY)
        yield path
        with path.open("rb") as file:
            os.fsync(file.fileno())
        path.replace(final)
        folder = os.open(final.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except OSError as error:
        raise NotWritten(f"{final} ne peut pas être écrit ({error.strerror}). Donnez un autre dossier.") from error
    finally:
        with suppress(OSError):
            path.unlink(missing_ok=True)


@contextmanager
def part(archive: zipfile.ZipFile, name: str) -> Iterator[Hashed]:
    """Write one part."""
    with archive.open(name, "w", force_zip64=True) as file:
        yield Hashed(file)


def close(archive: zipfile.ZipFile, contents: Contents) -> None:
    """Write the list; it comes last."""
    archive.writestr(LIST, orjson.dumps(asdict(contents)))


def checked(path: Path) -> Contents:
    """The list of a file that is whole. Raises ``BrokenArchive``."""
    again = "Prenez une autre sauvegarde, ou une autre copie de celle-ci."
    try:
        with zipfile.ZipFile(path) as archive:
            contents = _contents(archive.read(LIST))
            for one in contents.parts:
                if _sha256(archive, one.name) != one.sha256:
                    raise BrokenArchive(f"{path} : « {one.name} » n'est plus comme il a été écrit. {again}")
    except (OSError, zipfile.BadZipFile, zlib.error, KeyError, TypeError, orjson.JSONDecodeError) as error:
        raise BrokenArchive(f"{path} n'est pas une sauvegarde de Sira, ou n'est pas entière. {again}") from error
    if contents.form != FORM:
        raise BrokenArchive(f"{path} vient d'une version de Sira plus récente. Restaurez-la avec celle-là.")
    return contents


def _contents(raw: bytes) -> Contents:
    found = orjson.loads(raw)
    parts = tuple(Part(**{**one, "columns": tuple(one["columns"])}) for one in found.pop("parts"))
    return Contents(parts=parts, **found)


def _sha256(archive: zipfile.ZipFile, name: str) -> str:
    found = hashlib.sha256()
    with archive.open(name) as file:
        while block := file.read(BLOCK):
            found.update(block)
    return found.hexdigest()
