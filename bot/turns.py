"""One durable turn: engine, session, transcript, outbox, timers and hand-over in one transaction.

Either everything of a turn is written or nothing; what is sent afterwards is only what the outbox holds.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field, replace
from typing import Any

import structlog
from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from bot import outgoing, wording
from bot.carry import Carried, carry
from bot.channels.inbound import Inbound
from bot.channels.message import Message
from bot.desk.shifts import availability
from bot.engine.effects import OpenHandover, Send, Step
from bot.engine.events import Event, Picked, Said, Sent, Started
from bot.engine.options import label_of
from bot.engine.session import Moment, Session
from bot.engine.step import step
from bot.engine.turn import Turn
from bot.house import House
from bot.inbox import Accepted, find, from_json
from bot.outbox import reopen
from bot.records.ids import new_id
from bot.records.seal import PersonKey
from bot.records.tables import address, conversation, inbound, media
from bot.records.tables import message as message_table
from flows.limits import WHATSAPP_WINDOW_SECONDS

log = structlog.get_logger()

TICKET_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # no 0 O 1 I L: read aloud over a bad line
TICKET_LENGTH = 6


@dataclass(frozen=True, slots=True)
class TurnDone:
    """What a committed turn left to do: rows that this process may send, and what the world must be told."""

    conversation: str
    address: str
    channel: str
    queued: tuple[outgoing.Queued, ...] = ()
    more: bool = False
    new: bool = True
    urgent: bool = False
    carried: Carried = field(default_factory=Carried)


def take(conn: Connection, house: House, accepted: Accepted) -> TurnDone:
    """The turn of a message just stored, when nothing older of its conversation waits."""
    row = accepted.row
    if not accepted.new:
        return TurnDone(row["id"], row["address_id"], row["channel"], new=False)
    if row["has_pending"]:
        return TurnDone(row["id"], row["address_id"], row["channel"], more=True)
    sealed = conn.execute(select(inbound.c.sealed).where(inbound.c.id == accepted.inbound)).scalar_one()
    item = from_json(accepted.key.open(accepted.inbound, "inbound", sealed))
    return turn_of(conn, house, row, accepted.key, accepted.inbound, item)


def turn_of(
    conn: Connection, house: House, row: RowMapping, key: PersonKey, inbound_id: str, item: Inbound
) -> TurnDone:
    """Think and write one turn for ``item``. A fault of flows or content becomes the safety text and a human."""
    event = event_of(item)
    if event is None:
        conn.execute(update(inbound).where(inbound.c.id == inbound_id).values(state="ignored", sealed=b""))
        return TurnDone(row["id"], row["address_id"], row["channel"])
    savepoint = conn.begin_nested()
    try:
        done = _turn(conn, house, row, key, event, item, inbound_id)
    except Exception as error:  # noqa: BLE001 — whatever it was, the person gets the safety text and a human
        savepoint.rollback()
        log.error("turn_failed", conversation=row["id"], error=type(error).__name__, where=_place(error))
        return _fallback(conn, house, row, key, item, inbound_id)
    savepoint.commit()
    return done


def happen(conn: Connection, house: House, row: RowMapping, key: PersonKey, event: Event) -> TurnDone:
    """A turn that no message caused: a worker's goodbye, news of a referral, a date."""
    return _turn(conn, house, row, key, event, None, "")


def event_of(item: Inbound) -> Event | None:
    """What a message is for the engine; None for what needs no answer at all."""
    match item.kind:
        case "text":
            return Said(item.text)
        case "pick":
            seq, _, choice = item.choice.partition(":")
            return Picked(choice, int(seq)) if seq.isdigit() and choice else Picked("", 0)
        case "start":
            return Started(item.entry)
        case "ignored" | "blocked":
            return None
        case media:
            return Sent(media)


def _turn(
    conn: Connection,
    house: House,
    row: RowMapping,
    key: PersonKey,
    event: Event,
    item: Inbound | None,
    inbound_id: str,
) -> TurnDone:
    before = Session.from_json(key.open(row["id"], "session", row["session"])) if row["session"] else Session()
    now = max(int(row["now"]), before.last_at)
    moment = Moment(
        at=now,
        mode=row["mode"],
        spoken=bool(row["spoken"]),
        ticket=ticket(),
        waiting=bool(row["level"]),
        urgent=row["level"] in {"P0", "P1"},
        channel=row["channel"],
    )
    result = step(house.book, before, event, moment)
    if any(isinstance(effect, OpenHandover) for effect in result.effects):
        # Who is there matters only now; the engine is pure, so the turn is thought again with the answer.
        here = availability(conn, row["organisation"], now)
        result = step(house.book, before, event, replace(moment, availability=here))
    return _write(conn, house, row, key, before, result, now, item, inbound_id)


def _write(
    conn: Connection,
    house: House,
    row: RowMapping,
    key: PersonKey,
    before: Session,
    result: Step,
    now: int,
    item: Inbound | None,
    inbound_id: str,
) -> TurnDone:
    session = result.session
    private = _private(house, before) or _private(house, session)
    if item is not None:
        _transcribe(conn, key, row, item, _words_of(house, item, before, now), session, now, private=private)
    carried = carry(conn, house, key, row, session, result.effects, now, inbound_id)
    if carried.new_sender:
        return _next_person(conn, house, carried)
    if carried.forgotten:
        return TurnDone(row["id"], row["address_id"], row["channel"], carried=carried)
    words = [
        outgoing.Words(_with_refs(wording.worded(house.book, effect, session.language, session.seq), carried),
                       effect.kind, private=_unseen(effect, row, session))
        for effect in result.effects
        if isinstance(effect, Send)
    ]  # fmt: skip
    to = outgoing.Destination(row["id"], row["address_id"], row["channel"], row["epoch"], session.seq, now)
    queued = outgoing.queue(conn, key, to, words, inline=house.inline, clear_road=not row["has_unsent"])
    values: dict[str, Any] = {
        "session": key.seal(row["id"], "session", session.to_json()),
        "seq": session.seq,
        "language": session.language,
        "region": str(session.facts.get("region", "")),
        "centre": str(session.facts.get("centre", "")),
        **carried.columns,
    }
    if item is not None:
        values |= {"last_at": now, "last_from": row["address_id"]}
        if row["channel"] == "whatsapp":
            _open_window(conn, row, now)
    conn.execute(update(conversation).where(conversation.c.id == row["id"]).values(**values))
    if inbound_id:
        blank = {"sealed": b""} if private or session.consent == "no" else {}
        conn.execute(update(inbound).where(inbound.c.id == inbound_id).values(state="done", **blank))
    return TurnDone(row["id"], row["address_id"], row["channel"], tuple(queued), urgent=carried.urgent, carried=carried)


