"""One durable turn: message, session, transcript, outbox, timers and hand-over in one transaction.

Either everything of a turn is written or nothing; what is sent afterwards is only what the outbox holds. What is thought
comes before what is written, so that a broken flow costs no message: it becomes the safety text and a human.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import structlog
from sqlalchemy import Connection, RowMapping, bindparam, update

from bot import outgoing, wording
from bot.carry import Carried, carry
from bot.channels.inbound import Inbound
from bot.channels.message import Message
from bot.desk.claim import LEASE_SECONDS, RESTING
from bot.engine.effects import Effect, OpenHandover, Send
from bot.engine.events import Event, Started
from bot.engine.session import Session
from bot.house import House
from bot.inbox import arrive, find, store
from bot.outbox import Claimed, reopen
from bot.records.seal import PersonKey
from bot.records.tables import address, conversation, inbound
from bot.thinking import Thought, event_of, think
from bot.transcript import transcribe, words_of
from flows.limits import WHATSAPP_WINDOW_SECONDS

log = structlog.get_logger()

COLUMNS = (
    "mode", "epoch", "level", "due_at", "claimed_by", "lease_until", "spoken", "organisation", "team", "last_from", "last_at",
)  # fmt: skip
"""Columns of the conversation that a turn may change besides its own: written always, so that the statement is one."""

SAVE = (
    update(conversation)
    .where(conversation.c.id == bindparam("key"))
    .values(
        session=bindparam("new_session"),
        seq=bindparam("new_seq"),
        language=bindparam("new_language"),
        region=bindparam("new_region"),
        centre=bindparam("new_centre"),
        version=conversation.c.version + 1,
        **{name: bindparam(f"new_{name}") for name in COLUMNS},
    )
)


@dataclass(frozen=True, slots=True)
class TurnDone:
    """What a committed turn left to do. ``first``: the row that this process holds and sends now; ``rest``: more wait.

    ``more``: older messages of the conversation wait to be thought through. ``new`` False: the provider repeated itself.
    """

    conversation: str
    channel: str
    first: Claimed | None = None
    rest: bool = False
    more: bool = False
    new: bool = True
    urgent: bool = False
    carried: Carried = field(default_factory=Carried)
    effects: tuple[Effect, ...] = ()


def take(conn: Connection, house: House, item: Inbound, *, broken: bool = False) -> TurnDone:
    """Store ``item`` once and, when nothing older of its conversation waits, answer it.

    ``broken``: writing this turn has failed before; answer with the safety text and a human.
    """
    arrival = arrive(conn, house, item)
    row, key = arrival.row, arrival.key
    if row["has_pending"]:
        return TurnDone(row["id"], row["channel"], more=True, new=store(conn, arrival, "pending"))
    event = event_of(item)
    if event is None:
        return TurnDone(row["id"], row["channel"], new=store(conn, arrival, "ignored", readable=False))
    thought = None if broken else _thought(conn, house, row, key, event)
    if thought is None:
        if not store(conn, arrival, "poison"):
            return TurnDone(row["id"], row["channel"], new=False)
        return _fallback(conn, house, row, key, item, arrival.inbound)
    readable = not thought.private and thought.step.session.consent != "no"
    if not store(conn, arrival, "done", readable=readable):
        return TurnDone(row["id"], row["channel"], new=False)
    return _write(conn, house, row, key, thought, item, arrival.inbound)


def resume(conn: Connection, house: House, row: RowMapping, key: PersonKey, inbound_id: str, item: Inbound) -> TurnDone:
    """The turn of a message that has waited in the inbox."""
    event = event_of(item)
    thought = None if event is None else _thought(conn, house, row, key, event)
    state = "ignored" if event is None else "done" if thought else "poison"
    keep = thought is not None and not thought.private and thought.step.session.consent != "no"
    values: dict[str, Any] = {"state": state} if keep or state == "poison" else {"state": state, "sealed": b""}
    conn.execute(update(inbound).where(inbound.c.id == inbound_id).values(**values))
    if event is None:
        return TurnDone(row["id"], row["channel"])
    if thought is None:
        return _fallback(conn, house, row, key, item, inbound_id)
    return _write(conn, house, row, key, thought, item, inbound_id)


def happen(conn: Connection, house: House, row: RowMapping, key: PersonKey, event: Event) -> TurnDone:
    """A turn that no message caused: a worker's goodbye, news of a referral, a date."""
    return _write(conn, house, row, key, think(conn, house, row, key, event), None, "")


def _thought(conn: Connection, house: House, row: RowMapping, key: PersonKey, event: Event) -> Thought | None:
    try:
        return think(conn, house, row, key, event)
    except Exception as error:  # noqa: BLE001 — whatever it was, the person gets the safety text and a human
        log.error("turn_failed", conversation=row["id"], error=type(error).__name__, where=place_of(error))
        return None


