"""The transcript as a worker reads it: who said what, in French beside the person's language, and how far it got."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from html import escape

import structlog
from sqlalchemy import Connection, RowMapping, and_, case, func, select, true

from bot.channels.message import Message
from bot.desk.complaint_numbers import numbers_in, without
from bot.outgoing import UNSURE
from bot.records.seal import PersonKey, SealBroken
from bot.records.tables import media, message, outbox, worker

log = structlog.get_logger()

KEPT = "kept"
LINES_MAX = 100
LINES_FIRST = 12  # what a page opens with: a few screens of a phone; what was said before stands behind a link
PIECE_BYTES = 25_000  # of the 50 kB of a page (casework.md); card, notes and forms take the rest
PARAGRAPH = "\n\n"  # between the lines of one message (bot/wording.py)
LINE_BYTES = 420  # what stands around the words of a line


@dataclass(frozen=True, slots=True)
class File:
    """What came or went with a line. ``state``: wanted (on its way from the provider), kept, refused (never came)."""

    id: str
    content_type: str
    state: str


@dataclass(frozen=True, slots=True)
class Line:
    """``side``: person, bot, worker. ``state`` of the outbox, or *again* for what is tried anew after a first failure.
    ``asked``: the machine's question under which a button was tapped beside a worker. ``unreadable``: its seal
    is broken; the lines around it are read as ever.
    """

    id: str
    side: str
    who: str
    text: str
    french: str
    language: str
    kind: str
    state: str
    at: int
    files: tuple[File, ...] = ()
    asked: str = ""
    unreadable: bool = False


@dataclass(frozen=True, slots=True)
class Thread:
    """A piece of the transcript, oldest line first. ``older``: what came before this line id; empty when nothing did."""

    lines: tuple[Line, ...]
    older: str = ""


_STATE = case(
    (and_(outbox.c.state == "ready", outbox.c.tries > 0), "again"),
    (and_(outbox.c.state == "failed", outbox.c.error.startswith(UNSURE)), "unsure"),
    else_=func.coalesce(outbox.c.state, ""),
)


def newest(conn: Connection, conversation_id: str) -> list[tuple[str, str]]:
    """Id and state of the last lines and files, without opening any: whether a page would look different."""
    lines = (
        select(message.c.id, _STATE.label("state"))
        .outerjoin(outbox, outbox.c.id == message.c.id)
        .where(message.c.conversation_id == conversation_id, message.c.kind != "private")
        .order_by(message.c.id.desc())
        .limit(LINES_MAX)
    )
    files = (
        select(media.c.id, media.c.state)
        .where(media.c.conversation_id == conversation_id)
        .order_by(media.c.id.desc())
        .limit(LINES_MAX)
    )
    return [(row.id, row.state) for rows in (lines, files) for row in conn.execute(rows)]


def words_of_own(conn: Connection, key: PersonKey, conversation_id: str, line: str) -> Message | None:
    """What a worker said in the line ``line`` of this conversation; None when it is no such line."""
    row = conn.execute(
        select(message.c.id, message.c.sealed).where(
            message.c.id == line, message.c.conversation_id == conversation_id, message.c.kind == "worker"
        )
    ).first()
    return None if row is None else Message.from_json(key.open(row.id, "message", row.sealed))


def thread(conn: Connection, key: PersonKey, conversation_id: str, before: str = "", most: int = LINES_MAX) -> Thread:
    """The last ``most`` lines, or those before the line ``before``: fewer where a page over a slow connection carries fewer.

    Complaints are not in it, nor their numbers.
    """
    rows = conn.execute(
        select(message, worker.c.login, _STATE.label("state"))
        .outerjoin(outbox, outbox.c.id == message.c.id)
        .outerjoin(worker, worker.c.id == message.c.author)
        .where(
            message.c.conversation_id == conversation_id,
            message.c.kind != "private",
            message.c.id < before if before else true(),
        )
        .order_by(message.c.id.desc())
        .limit(most + 1)
    ).mappings().all()  # fmt: skip
    files = _files(conn, conversation_id)
    lines: list[Line] = []
    room, oldest = PIECE_BYTES, ""
    for row in rows:
        kept = _opened(key, row)
        words = kept or Message("")
        room -= LINE_BYTES + len(escape(words.text + words.french).encode())
        if lines and (room < 0 or len(lines) == most):
            return Thread(_readable(conn, lines), older=oldest)
        lines.append(_line(row, words, files, unreadable=kept is None))
        oldest = row["id"]
    return Thread(_readable(conn, lines))


def _readable(conn: Connection, lines: list[Line]) -> tuple[Line, ...]:
    """Oldest first, without the number of a complaint that somebody wrote among their words."""
    numbers = numbers_in(conn, (line.text for line in lines if line.side == "person"))
    shown = (replace(line, text=without(numbers, line.text)) if line.side == "person" else line for line in lines)
    return tuple(reversed(tuple(shown) if numbers else lines))


def _files(conn: Connection, conversation_id: str) -> dict[str, list[File]]:
    found: dict[str, list[File]] = defaultdict(list)
    kept = select(media.c.id, media.c.message_id, media.c.content_type, media.c.state).where(
        media.c.conversation_id == conversation_id
    )
    for row in conn.execute(kept.order_by(media.c.id)):
        found[row.message_id].append(File(row.id, row.content_type, row.state))
    return found


def _opened(key: PersonKey, row: RowMapping) -> Message | None:
    try:
        return Message.from_json(key.open(row["id"], "message", row["sealed"]))
    except SealBroken as error:
        log.error("seal_broken", what=str(error))
        return None


def _without_french(words: Message) -> str:
    """The words less the French that stood beside what nobody had signed: a worker reads it once, under them."""
    if not words.french:
        return words.text
    french = words.french.split(PARAGRAPH)
    return PARAGRAPH.join(one for one in words.text.split(PARAGRAPH) if one not in french) or words.text


def _line(row: RowMapping, words: Message, files: dict[str, list[File]], *, unreadable: bool) -> Line:
    own = files.get(row["id"], [])
    if not own and words.media is not None:
        own = [File(words.media.media_id, words.media.content_type, KEPT)]
    return Line(
        id=row["id"],
        side=row["author"] if row["author"] in {"person", "bot"} else "worker",
        who=row["login"] or "",
        text=_without_french(words),
        french=words.french,
        language=words.language,
        kind=row["kind"],
        state=row["state"],
        at=row["at"],
        files=tuple(own),
        asked=words.asked,
        unreadable=unreadable,
    )
