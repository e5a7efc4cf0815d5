"""The transcript as a worker reads it: who said what, in French beside the person's language, and how far it got."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from bot.channels.message import Message
from bot.records.seal import PersonKey
from bot.records.tables import media, message, outbox, worker

LINES_MAX = 300


@dataclass(frozen=True, slots=True)
class Line:
    """``side``: person, bot, worker. ``media_id``: a file that can be played or shown at the desk."""

    side: str
    who: str
    text: str
    french: str
    language: str
    kind: str
    state: str
    at: int
    media_id: str = ""
    media_type: str = ""


def thread(conn: Connection, key: PersonKey, conversation_id: str) -> list[Line]:
    """The last lines, oldest first. Complaints are not in it."""
    rows = conn.execute(
        select(message, worker.c.login, func.coalesce(outbox.c.state, "").label("state"))
        .outerjoin(outbox, outbox.c.id == message.c.id)
        .outerjoin(worker, worker.c.id == message.c.author)
        .where(message.c.conversation_id == conversation_id, message.c.kind != "private")
        .order_by(message.c.id.desc())
        .limit(LINES_MAX)
    ).mappings().all()  # fmt: skip
    files = {
        row.message_id: row
        for row in conn.execute(select(media.c.id, media.c.message_id, media.c.content_type).where(
            media.c.conversation_id == conversation_id))
    }  # fmt: skip
    lines = []
    for row in reversed(rows):
        words = Message.from_json(key.open(row["id"], "message", row["sealed"]))
        side = row["author"] if row["author"] in {"person", "bot"} else "worker"
        file = files.get(row["id"])
        lines.append(
            Line(
                side=side,
                who=row["login"] or "",
                text=words.text,
                french=words.french,
                language=words.language,
                kind=row["kind"],
                state=row["state"],
                at=row["at"],
                media_id=file.id if file else (words.media.media_id if words.media else ""),
                media_type=file.content_type if file else (words.media.content_type if words.media else ""),
            )
        )
    return lines
