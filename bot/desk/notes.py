"""What the team writes about a case for itself. Nothing leads from here to the person.

A note is read by the organisation that wrote it: a case that moves to another one takes none along.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from sqlalchemy import Connection, insert, select, true

from bot.desk import audit
from bot.desk.staff import Worker
from bot.records.clock import now as clock_now
from bot.records.ids import new_id
from bot.records.seal import PersonKey
from bot.records.tables import membership, note, worker

WORDS_MAX = 2000
BESIDE_BYTES = 3000  # of a page of 50 kB (casework.md); older notes have a page of their own
PAGE_BYTES = 30_000
ROW_BYTES = 150  # what stands around the words
NOTES_MAX = 100


@dataclass(frozen=True, slots=True)
class Note:
    """One note. ``at`` in Unix seconds."""

    id: str
    who: str
    words: str
    at: int


@dataclass(frozen=True, slots=True)
class Notes:
    """Newest first. ``older``: before which note the next piece begins; empty when there is none."""

    notes: tuple[Note, ...]
    older: str = ""


def write(conn: Connection, key: PersonKey, conversation_id: str, who: Worker, words: str) -> str:
    """Keep a note. Returns why it was not kept (empty, too_long), or ""."""
    said = words.strip()
    if not said:
        return "empty"
    if len(said) > WORDS_MAX:
        return "too_long"
    row, now = new_id(), clock_now(conn)
    sealed = key.seal(row, "note", said.encode())
    conn.execute(insert(note).values(id=row, conversation_id=conversation_id, author=who.id, sealed=sealed, at=now))
    audit.note(conn, who.id, "note", conversation_id, now)
    return ""


def notes_of(
    conn: Connection, key: PersonKey, conversation_id: str, who: Worker, *, before: str = "", room: int = BESIDE_BYTES
) -> Notes:
    """The newest notes of ``who``'s organisation, or those before ``before``, as many as fit into ``room`` bytes."""
    ours = select(membership.c.worker_id).where(membership.c.organisation_id == who.organisation)
    rows = conn.execute(
        select(note.c.id, note.c.sealed, note.c.at, worker.c.login)
        .outerjoin(worker, worker.c.id == note.c.author)
        .where(
            note.c.conversation_id == conversation_id,
            note.c.author.in_(ours),
            note.c.id < before if before else true(),
        )
        .order_by(note.c.id.desc())
        .limit(NOTES_MAX)
    ).all()
    found: list[Note] = []
    for row in rows:
        words = key.open(row.id, "note", row.sealed).decode()
        room -= ROW_BYTES + len(escape(words).encode())
        if found and room < 0:
            return Notes(tuple(found), older=found[-1].id)
        found.append(Note(row.id, row.login or "", words, row.at))
    return Notes(tuple(found), older=found[-1].id if len(rows) == NOTES_MAX else "")
