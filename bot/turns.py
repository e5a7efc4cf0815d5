"""One durable turn: message, session, transcript, outbox, timers and hand-over in one transaction.

Either everything of a turn is written or nothing; what is sent afterwards is only what the outbox holds. What is thought
comes before what is written, so that a broken flow costs no message: it becomes the safety text and a human.
"""

from __future__ import annotations

from typing import Any

import structlog
from sqlalchemy import Connection, RowMapping, update

from bot.carried import Carried
from bot.carry import carry
from bot.channels.inbound import Inbound
from bot.done import TurnDone
from bot.engine.effects import Log, Send
from bot.engine.events import Event, Said, Started
from bot.fallback import fall_back, must_be_quiet
from bot.house import House
from bot.inbox import arrive, find, look, row_of, store
from bot.logs import place_of
from bot.records.down import is_down
from bot.records.seal import PersonKey
from bot.records.tables import inbound, insert_new
from bot.saving import OvertakenError, Turn, write_down
from bot.spoken import words_of_turn
from bot.thinking import Thought, event_of, think
from bot.transcript import transcribe, words_of

log = structlog.get_logger()

UNHELD = "telegram"  # WhatsApp opens a window at each message, the web clears passing lines: more than a page


def take(conn: Connection, house: House, item: Inbound, *, broken: bool = False) -> TurnDone:
    """Store ``item`` once and, when nothing older of its conversation waits, answer it.

    ``broken``: writing this turn has failed before; answer with the safety text and a human.
    """
    arrival = arrive(conn, house, item)
    if arrival is None:
        return TurnDone("", item.channel, new=False)
    row, key = arrival.row, arrival.key
    if row["has_pending"]:
        return TurnDone(row["id"], row["channel"], more=True, new=store(conn, arrival, "pending"))
    event = event_of(item)
    if event is None:
        return TurnDone(row["id"], row["channel"], new=store(conn, arrival, "ignored", readable=False))
    thought = None if broken else _thought(conn, house, row, key, event)
    if thought is None:
        quiet = must_be_quiet(house, row, key)
        came = row_of(arrival, "poison", readable=not quiet)
        return fall_back(conn, house, row, key, item, arrival.inbound, came, quiet=quiet)
    came = row_of(arrival, "done", readable=_readable(thought))
    return _write(conn, house, row, key, thought, item, arrival.inbound, came)


def take_unheld(conn: Connection, house: House, item: Inbound) -> TurnDone | None:
    """The common turn, holding nothing while it is thought through, written by one statement that finds the
    conversation as it was read or writes nothing. None: nothing was written, and it is for ``take`` to do.
    """
    arrival, event = look(conn, house, item), event_of(item)
    if arrival is None or event is None or arrival.row["channel"] != UNHELD or arrival.row["gone"]:
        return None
    row, key = arrival.row, arrival.key
    thought = None if row["has_pending"] else _thought(conn, house, row, key, event)
    if thought is None or _is_rare(row, thought):
        return None
    came = row_of(arrival, "done", readable=_readable(thought))
    try:
        return _write(conn, house, row, key, thought, item, arrival.inbound, came)
    except OvertakenError:
        return None


def _is_rare(row: RowMapping, thought: Thought) -> bool:
    """Whether more than the page is to be written."""
    session = thought.step.session
    return (
        any(not isinstance(effect, Send | Log) for effect in thought.step.effects)
        or row["mode"] == "stopped"
        or session.language != row["language"]
    )


def resume(conn: Connection, house: House, row: RowMapping, key: PersonKey, inbound_id: str, item: Inbound) -> TurnDone:
    """The turn of a message that has waited in the inbox."""
    event = event_of(item)
    thought = None if event is None else _thought(conn, house, row, key, event)
    state = "ignored" if event is None else "done" if thought else "poison"
    quiet = thought is None and must_be_quiet(house, row, key)
    keep = not quiet if state == "poison" else thought is not None and _readable(thought)
    values: dict[str, Any] = {"state": state} if keep else {"state": state, "sealed": b""}
    conn.execute(update(inbound).where(inbound.c.id == inbound_id).values(**values))
    if event is None:
        return TurnDone(row["id"], row["channel"])
    if thought is None:
        return fall_back(conn, house, row, key, item, inbound_id, None, quiet=quiet)
    return _write(conn, house, row, key, thought, item, inbound_id, None)


def happen(conn: Connection, house: House, row: RowMapping, key: PersonKey, event: Event) -> TurnDone:
    """A turn that no message caused: a worker's goodbye, news of a referral, a date."""
    return _write(conn, house, row, key, think(conn, house, row, key, event), None, "", None)


def _readable(thought: Thought) -> bool:
    """Whether the words as they came may be kept: not those of a complaint, nor of who refused consent."""
    return not thought.private and thought.step.session.consent != "no"


def _thought(conn: Connection, house: House, row: RowMapping, key: PersonKey, event: Event) -> Thought | None:
    try:
        return think(conn, house, row, key, event)
    except Exception as error:
        if is_down(error):  # nothing is wrong with the message: the provider comes again
            raise
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
    came: dict[str, Any] | None,
) -> TurnDone:
    session, now = thought.step.session, thought.now
    lines: list[dict[str, Any]] = []
    if item is not None:
        said = words_of(conn, house, key, row, item, thought.before, now)
        lines = transcribe(conn, key, row, item, said, session, now, private=thought.private)
    if came is not None and any(not isinstance(effect, Send | Log) for effect in thought.step.effects):
        _put_first(conn, came)  # what is carried may read the inbox: an erasure remembers the provider's copies
        came = None
    carried = carry(conn, house, key, row, session, thought.step.effects, now, inbound_id)
    if carried.forgotten:
        return TurnDone(row["id"], row["channel"], carried=carried)
    if carried.new_sender:
        return _next_person(conn, house, carried)
    refs = carried.delete_refs
    if session.hidden and item is not None and item.message_ref:
        refs = tuple(dict.fromkeys((*refs, item.message_ref)))
    words = words_of_turn(house.book, row, session, thought.step.effects, refs)
    ours = write_down(conn, house, Turn(row, key, session, session.seq, now, item, came), words, lines, carried)
    return TurnDone(
        row["id"], row["channel"], ours, rest=len(words) > len(ours), urgent=carried.urgent, carried=carried,
        effects=thought.step.effects,
    )  # fmt: skip


def _put_first(conn: Connection, came: dict[str, Any]) -> None:
    if not conn.execute(insert_new(conn, inbound).values(came)).rowcount:
        raise OvertakenError


def _next_person(conn: Connection, house: House, carried: Carried) -> TurnDone:
    """The phone changed hands: the newcomer is greeted in a thread of their own; who comes back is told what they ask."""
    newcomer = find(conn, house, *carried.new_sender)
    if newcomer is None:
        raise LookupError("the thread just made is not there")
    key = house.vault.unwrap(newcomer["person_id"], newcomer["wrapped"])
    return happen(conn, house, newcomer, key, Said(carried.asks) if carried.asks else Started())
