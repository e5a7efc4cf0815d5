"""What a worker is about to say: kept on the server for them alone, so that a lost page or a dead battery loses nothing.

A sent answer leaves an empty draft with the version of its sending: what a slow page still saves of the words just sent
is older than that, and stays away. So is what an older page of the same worker says again: a browser that loads the answer
to a refused form anew sends that form once more, and would put the old words over those written since.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace

import orjson
from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from bot.desk.staff import Worker
from bot.records.clock import now as clock_now
from bot.records.seal import PersonKey, Vault
from bot.records.tables import conversation, draft, media, person_key

UNSENT_VOICE = "draft"
"""State of a recorded voice that waits with its draft: nobody is served such a file but the draft's own worker."""


@dataclass(frozen=True, slots=True)
class Draft:
    """``seen``: the last line of the thread that stood on the page; ``canned``: the ready answer that was put in, when
    its voice is to go along; ``voice``: a recorded voice that waits, by its file's id; ``note``: words of a note aside that
    came too late, which go into its form and never into an answer. ``page``: which page's words these are, an id that sorts
    by time; ``sent`` and ``kept``: the marks of the last forms whose words went out, or did not and were kept.
    """

    text: str = ""
    seen: str = ""
    canned: str = ""
    voice: str = ""
    version: int = 0
    at: int = 0
    note: str = ""
    page: str = ""
    sent: str = ""
    kept: str = ""

    @property
    def empty(self) -> bool:
        """Nothing that a worker could miss."""
        return not (self.text.strip() or self.voice)


NOTHING = Draft()


def draft_of(conn: Connection, key: PersonKey, conversation_id: str, who: Worker) -> Draft:
    """The draft of this worker; an empty one when there is none."""
    row = conn.execute(select(draft).where(*_mine(conversation_id, who))).first()
    if row is None:
        return NOTHING
    kept = orjson.loads(key.open(_row(conversation_id, who), "draft", row.sealed))
    return Draft(**kept, version=row.version, at=row.at)


def words_wait(conn: Connection, vault: Vault, conversation_id: str, who: Worker) -> bool:
    """Whether words of this worker wait there, for the answer or for a note, also where its talk is not theirs to read."""
    wrapped = (
        select(conversation.c.person_id, person_key.c.wrapped)
        .join(person_key, person_key.c.person_id == conversation.c.person_id)
        .where(conversation.c.id == conversation_id)
    )
    row = conn.execute(wrapped).first()
    if row is None:
        return False
    found = draft_of(conn, vault.unwrap(row.person_id, row.wrapped), conversation_id, who)
    return not found.empty or bool(found.note.strip())


def keep(conn: Connection, key: PersonKey, conversation_id: str, who: Worker, written: Draft) -> bool:
    """Keep ``written`` in place of what there was. A voice and a note that wait stay when ``written`` has none.

    False when a newer page of the same worker has kept or sent something since.
    """
    before = draft_of(conn, key, conversation_id, who)
    if written.version < before.version or is_older(written.page, before.page):
        return False
    if before.voice and written.voice and written.voice != before.voice:
        _forget_voice(conn, before.voice)
    made = replace(
        written, voice=written.voice or before.voice, note=written.note or before.note,
        page=written.page or before.page, sent=before.sent, kept=written.kept or before.kept,
    )  # fmt: skip
    _write(conn, key, conversation_id, who, made)
    return True


def is_older(page: str, than: str) -> bool:
    """Whether a page was shown before another; one that bears no id is never older."""
    return bool(page) and page < than


def keep_note(conn: Connection, key: PersonKey, conversation_id: str, who: Worker, words: str) -> None:
    """Words of a note that could not be written; none: it is written now."""
    before = draft_of(conn, key, conversation_id, who)
    if before.note != words:
        _write(conn, key, conversation_id, who, replace(before, note=words))


def drop_voice(conn: Connection, key: PersonKey, conversation_id: str, who: Worker) -> None:
    """The recorded voice that waits is not wanted."""
    before = draft_of(conn, key, conversation_id, who)
    if before.voice:
        _forget_voice(conn, before.voice)
        _write(conn, key, conversation_id, who, replace(before, voice=""))


def sent(conn: Connection, key: PersonKey, conversation_id: str, who: Worker, version: int) -> None:
    """The words are on their way: nothing of them waits any more. ``version``: the conversation's after the sending."""
    before = draft_of(conn, key, conversation_id, who)
    if before.voice:
        _forget_voice(conn, before.voice)
    _write(conn, key, conversation_id, who, replace(before, text="", seen="", canned="", voice="", version=version))


def remember_sent(conn: Connection, key: PersonKey, conversation_id: str, who: Worker, page: str, mark: str) -> None:
    """The form ``mark`` of ``page`` has gone out: sent again, because its answer was lost on the way, it says nothing more."""
    before = draft_of(conn, key, conversation_id, who)
    _write(conn, key, conversation_id, who, replace(before, page=max(page, before.page), sent=mark))


def drop_all(conn: Connection, conversation_id: str) -> None:
    """Nobody of this organisation writes here any more: the case moves away."""
    waiting = (media.c.conversation_id == conversation_id, media.c.state == UNSENT_VOICE)
    conn.execute(delete(media).where(*waiting))
    conn.execute(delete(draft).where(draft.c.conversation_id == conversation_id))


def _write(conn: Connection, key: PersonKey, conversation_id: str, who: Worker, written: Draft) -> None:
    kept = {name: value for name, value in asdict(written).items() if value and name not in {"version", "at"}}
    values = {
        "sealed": key.seal(_row(conversation_id, who), "draft", orjson.dumps(kept)),
        "version": written.version,
        "at": clock_now(conn),
    }
    changed = conn.execute(update(draft).where(*_mine(conversation_id, who)).values(**values))
    if not changed.rowcount:
        conn.execute(insert(draft).values(conversation_id=conversation_id, worker_id=who.id, **values))


def _forget_voice(conn: Connection, media_id: str) -> None:
    conn.execute(delete(media).where(media.c.id == media_id, media.c.state == UNSENT_VOICE))


def _mine(conversation_id: str, who: Worker) -> tuple[ColumnElement[bool], ...]:
    return draft.c.conversation_id == conversation_id, draft.c.worker_id == who.id


def _row(conversation_id: str, who: Worker) -> str:
    return f"{conversation_id}.{who.id}"
