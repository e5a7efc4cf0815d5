"""Ready answers of an organisation, in French and Bambara, with their voices. No person is in them, and no blanks to fill.

A worker reads each before it goes out: it is put into the answer, never sent by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, select, update

from bot.desk import audit
from bot.desk.complaints import named_in
from bot.desk.passing_words import passing
from bot.desk.reply import WORDS_MAX
from bot.desk.staff import Worker
from bot.records.clock import now as clock_now
from bot.records.ids import new_id
from bot.records.seal import Vault
from bot.records.tables import canned_reply, worker

BRACES = frozenset("{}")
"""Nothing is filled in: « {name} » once reached a person as it stands."""
TITLE_MAX = 60
CANNED_MAX = 100
LANGUAGES = ("fr", "bm")
INBOX = "canned_reply"


@dataclass(frozen=True, slots=True)
class Canned:
    """One ready answer. ``voices``: the languages in which it is also spoken."""

    id: str
    title: str
    fr: str
    bm: str
    voices: frozenset[str] = frozenset()

    def language(self, wanted: str) -> str:
        """The language in which it is said to who speaks ``wanted``: French where there is no other."""
        return wanted if wanted == "bm" and self.bm else "fr"

    def words(self, wanted: str) -> str:
        """What is said to who speaks ``wanted``."""
        return self.bm if self.language(wanted) == "bm" else self.fr

    def spoken(self, wanted: str) -> str:
        """The language of the voice for who speaks ``wanted``; "" when there is none that says the same."""
        language = self.language(wanted)
        return language if language in self.voices else ""


_HAS = {name: func.length(canned_reply.c[f"voice_{name}"]) > 0 for name in LANGUAGES}


def canned_of(conn: Connection, who: Worker) -> list[Canned]:
    """All of ``who``'s organisation, by title."""
    rows = conn.execute(
        select(
            canned_reply.c.id, canned_reply.c.title, canned_reply.c.fr, canned_reply.c.bm,
            _HAS["fr"].label("has_fr"), _HAS["bm"].label("has_bm"),
        )
        .where(canned_reply.c.organisation_id == who.organisation)
        .order_by(canned_reply.c.title)
        .limit(CANNED_MAX)
    ).all()  # fmt: skip
    return [
        Canned(row.id, row.title, row.fr, row.bm, frozenset(n for n in LANGUAGES if getattr(row, f"has_{n}")))
        for row in rows
    ]


def titles_of(conn: Connection, who: Worker) -> list[tuple[str, str]]:
    """Id and title of each, for the list to choose from."""
    rows = conn.execute(
        select(canned_reply.c.id, canned_reply.c.title)
        .where(canned_reply.c.organisation_id == who.organisation)
        .order_by(canned_reply.c.title)
        .limit(CANNED_MAX)
    ).all()
    return [(row.id, row.title) for row in rows]


def one(conn: Connection, who: Worker, canned_id: str) -> Canned | None:
    """One of ``who``'s organisation, or None."""
    return next((found for found in canned_of(conn, who) if found.id == canned_id), None)


def voice_of(conn: Connection, vault: Vault, who: Worker, canned_id: str, language: str) -> bytes:
    """The voice of one in ``language``, opened; b"" when there is none."""
    if language not in LANGUAGES:
        return b""
    field = f"voice_{language}"
    sealed = conn.execute(
        select(canned_reply.c[field]).where(
            canned_reply.c.id == canned_id, canned_reply.c.organisation_id == who.organisation
        )
    ).scalar_one_or_none()
    return vault.inbox_key(INBOX).open(canned_id, field, sealed) if sealed else b""


def save(conn: Connection, vault: Vault, who: Worker, given: Canned, voices: Mapping[str, bytes | None]) -> str:
    """Add ``given`` (its id empty) or change it. ``voices``: those that change, None to take one away.

    Returns why nothing was kept (no_title, no_words, braces, too_long, twice, too_many, gone; date, name or promise with the
    words behind a colon), or "".
    """
    why = _unfit(given) or _passing(conn, given) or _in_the_way(conn, who, given)
    if why:
        return why
    now = clock_now(conn)
    row = given.id or new_id()
    key = vault.inbox_key(INBOX)
    values: dict[str, object] = {
        "title": given.title, "fr": given.fr, "bm": given.bm, "changed_by": who.id, "changed_at": now,
    }  # fmt: skip
    for language, data in voices.items():
        field = f"voice_{language}"
        values[field] = key.seal(row, field, data) if data else b""
    if not given.id:
        conn.execute(insert(canned_reply).values(id=row, organisation_id=who.organisation, **values))
    elif not conn.execute(
        update(canned_reply)
        .where(canned_reply.c.id == row, canned_reply.c.organisation_id == who.organisation)
        .values(**values)
    ).rowcount:
        return "gone"
    audit.note(conn, who.id, "canned:change" if given.id else "canned:add", row, now)
    return ""


def remove(conn: Connection, who: Worker, canned_id: str) -> bool:
    """Take one away. False when there is none of ``who``'s organisation."""
    ours = (canned_reply.c.id == canned_id, canned_reply.c.organisation_id == who.organisation)
    gone = conn.execute(delete(canned_reply).where(*ours)).rowcount
    if gone:
        audit.note(conn, who.id, "canned:remove", canned_id, clock_now(conn))
    return bool(gone)


def _unfit(given: Canned) -> str:
    if not given.title:
        return "no_title"
    if not given.fr:
        return "no_words"
    if BRACES & set(given.fr + given.bm):
        return "braces"
    return "too_long" if len(given.title) > TITLE_MAX or max(len(given.fr), len(given.bm)) > WORDS_MAX else ""


def _passing(conn: Connection, given: Canned) -> str:
    """What does not hold for years, or not for everybody, in either language."""
    for text in (given.fr, given.bm):
        if found := passing(text):
            return f"{found.kind}:{found.words}"
    named = named_in(conn, f"{given.fr}\n{given.bm}").split()
    if not named:
        return ""
    return f"name:{conn.execute(select(worker.c.login).where(worker.c.id == named[0])).scalar_one()}"


def _in_the_way(conn: Connection, who: Worker, given: Canned) -> str:
    ours = canned_reply.c.organisation_id == who.organisation
    twin = select(canned_reply.c.id).where(ours, canned_reply.c.title == given.title, canned_reply.c.id != given.id)
    if conn.execute(twin).first():
        return "twice"
    many = conn.execute(select(func.count()).where(ours)).scalar_one()
    return "too_many" if not given.id and many >= CANNED_MAX else ""
