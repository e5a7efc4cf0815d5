"""Changing the master key while everybody is served: everything that hangs on it, a few rows at a time.

People's keys and those of stubs are wrapped anew. What an inbox's key seals (complaints, second factors, ready voices) is
sealed anew, since that key comes from the master key. Whatever is done already is passed over, so a rotation that was
killed goes on where it was; nothing says that the old key may go while a row still needs it.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, LargeBinary, Table, func, literal, select, update

from bot.desk.canned import INBOX as READY_VOICES
from bot.desk.complaints import INBOX as COMPLAINTS
from bot.desk.second_factor import PURPOSE as SECOND_FACTOR
from bot.records.seal import SealBroken, Vault
from bot.records.tables import canned_reply, complaint, person_key, stub, worker

BATCH = 200


@dataclass(frozen=True, slots=True)
class Wrapped:
    """A table with a key in each row; ``owner``: the column that says whose, and that the wrapping is bound to."""

    table: Table
    owner: str
    column: str = "wrapped"


@dataclass(frozen=True, slots=True)
class Sealed:
    """A column sealed by the inbox key ``purpose``, as ``field`` of the row named by ``owner``."""

    table: Table
    column: str
    purpose: str
    field: str
    owner: str = "id"


Part = Wrapped | Sealed
PARTS: tuple[Part, ...] = (
    Wrapped(person_key, "person_id"),
    Wrapped(stub, "id"),
    Sealed(complaint, "sealed", COMPLAINTS, "complaint"),
    Sealed(complaint, "answer", COMPLAINTS, "answer"),
    Sealed(complaint, "draft", COMPLAINTS, "draft"),
    Sealed(worker, "totp", SECOND_FACTOR, SECOND_FACTOR),
    Sealed(canned_reply, "voice_fr", READY_VOICES, "voice_fr"),
    Sealed(canned_reply, "voice_bm", READY_VOICES, "voice_bm"),
)
"""Everything that hangs on the master key; a test holds it against the columns that there are."""


@dataclass(frozen=True, slots=True)
class Step:
    """One batch. ``after``: where the next begins, "" at the end; ``done``: rows changed; ``broken``: opened by no key."""

    after: str
    done: int
    broken: int


def rotate(conn: Connection, vault: Vault, part: Part, after: str) -> Step:
    """Change the rows of ``part`` that come next after ``after`` and are not changed yet, at most a batch."""
    owner, column = part.table.c[part.owner], part.table.c[part.column]
    rows = conn.execute(
        select(owner, column).where(owner > after, _open_to(vault, part)).order_by(owner).limit(BATCH)
    ).all()
    done = broken = 0
    for row_id, value in rows:
        try:
            changed = _changed(vault, part, row_id, bytes(value))
        except SealBroken:
            broken += 1
            continue
        if changed is None:
            continue
        # The row may have been answered, changed or erased meanwhile: then there is nothing to do here.
        written = conn.execute(update(part.table).where(owner == row_id, column == value).values({column: changed}))
        done += written.rowcount
    return Step(rows[-1][0] if len(rows) == BATCH else "", done, broken)


def left(conn: Connection, vault: Vault, part: Part) -> int:
    """How many rows of ``part`` today's key alone does not open."""
    owner, column = part.table.c[part.owner], part.table.c[part.column]
    if isinstance(part, Wrapped):
        return int(conn.execute(select(func.count()).select_from(part.table).where(_open_to(vault, part))).scalar_one())
    rows = conn.execute(select(owner, column).where(_filled(column)))
    return sum(_needs_other(vault, part, row_id, bytes(value)) for row_id, value in rows)


def _open_to(vault: Vault, part: Part) -> ColumnElement[bool]:
    """Which rows are to be looked at: a wrapped key says by its first byte which master key it needs."""
    column = part.table.c[part.column]
    if isinstance(part, Sealed):
        return _filled(column)
    first: ColumnElement[bytes] = func.substr(column, 1, 1, type_=LargeBinary)
    return _filled(column) & (first != literal(vault.mark, LargeBinary))


def _filled(column: ColumnElement[bytes]) -> ColumnElement[bool]:
    return func.length(column) > 0


def _changed(vault: Vault, part: Part, row_id: str, value: bytes) -> bytes | None:
    """The same under today's key; None when it is already."""
    if isinstance(part, Wrapped):
        return vault.wrap_again(row_id, value)
    key = vault.inbox_key(part.purpose)
    plain = key.open(row_id, part.field, value)
    return key.seal(row_id, part.field, plain) if _needs_other(vault, part, row_id, value) else None


def _needs_other(vault: Vault, part: Sealed, row_id: str, value: bytes) -> bool:
    try:
        vault.alone().inbox_key(part.purpose).open(row_id, part.field, value)
    except SealBroken:
        return True
    return False
