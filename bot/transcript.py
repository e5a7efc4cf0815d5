"""The person's side of the transcript: what a worker will read, and what must never stand there.

A complaint does not (its words live in `complaint` only), nor anything of somebody who refused consent; on the web, where
the page itself reads the transcript, such lines live until the next turn, and a complaint's until it is over.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from bot import outgoing, wording
from bot.channels.capabilities import BY_NAME
from bot.channels.inbound import Inbound
from bot.channels.message import Message
from bot.engine.moment import Moment
from bot.engine.options import label_of
from bot.engine.session import Session
from bot.engine.turn import Turn
from bot.house import House
from bot.records.ids import new_id
from bot.records.seal import PersonKey
from bot.records.tables import inbound, media, message

PRIVATE = "private"
NOTHING = Message(text="")
HUMAN = "human"
SEQ_DIGITS_MAX = 9  # what the column holds


def transcribe(
    conn: Connection,
    key: PersonKey,
    row: RowMapping,
    item: Inbound,
    said: Message,
    session: Session,
    now: int,
    *,
    private: bool,
) -> list[dict[str, Any]]:
    """The row for what the person sent (none where nothing may stand), to be written with the words that follow it."""
    web = row["channel"] == outgoing.WEB
    refused = session.consent == "no"
    if refused and item.media:
        conn.execute(delete(media).where(media.c.id.in_([file.reference for file in item.media])))
        item = replace(item, media=())
    if web:
        if not private:  # a complaint's first words stay in sight until it is over
            _clear_passing_lines(conn, row, refused=refused)
        private |= refused  # beside an open case too, where the other lines must stay
    unseen = (private or refused) and not web
    if unseen and not (item.message_ref and BY_NAME[row["channel"]].delete):
        return []
    line = new_id()
    if unseen:
        private, said = True, NOTHING  # only the provider's id stays, by which *hide* finds the message
    elif item.media:
        _attach(conn, row, item, line, now)
    return [
        {
            "id": line,
            "author": "person",
            "kind": PRIVATE if private else item.kind,
            "sealed": key.seal(line, "message", said.to_json()),
            "ref": item.message_ref,
            "hidden": int(session.hidden),
        }
    ]


def unsay(conn: Connection, key: PersonKey, row: RowMapping) -> None:
    """The person refused consent: nothing of what was said before stays, but the provider's ids, which *hide* needs."""
    mine = message.c.conversation_id == row["id"]
    conn.execute(update(inbound).where(inbound.c.conversation_id == row["id"]).values(sealed=b""))
    conn.execute(delete(media).where(media.c.conversation_id == row["id"]))
    if row["channel"] == outgoing.WEB:  # the page reads these lines until the next turn, and nobody else
        conn.execute(update(message).where(mine, message.c.author.in_(("person", "bot"))).values(kind=PRIVATE))
        return
    conn.execute(delete(message).where(mine, (message.c.author != "person") | (message.c.ref == "")))
    for line in conn.execute(select(message.c.id).where(mine)).scalars().all():
        emptied = key.seal(line, "message", NOTHING.to_json())
        conn.execute(update(message).where(message.c.id == line).values(kind=PRIVATE, sealed=emptied))


def words_of(
    conn: Connection, house: House, key: PersonKey, row: RowMapping, item: Inbound, before: Session, now: int
) -> Message:
    """What the transcript shows: words as they came, for a tap those of its button, else what kind of thing it was. A tap
    beside a human says under which question: « Oui, ça va » is no answer to what that human has just asked.
    """
    if item.text:
        return Message(text=item.text, language=before.language)
    if item.kind != "pick":
        return Message(text=f"({item.kind})", language=before.language)
    said = _words_of_tap(conn, house, key, row, item.choice, before, now)
    bore = _bearing(conn, key, row, item.choice) if row["mode"] == HUMAN else None
    return said if bore is None else replace(said, asked=(bore.french or bore.text).rpartition("\n\n")[2])


def _words_of_tap(
    conn: Connection, house: House, key: PersonKey, row: RowMapping, tapped: str, before: Session, now: int
) -> Message:
    choice = tapped.partition(":")[2]
    label = label_of(Turn(house.book, before, Moment(at=now)), choice)
    if label is None:
        return _as_it_stood(conn, key, row, tapped) or Message(text=choice, language=before.language)
    language = before.language or wording.SOURCE
    say = house.book.catalogues.say
    french = "" if language == wording.SOURCE else say(label, wording.SOURCE)
    return Message(text=say(label, language), language=language, french=french)


def _as_it_stood(conn: Connection, key: PersonKey, row: RowMapping, tapped: str) -> Message | None:
    """The words of a button of a question that is over; None when the message that bore it is not kept."""
    shown = _bearing(conn, key, row, tapped)
    if shown is None:
        return None
    label = next(choice.label for choice in shown.choices if choice.payload == tapped)
    return Message(text=label, language=shown.language)


def _bearing(conn: Connection, key: PersonKey, row: RowMapping, tapped: str) -> Message | None:
    """The message that bore a button, where it is kept."""
    seq = tapped.partition(":")[0]
    if not seq.isdecimal() or len(seq) > SEQ_DIGITS_MAX:
        return None
    mine = (message.c.conversation_id == row["id"], message.c.seq == int(seq), message.c.author == "bot")
    for line in conn.execute(select(message.c.id, message.c.sealed).where(*mine)):
        shown = Message.from_json(key.open(line.id, "message", line.sealed))
        if any(choice.payload == tapped for choice in shown.choices):
            return shown
    return None


def _clear_passing_lines(conn: Connection, row: RowMapping, *, refused: bool) -> None:
    """Lines that stood there only for the page: after a complaint's end, and all of them where consent was refused.

    While a human was called for somebody who refused, what opened the case and the human's words stay.
    """
    passing = message.c.conversation_id == row["id"]
    if not refused:
        passing = passing & (message.c.kind == PRIVATE) & (message.c.seq < row["seq"])
    elif row["level"]:
        passing = passing & (message.c.kind == PRIVATE)
    conn.execute(delete(message).where(passing))


def _attach(conn: Connection, row: RowMapping, item: Inbound, line: str, now: int) -> None:
    """Files of a message: those of the web are here already, a provider's are fetched later."""
    if row["channel"] == outgoing.WEB:
        ids = [file.reference for file in item.media]
        conn.execute(update(media).where(media.c.id.in_(ids)).values(message_id=line))
        return
    for file in item.media:
        conn.execute(
            insert(media).values(
                id=new_id(),
                conversation_id=row["id"],
                message_id=line,
                channel=row["channel"],
                reference=file.reference,
                content_type=file.content_type,
                state="wanted",
                at=now,
            )
        )
