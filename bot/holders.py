"""A phone that goes back to the hand before: by the number of a request, on the same phone."""

from __future__ import annotations

from sqlalchemy import Connection, RowMapping, select, update

from bot.records.seal import PersonKey
from bot.records.tables import address, conversation, referral


def former(conn: Connection, row: RowMapping, number: str) -> str:
    """The closed address of whoever held this phone before and made the request ``number``; empty for nobody."""
    now_here = address.alias()
    found = conn.execute(
        select(address.c.id)
        .join(
            now_here,
            (now_here.c.channel == address.c.channel)
            & (now_here.c.account == address.c.account)
            & (now_here.c.hash == address.c.hash),
        )
        .join(conversation, conversation.c.person_id == address.c.person_id)
        .join(referral, referral.c.conversation_id == conversation.c.id)
        .where(
            now_here.c.id == row["address_id"],
            address.c.person_id != row["person_id"],
            address.c.current == 0,
            referral.c.number == number,
        )
        .order_by(address.c.id.desc())
    ).first()
    return found.id if found else ""


def give_back(conn: Connection, key: PersonKey, row: RowMapping, number: str) -> tuple[str, str] | None:
    """The phone is theirs again; who held it meanwhile comes back the same way. Returns (account, sender), or None
    when it has changed hands since.
    """
    theirs = former(conn, row, number)
    if not theirs:
        return None
    here = conn.execute(select(address).where(address.c.id == row["address_id"])).mappings().one()
    conn.execute(update(address).where(address.c.id == here["id"]).values(current=0))
    conn.execute(
        update(address)
        .where(address.c.id == theirs)
        .values(current=1, gone=here["gone"], heard_at=here["heard_at"], window_until=here["window_until"])
    )
    return here["account"], key.open(here["id"], "address", here["sealed"]).decode()
