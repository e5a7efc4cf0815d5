"""The door: a verified message is stored once, with the person it belongs to, before the provider gets its answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import Connection, RowMapping, bindparam, exists, literal_column, select

from bot.channels.inbound import Inbound, MediaRef
from bot.house import House
from bot.newcomer import new_thread
from bot.outgoing import unsent
from bot.records.clock import DatabaseNow
from bot.records.ids import new_id
from bot.records.prepared import Prepared
from bot.records.seal import PersonKey
from bot.records.tables import address, conversation, inbound, insert_new, is_one_of, outbox, person_key

_PENDING = exists().where(inbound.c.conversation_id == conversation.c.id, is_one_of(inbound.c.state, "pending"))
_UNSENT = exists().where(outbox.c.conversation_id == conversation.c.id, unsent())
_CONVERSATION = [column for column in conversation.c if column.name != "created_at"]
_SEEN = exists().where(
    inbound.c.channel == bindparam("channel"),
    inbound.c.account == bindparam("account"),
    inbound.c.provider_id == bindparam("provider"),
)

_TURN = (
    select(
        *_CONVERSATION,
        person_key.c.wrapped,
        address.c.id.label("address_id"),
        address.c.channel,
        address.c.gone,
        _PENDING.label("has_pending"),
        _UNSENT.label("has_unsent"),
        DatabaseNow().label("now"),
    )
    .select_from(address)
    .join(conversation, conversation.c.person_id == address.c.person_id)
    .join(person_key, person_key.c.person_id == address.c.person_id)
)
_BY_ADDRESS = _TURN.add_columns(_SEEN.label("seen")).where(
    address.c.channel == bindparam("channel"),
    address.c.account == bindparam("account"),
    address.c.hash == bindparam("hash"),
    address.c.current == literal_column("1"),
)
LOOK = Prepared(_BY_ADDRESS)
"""Everything a turn needs to begin, in one statement."""

FIND = Prepared(_BY_ADDRESS.with_for_update(of=conversation))
"""The same, holding the conversation on PostgreSQL."""

FIND_BY_ID = _TURN.with_for_update(of=conversation).where(
    conversation.c.id == bindparam("conversation"), address.c.id == conversation.c.last_from
)
"""The same by the conversation's id: words go to the address last heard from."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A message at the door with the conversation that it belongs to; not stored yet."""

    inbound: str
    item: Inbound
    row: RowMapping
    key: PersonKey


def arrive(conn: Connection, house: House, item: Inbound) -> Arrival | None:
    """Find the conversation, making the person on first contact. None for a message that was stored before.

    That includes the last words of who has just been forgotten: the provider repeats them, and that must not make a
    person again.
    """
    row = find(conn, house, item.channel, item.account, item.sender, item.provider_id)
    if row is None:
        if is_stored(conn, item):
            return None
        row = _first_contact(conn, house, item)
    if row["seen"]:
        return None
    return Arrival(new_id(), item, row, house.vault.unwrap(row["person_id"], row["wrapped"]))


def look(conn: Connection, house: House, item: Inbound) -> Arrival | None:
    """As ``arrive``, holding nothing: None also for who is not known yet."""
    row = find(conn, house, item.channel, item.account, item.sender, item.provider_id, held=False)
    if row is None or row["seen"]:
        return None
    return Arrival(new_id(), item, row, house.vault.unwrap(row["person_id"], row["wrapped"]))


def row_of(arrival: Arrival, state: str, *, readable: bool = True) -> dict[str, Any]:
    """The inbox's row. ``readable`` False keeps the fact without the words (complaints, a refused consent)."""
    item, row = arrival.item, arrival.row
    return {
        "id": arrival.inbound,
        "channel": item.channel,
        "account": item.account,
        "provider_id": item.provider_id,
        "conversation_id": row["id"],
        "kind": item.kind,
        "state": state,
        "tries": 0,
        "sealed": arrival.key.seal(arrival.inbound, "inbound", to_json(item)) if readable else b"",
        "at": row["now"],
    }


def store(conn: Connection, arrival: Arrival, state: str, *, readable: bool = True) -> bool:
    """Store the message by itself, once. False when the provider had sent it before."""
    return bool(conn.execute(insert_new(conn, inbound).values(row_of(arrival, state, readable=readable))).rowcount)


def is_stored(conn: Connection, item: Inbound) -> bool:
    """Whether the provider has sent this before."""
    before = exists().where(
        inbound.c.channel == item.channel,
        inbound.c.account == item.account,
        inbound.c.provider_id == item.provider_id,
    )
    return bool(conn.execute(select(before)).scalar_one())


def quarantine(conn: Connection, channel: str, account: str, provider_id: str) -> None:
    """A verified message without a usable sender: kept as a fact, never hashed into one shared person (B2)."""
    now = conn.execute(select(DatabaseNow())).scalar_one()
    conn.execute(
        insert_new(conn, inbound).values(
            id=new_id(), channel=channel, account=account, provider_id=provider_id, kind="ignored",
            state="quarantined", sealed=b"", at=now,
        )
    )  # fmt: skip


def find(
    conn: Connection,
    house: House,
    channel: str,
    account: str,
    sender: str,
    provider_id: str = "",
    *,
    held: bool = True,
) -> RowMapping | None:
    """The conversation of the person who holds this address now, with all that a turn needs.

    ``seen`` in it: the message ``provider_id`` was stored before.
    """
    digest = house.vault.address_hash(channel, account, sender)
    statement = FIND if held else LOOK
    return statement.first(conn, {"channel": channel, "account": account, "hash": digest, "provider": provider_id})


def _first_contact(conn: Connection, house: House, item: Inbound) -> RowMapping:
    """Person, key, address and conversation, all in the accepting transaction.

    Two first messages at once: the second finds the address of the first, since that is unique in the database.
    """
    now = conn.execute(select(DatabaseNow())).scalar_one()
    new_thread(conn, house, item.channel, item.account, item.sender, now)
    row = find(conn, house, item.channel, item.account, item.sender, item.provider_id)
    if row is None:
        raise LookupError("the address just made is not there")
    return row


def to_json(item: Inbound) -> bytes:
    """What is sealed into the inbox."""
    return orjson.dumps(item)


def from_json(raw: bytes) -> Inbound:
    """The inverse of ``to_json``."""
    data: dict[str, Any] = orjson.loads(raw)
    data["media"] = tuple(MediaRef(**media) for media in data["media"])
    data["location"] = tuple(data["location"]) if data["location"] else None
    return Inbound(**data)
