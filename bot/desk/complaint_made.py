"""« En faire une plainte »: words in which somebody complains in the talk leave it for the complaints inbox.

Whom they are about works beside who reads them: from that moment on nobody reads them in the talk.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, RowMapping, and_, select, update

from bot.channels.message import Message
from bot.desk.audit import note
from bot.desk.reply import surprises
from bot.desk.staff import Worker
from bot.engine.events import ComplaintMade
from bot.house import House
from bot.outgoing import WEB
from bot.records.row_security import beyond
from bot.records.seal import PersonKey
from bot.records.tables import media, message, referral
from bot.records.tables import worker as worker_table
from bot.transcript import NOTHING, PRIVATE
from bot.waiting import happen

ABOUT = ("service", "worker", "wait", "sira", "other")
WORKER, REQUEST = "worker:", "request:"
"""What begins a choice of one colleague, or of the service of one request."""
WORDS_MAX = 1500
Why = Literal["no_line", "no_about", "unwritten", "too_long", "stopped", "changed_hands", "careful"]


@dataclass(frozen=True, slots=True)
class Words:
    """What the person said in one line. ``spoken``: in a file, whose words somebody has to write down."""

    text: str
    spoken: bool


def words_of(conn: Connection, key: PersonKey, conversation_id: str, line: str) -> Words | None:
    """The words of the line ``line``; None when it is no line of the person that the talk shows."""
    shown = and_(message.c.id == line, message.c.conversation_id == conversation_id, message.c.kind != PRIVATE)
    row = conn.execute(select(message.c.id, message.c.sealed).where(shown, message.c.author == "person")).first()
    if row is None:
        return None
    spoken = conn.execute(select(media.c.id).where(media.c.message_id == line).limit(1)).first() is not None
    text = Message.from_json(key.open(row.id, "message", row.sealed)).text
    return Words("" if spoken else text, spoken)


def taken_out(conn: Connection, media_id: str) -> bool:
    """Whether the file came with words that are a complaint now."""
    line = select(message.c.id).join(media, media.c.message_id == message.c.id)
    return conn.execute(line.where(media.c.id == media_id, message.c.kind == PRIVATE)).first() is not None


def make(
    conn: Connection, house: House, row: RowMapping, who: Worker, line: str, about: str, written: str, *, anyway: bool
) -> Why | None:
    """Keep the line as a complaint, take it out of the talk and tell the person. None when that is done, else why not.

    ``row`` as ``bot.desk.reach`` found it; ``about``: one of ``ABOUT``, or a colleague or request behind its beginning;
    ``written``: what somebody says aloud in the line. What the person wrote nobody changes.
    """
    key = house.vault.unwrap(row["person_id"], row["wrapped"])
    found = words_of(conn, key, row["id"], line)
    if found is None:
        return "no_line"
    text = written.strip() if found.spoken else found.text
    made = _made(conn, row["id"], about, text)
    if made is None:
        return "no_about"
    refused = _unfit(row, key, text, spoken=found.spoken, anyway=anyway)
    if refused is not None:
        return refused
    note(conn, who.id, "complaint_make", row["id"], row["now"])
    _take_out(conn, key, row, line)
    beyond(conn)  # complaints are not this page's, and nothing but this one follows
    happen(conn, house, row["id"], made)
    return None


def _unfit(row: RowMapping, key: PersonKey, text: str, *, spoken: bool, anyway: bool) -> Why | None:
    """Why it is not kept: without words, or where the person cannot be told of it now."""
    if not text:
        return "unwritten"
    if spoken and len(text) > WORDS_MAX:
        return "too_long"
    if row["mode"] == "stopped":
        return "stopped"
    if not row["current"]:
        return "changed_hands"
    return "careful" if not anyway and surprises(key, row) else None


def _made(conn: Connection, conversation_id: str, about: str, text: str) -> ComplaintMade | None:
    if about in ABOUT:
        return ComplaintMade(text, about)
    if about.startswith(WORKER):
        mine = select(worker_table.c.id).where(worker_table.c.id == about.removeprefix(WORKER))
        found = conn.execute(mine).scalar_one_or_none()
        return ComplaintMade(text, "worker", worker=found) if found else None
    of_talk = (referral.c.conversation_id == conversation_id, referral.c.number == about.removeprefix(REQUEST))
    asked = about.startswith(REQUEST) and conn.execute(select(referral.c.number).where(*of_talk)).scalar_one_or_none()
    return ComplaintMade(text, "service", request=asked) if asked else None


def _take_out(conn: Connection, key: PersonKey, row: RowMapping, line: str) -> None:
    """As of a complaint that took its own path: the provider's id stays, by which *hide* finds the message; on the web the
    page shows the person their words until the next turn.
    """
    out = update(message).where(message.c.id == line).values(kind=PRIVATE)
    if row["channel"] != WEB:
        out = out.values(sealed=key.seal(line, "message", NOTHING.to_json()))
    conn.execute(out)