def _write(
    conn: Connection,
    house: House,
    row: RowMapping,
    key: PersonKey,
    thought: Thought,
    item: Inbound | None,
    inbound_id: str,
) -> TurnDone:
    session, now = thought.step.session, thought.now
    lines: list[dict[str, object]] = []
    if item is not None:
        said = words_of(house, item, thought.before, now)
        lines = transcribe(conn, key, row, item, said, session, now, private=thought.private)
    carried = carry(conn, house, key, row, session, thought.step.effects, now, inbound_id)
    if carried.new_sender:
        return _next_person(conn, house, carried)
    if carried.forgotten:
        return TurnDone(row["id"], row["channel"], carried=carried)
    words = [
        outgoing.Words(_with_refs(wording.worded(house.book, effect, session.language, session.seq), carried),
                       "private" if effect.private and row["channel"] == outgoing.WEB else effect.kind,
                       private=_unseen(effect, row, session))
        for effect in thought.step.effects
        if isinstance(effect, Send)
    ]  # fmt: skip
    first = _queue(conn, house, key, row, words, session.seq, now, item, lines)
    _save(conn, key, row, session, carried, now, item)
    return TurnDone(
        row["id"], row["channel"], first, rest=len(words) > (first is not None), urgent=carried.urgent, carried=carried,
        effects=thought.step.effects,
    )  # fmt: skip


def _queue(
    conn: Connection,
    house: House,
    key: PersonKey,
    row: RowMapping,
    words: list[outgoing.Words],
    seq: int,
    now: int,
    item: Inbound | None,
    lines: list[dict[str, object]],
) -> Claimed | None:
    """Queue the words; the first one is ours to send when nothing older waits and we know where it goes."""
    to = outgoing.Destination(row["id"], row["address_id"], row["channel"], row["epoch"], seq, now)
    mine = (
        house.inline and item is not None and bool(words) and not row["has_unsent"] and row["channel"] != outgoing.WEB
    )
    ids = outgoing.queue(conn, key, to, words, lease_first=mine, after=lines)
    if not mine or item is None:
        return None
    return Claimed(ids[0], row["id"], row["channel"], item.sender, words[0].message, 0, 1)


def _save(
    conn: Connection,
    key: PersonKey,
    row: RowMapping,
    session: Session,
    carried: Carried,
    now: int,
    item: Inbound | None,
) -> None:
    columns = {name: row[name] for name in COLUMNS} | carried.columns
    if item is not None:
        columns |= {"last_at": now, "last_from": row["address_id"]}
        if columns["claimed_by"] and columns["lease_until"] == RESTING:
            columns["lease_until"] = now + LEASE_SECONDS
        if row["channel"] == "whatsapp":
            _open_window(conn, row, now)
    conn.execute(
        SAVE,
        {
            "key": row["id"],
            "new_session": key.seal(row["id"], "session", session.to_json()),
            "new_seq": session.seq,
            "new_language": session.language,
            "new_region": str(session.facts.get("region", "")),
            "new_centre": str(session.facts.get("centre", "")),
            **{f"new_{name}": value for name, value in columns.items()},
        },
    )


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


def _unseen(effect: Send, row: RowMapping, session: Session) -> bool:
    return (effect.private or session.consent == "no") and row["channel"] != outgoing.WEB


def _with_refs(message: Message, carried: Carried) -> Message:
    return replace(message, delete_refs=carried.delete_refs) if carried.delete_refs else message


def _fallback(
    conn: Connection, house: House, row: RowMapping, key: PersonKey, item: Inbound, inbound_id: str
) -> TurnDone:
    """Never empty, never a stack trace: the static safety text, and the human queue. The session stays as it was."""
    now = int(row["now"])
    shell = Session(language=row["language"], seq=row["seq"] + 1)
    said = Message(text=item.text or f"({item.kind})")
    lines = transcribe(conn, key, row, item, said, shell, now, private=False)
    carried = carry(conn, house, key, row, shell, (OpenHandover("P2", "machine_failed"),), now, inbound_id)
    words = [outgoing.Words(Message(text=SAFETY_TEXT), "safety")]
    first = _queue(conn, house, key, row, words, shell.seq, now, item, lines)
    columns = {**carried.columns, "last_at": now, "version": conversation.c.version + 1}
    conn.execute(update(conversation).where(conversation.c.id == row["id"]).values(**columns))
    return TurnDone(row["id"], row["channel"], first, carried=carried)


SAFETY_TEXT = (
    "Merci pour votre message. Il est bien gardé.\n\n"
    "La machine a un problème. Une personne de l'équipe va lire votre message.\n\n"
    "Si c'est urgent, allez tout de suite au centre de santé le plus proche, ou demandez de l'aide autour de vous."
)
"""Said when flows or content are broken at run time: needs no catalogue, no directory, no session."""


def place_of(error: BaseException) -> str:
    """File and line of the fault, never its values."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}" if trace else ""
