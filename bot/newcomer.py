"""Somebody new: person, key, address and thread, made in the transaction that accepts their first message."""

from __future__ import annotations

from sqlalchemy import Connection, insert

from bot.desk.leads import belongs_to
from bot.house import House
from bot.records.ids import new_id
from bot.records.tables import address, conversation, insert_new, person, person_key


def new_thread(conn: Connection, house: House, channel: str, account: str, sender: str, now: int) -> None:
    """A new person at this address. Leaves everything as it is when the address already has a current person."""
    person_id, address_id = new_id(), new_id()
    key, wrapped = house.vault.new_key(person_id)
    savepoint = conn.begin_nested()
    conn.execute(insert(person).values(id=person_id, language="", consent="", created_at=now))
    made = conn.execute(
        insert_new(conn, address).values(
            id=address_id,
            person_id=person_id,
            channel=channel,
            account=account,
            hash=house.vault.address_hash(channel, account, sender),
            sealed=key.seal(address_id, "address", sender.encode()),
            current=1,
            heard_at=now,
        )
    )
    if not made.rowcount:
        savepoint.rollback()
        return
    conn.execute(insert(person_key).values(person_id=person_id, wrapped=wrapped))
    conn.execute(
        insert(conversation).values(
            id=new_id(),
            person_id=person_id,
            mode="bot",
            session=b"",
            last_from=address_id,
            created_at=now,
            last_at=now,
            **belongs_to(house.book.directory, {}),
        )
    )
    savepoint.commit()
