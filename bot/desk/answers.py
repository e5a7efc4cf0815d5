"""A worker's whole answer: words, a recorded voice, the voice of a ready answer. What is not sent is kept as a draft."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from sqlalchemy import Connection, RowMapping, update

from bot.channels.message import MediaOut
from bot.desk import canned, drafts
from bot.desk.reply import NotReplied, Replied, reply
from bot.desk.staff import Worker
from bot.house import House
from bot.media import KEPT, keep
from bot.records.seal import PersonKey
from bot.records.tables import media
from bot.voices.form import CONTENT_TYPE

MARK_DIGITS = 16


@dataclass(frozen=True, slots=True)
class Answer:
    """``version`` and ``seen`` of the page on which it was made; ``voice`` in Ogg/Opus, just recorded; ``with_voice``: the
    one recorded before goes along; ``canned``: the ready answer whose voice goes along; ``anyway`` as for ``reply``.
    ``page``: the id of that page as it was shown once.
    """

    text: str
    version: int
    seen: str = ""
    voice: bytes = b""
    with_voice: bool = False
    canned: str = ""
    anyway: bool = False
    page: str = ""

    @property
    def mark(self) -> str:
        """The same for the same form sent again, and for no other; empty for a page without an id."""
        if not self.page:
            return ""
        form = "\n".join((self.page, str(self.with_voice), self.canned, self.text.strip()))
        return hashlib.sha256(form.encode("utf-8", "replace") + self.voice).hexdigest()[:MARK_DIGITS]


def answer(conn: Connection, house: House, row: RowMapping, who: Worker, given: Answer) -> Replied | NotReplied:
    """Send it, or keep it whole and say why. ``row`` as ``bot.desk.reach`` found it in this transaction."""
    key = house.vault.unwrap(row["person_id"], row["wrapped"])
    if given.mark and given.mark == drafts.draft_of(conn, key, row["id"], who).sent:
        return Replied()  # only its answer was lost on the way
    waiting = _recorded(conn, key, row, who, given)
    file = waiting if given.voice or given.with_voice else ""
    ready = canned.one(conn, who, given.canned) if given.canned else None
    if not file and ready is not None:
        file = _spoken(conn, house, key, row, who, ready)
    french = ready.fr if ready is not None and ready.bm and given.text.strip() == ready.bm else ""
    sound = MediaOut(file, "voice", CONTENT_TYPE) if file else None
    _serve(conn, file, KEPT)
    done = reply(conn, house, row, who, given.text, given.version, sound, french=french, anyway=given.anyway)
    if isinstance(done, NotReplied):
        if file and file != waiting:
            conn.execute(media.delete().where(media.c.id == file))
        keep_unsent(conn, key, row, who, given, waiting)
    elif given.mark:
        drafts.remember_sent(conn, key, row["id"], who, given.page, given.mark)
    return done


def keep_unsent(
    conn: Connection, key: PersonKey, row: RowMapping, who: Worker, given: Answer, recorded: str | None = None
) -> None:
    """Words that did not go out, kept as of now: the next page shows them with what came meanwhile. ``recorded``: the
    file of their voice, where it is in the store already. Words of an older page stand below newer ones, and the same form
    sent again brings nothing back.
    """
    before = drafts.draft_of(conn, key, row["id"], who)
    mark = given.mark
    if drafts.is_older(given.page, before.page):
        text = before.text if mark == before.kept else _together(before.text, given.text)
        given = replace(given, text=text, page=before.page)
    voice = _recorded(conn, key, row, who, given) if recorded is None else recorded
    _serve(conn, voice, drafts.UNSENT_VOICE)
    version = max(given.version, row["version"])
    made = drafts.Draft(given.text, given.seen, given.canned, voice, version, page=given.page, kept=mark)
    drafts.keep(conn, key, row["id"], who, made)


def keep_late(conn: Connection, key: PersonKey, row: RowMapping, who: Worker, given: Answer, note: str) -> None:
    """Words of a page that had closed, kept beside what there is: they may be older than it, and none of both is lost. Of
    the page that wrote what there is they are what it wrote last.
    """
    before = drafts.draft_of(conn, key, row["id"], who)
    text = given.text if given.page and given.page == before.page else _together(before.text, given.text)
    kept = replace(given, text=text, version=before.version, canned=given.canned or before.canned, page=before.page)
    keep_unsent(conn, key, row, who, kept)
    if note.strip():
        drafts.keep_note(conn, key, row["id"], who, _together(before.note, note))


def _together(before: str, late: str) -> str:
    """Both, once where one holds the other."""
    if late.strip() in before:
        return before
    return late if before.strip() in late else f"{before.rstrip()}\n\n{late}"


def _recorded(conn: Connection, key: PersonKey, row: RowMapping, who: Worker, given: Answer) -> str:
    """The file of the voice that waits for this answer: the one just recorded, else the one recorded before."""
    if not given.voice:
        return drafts.draft_of(conn, key, row["id"], who).voice
    return keep(conn, key, row["id"], given.voice, kind=CONTENT_TYPE, channel=row["channel"])


def _spoken(conn: Connection, house: House, key: PersonKey, row: RowMapping, who: Worker, ready: canned.Canned) -> str:
    """The voice of a ready answer, as a file of this person; "" when it has none in their language."""
    data = canned.voice_of(conn, house.vault, who, ready.id, ready.spoken(row["language"]))
    return keep(conn, key, row["id"], data, kind=CONTENT_TYPE, channel=row["channel"]) if data else ""


def _serve(conn: Connection, media_id: str, state: str) -> None:
    if media_id:
        conn.execute(update(media).where(media.c.id == media_id).values(state=state))
