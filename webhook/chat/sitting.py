"""Reading what the holder of a cookie may see now. Changes nothing and locks nothing: pages look often."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2s
from typing import Final, Literal

from sqlalchemy import Connection, RowMapping, select

from bot.channels.message import Choice, MediaOut, Message
from bot.engine.undo import undoes
from bot.engine.whose import put_by_team
from bot.records.clock import DatabaseNow
from bot.records.seal import PersonKey, Vault
from bot.records.tables import address, conversation, media, message, person_key
from bot.remembered import remembered
from webhook.chat.present import Mark, came_meanwhile, is_quiet, sitting_start

CHANNEL: Final = "web"
ACCOUNT: Final = "web"
SIGN_BYTES: Final = 8
LINES_MAX: Final = 200  # a sitting is rarely above 60; older lines are not shown

State = Literal["new", "quiet", "talk"]


@dataclass(frozen=True, slots=True)
class Line:
    """One opened message of the present sitting; ``voice`` is what the person said aloud."""

    mark: Mark
    words: Message
    voice: MediaOut | None = None


@dataclass(frozen=True, slots=True)
class Sitting:
    """``new``: nobody is known by this cookie. ``quiet``: nothing is shown until somebody says that they are there;
    ``waiting``: something came meanwhile.
    ``team``: a person of the team holds the talk, so that the machine's buttons rest; ``asking``: the flow of the open
    question then, for what that person asks through Sira has buttons that count. ``since``: the turn of the open question.
    ``stopped``: they want no more messages, and nothing is asked. ``listening``: everything is said aloud that has a
    voice. ``undoes``: « retour » would take the last answer back. ``talk``: a sign of the conversation, so that words which
    wait in a browser go to the one that they were written in, or nowhere; it leads to nothing.
    """

    state: State = "new"
    language: str = ""
    seq: int = 0
    lines: tuple[Line, ...] = ()
    team: bool = False
    waiting: bool = False
    asking: str = ""
    put_by_team: bool = False
    since: int = 0
    stopped: bool = False
    listening: bool = False
    talk: str = ""
    undoes: bool = False

    def counts(self, choice: Choice) -> bool:
        """Whether it was made for the open question: a button of one that is over is only told that it is (`bot/engine/taps.py`)."""
        turn, _, _ = choice.payload.partition(":")
        return not turn.isdecimal() or int(turn) >= self.since

    @property
    def version(self) -> str:
        """Two sittings with the same version look the same; from ``count`` and ``last`` a page knows what it lacks."""
        flags = f"{int(self.team)}{int(self.waiting)}"
        last = self.lines[-1].mark.id if self.lines else str(self.seq)
        return f"{self.state}.{self.language}.{flags}.{len(self.lines)}.{last}"


def sitting(conn: Connection, vault: Vault, token: str) -> Sitting:
    """What may be shown to the holder of ``token`` now."""
    row = _row(conn, vault, token)
    if row is None:
        return Sitting()
    sign = blake2s(row["id"].encode(), digest_size=SIGN_BYTES).hexdigest()
    marks = _marks(conn, row["id"])
    team = row["mode"] == "human"
    key = vault.unwrap(row["person_id"], row["wrapped"])
    if is_quiet(marks, row["last_at"], row["now"]):
        return Sitting("quiet", row["language"], row["seq"], team=team, waiting=came_meanwhile(marks), talk=sign)
    shown = [mark for mark in marks[sitting_start(marks) :] if not mark.hidden]
    session = remembered(key, row["id"], row["session"])
    asking = session.frames[-1].flow if team and session.frames else ""
    lines = _opened(conn, key, row["id"], shown)
    return Sitting(
        "talk", row["language"], row["seq"], lines, team,
        asking=asking, put_by_team=put_by_team(asking, session.notes), since=session.since,
        stopped=row["mode"] == "stopped", listening=session.voice, talk=sign,
        undoes=row["mode"] not in {"human", "stopped"} and undoes(session),
    )  # fmt: skip


def may_hear(conn: Connection, vault: Vault, token: str, media_id: str) -> bool:
    """Whether a file belongs to a message that the holder of ``token`` sees now."""
    lines = sitting(conn, vault, token).lines
    return any(
        file is not None and file.media_id == media_id for line in lines for file in (line.voice, line.words.media)
    )


def voice_in(conn: Connection, vault: Vault, token: str, line_id: str) -> str:
    """The name of the recorded voice of a line that the holder of ``token`` sees now; "" when it has none."""
    lines = sitting(conn, vault, token).lines
    return next((line.words.voice for line in lines if line.mark.id == line_id), "")


def _row(conn: Connection, vault: Vault, token: str) -> RowMapping | None:
    if not token:
        return None
    statement = (
        select(
            conversation.c.id,
            conversation.c.person_id,
            conversation.c.mode,
            conversation.c.seq,
            conversation.c.session,
            conversation.c.language,
            conversation.c.last_at,
            person_key.c.wrapped,
            DatabaseNow().label("now"),
        )
        .select_from(address)
        .join(conversation, conversation.c.person_id == address.c.person_id)
        .join(person_key, person_key.c.person_id == address.c.person_id)
        .where(
            address.c.channel == CHANNEL,
            address.c.account == ACCOUNT,
            address.c.hash == vault.address_hash(CHANNEL, ACCOUNT, token),
            address.c.current == 1,
        )
    )
    return conn.execute(statement).mappings().first()


def _marks(conn: Connection, conversation_id: str) -> list[Mark]:
    rows = conn.execute(
        select(message.c.id, message.c.author, message.c.kind, message.c.at, message.c.hidden)
        .where(message.c.conversation_id == conversation_id)
        .order_by(message.c.id.desc())
        .limit(LINES_MAX)
    ).all()
    return [Mark(row.id, row.author, row.kind, row.at, bool(row.hidden)) for row in reversed(rows)]


def _opened(conn: Connection, key: PersonKey, conversation_id: str, marks: Sequence[Mark]) -> tuple[Line, ...]:
    ids = [mark.id for mark in marks]
    bodies = {
        row.id: row.sealed for row in conn.execute(select(message.c.id, message.c.sealed).where(message.c.id.in_(ids)))
    }
    voices = {
        row.message_id: MediaOut(row.id, "voice", row.content_type)
        for row in conn.execute(
            select(media.c.id, media.c.message_id, media.c.content_type).where(
                media.c.conversation_id == conversation_id, media.c.message_id.in_(ids)
            )
        )
    }
    return tuple(
        Line(mark, Message.from_json(key.open(mark.id, "message", bodies[mark.id])), voices.get(mark.id))
        for mark in marks
        if mark.id in bodies
    )