def _open_window(conn: Connection, row: RowMapping, now: int) -> None:
    """WhatsApp lets us write freely for a day after the person's last message; what waited for that may go."""
    conn.execute(
        update(address)
        .where(address.c.id == row["address_id"])
        .values(window_until=now + WHATSAPP_WINDOW_SECONDS, heard_at=now)
    )
    reopen(conn, row["id"])


def _next_person(conn: Connection, house: House, carried: Carried) -> TurnDone:
    """The phone changed hands: the newcomer is greeted in a thread of their own."""
    newcomer = find(conn, house, *carried.new_sender)
    if newcomer is None:
        raise LookupError("the thread just made is not there")
    key = house.vault.unwrap(newcomer["person_id"], newcomer["wrapped"])
    return happen(conn, house, newcomer, key, Started())


def _transcribe(
    conn: Connection,
    key: PersonKey,
    row: RowMapping,
    item: Inbound,
    said: Message,
    session: Session,
    now: int,
    *,
    private: bool,
) -> None:
    """The person's message into the transcript; not a complaint, and nothing of somebody who said no."""
    web = row["channel"] == outgoing.WEB
    if (private or session.consent == "no") and not web:
        return
    if session.consent == "no" and not row["level"]:
        conn.execute(delete(message_table).where(message_table.c.conversation_id == row["id"]))
    line = new_id()
    conn.execute(
        insert(message_table).values(
            id=line,
            conversation_id=row["id"],
            author="person",
            kind="private" if private else item.kind,
            seq=session.seq,
            sealed=key.seal(line, "message", said.to_json()),
            ref=item.message_ref,
            state="received",
            at=now,
        )
    )
    _attach(conn, row, item, line, now)


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


def _words_of(house: House, item: Inbound, before: Session, now: int) -> Message:
    """What the transcript shows: words as they came, for a tap those of its button, else what kind of thing it was."""
    if item.text:
        return Message(text=item.text, language=before.language)
    if item.kind != "pick":
        return Message(text=f"({item.kind})", language=before.language)
    choice = item.choice.partition(":")[2]
    label = label_of(Turn(house.book, before, Moment(at=now)), choice)
    if label is None:
        return Message(text=choice, language=before.language)
    language = before.language or wording.SOURCE
    say = house.book.catalogues.say
    french = "" if language == wording.SOURCE else say(label, wording.SOURCE)
    return Message(text=say(label, language), language=language, french=french)


def _unseen(effect: Send, row: RowMapping, session: Session) -> bool:
    return (effect.private or session.consent == "no") and row["channel"] != outgoing.WEB


def _with_refs(message: Message, carried: Carried) -> Message:
    return replace(message, delete_refs=carried.delete_refs) if carried.delete_refs else message


def _private(house: House, session: Session) -> bool:
    flow = house.book.flows.get(session.frames[-1].flow) if session.frames else None
    return flow is not None and flow.head.private


def _fallback(
    conn: Connection, house: House, row: RowMapping, key: PersonKey, item: Inbound, inbound_id: str
) -> TurnDone:
    """Never empty, never a stack trace: the static safety text, and the human queue."""
    session = Session(language=row["language"], seq=row["seq"] + 1)
    now = int(row["now"])
    _transcribe(conn, key, row, item, Message(text=item.text or f"({item.kind})"), session, now, private=False)
    carried = carry(conn, house, key, row, session, (OpenHandover("P2", "machine_failed"),), now, inbound_id)
    words = [outgoing.Words(Message(text=SAFETY_TEXT, language="fr"), "safety")]
    to = outgoing.Destination(row["id"], row["address_id"], row["channel"], row["epoch"], session.seq, now)
    queued = outgoing.queue(conn, key, to, words, inline=house.inline, clear_road=not row["has_unsent"])
    conn.execute(
        update(conversation)
        .where(conversation.c.id == row["id"])
        .values(seq=session.seq, last_at=now, **carried.columns)
    )
    conn.execute(update(inbound).where(inbound.c.id == inbound_id).values(state="poison"))
    return TurnDone(row["id"], row["address_id"], row["channel"], tuple(queued), carried=carried)


SAFETY_TEXT = (
    "Merci pour votre message. Il est bien gardé.\n\n"
    "La machine a un problème. Une personne de l'équipe va lire votre message.\n\n"
    "Si c'est urgent, allez tout de suite au centre de santé le plus proche, ou demandez de l'aide autour de vous."
)
"""Said when flows or content are broken at run time: needs no catalogue, no directory, no session."""


def ticket() -> str:
    """A fresh receipt number, easy to read aloud."""
    return "".join(secrets.choice(TICKET_ALPHABET) for _ in range(TICKET_LENGTH))


def _place(error: BaseException) -> str:
    """File and line of the fault, never its values."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}" if trace else ""
