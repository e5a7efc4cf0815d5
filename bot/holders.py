"""A phone that goes back to the hand before: by a number that only that hand was given, on the same phone."""

from __future__ import annotations

from sqlalchemy import Connection, RowMapping, select, update

from bot.records.seal import PersonKey, Vault
from bot.records.tables import address, conversation, person_key, referral
from bot.remembered import way_back_of


def former(conn: Connection, vault: Vault, row: RowMapping, number: str) -> str:
    """The closed address of whoever held this phone before and was given ``number``, of a request or of an open talk with
    the team; empty for nobody. The talk's number is sealed in the talk: only those of this phone are opened.
    """
    now_here = address.alias()
    before = (
        select(address.c.id, conversation.c.id.label("talk"), conversation.c.person_id, conversation.c.session)
        .join(
            now_here,
            (now_here.c.channel == address.c.channel)
            & (now_here.c.account == address.c.account)
            & (now_here.c.hash == address.c.hash),
        )
        .join(conversation, conversation.c.person_id == address.c.person_id)
        .where(
            now_here.c.id == row["address_id"],
            address.c.person_id != row["person_id"],
            address.c.current == 0,
        )
        .order_by(address.c.id.desc())
    )
    asked = select(referral.c.id).where(referral.c.conversation_id == conversation.c.id, referral.c.number == number)
    found = conn.execute(before.where(asked.exists())).first()
    if found is not None:
        return str(found.id)
    talks = before.join(person_key, person_key.c.person_id == conversation.c.person_id).add_columns(
        person_key.c.wrapped
    )
    for talk in conn.execute(talks):
        if way_back_of(vault, talk.person_id, talk.wrapped, talk.talk, talk.session) == number:
            return str(talk.id)
    return ""


def give_back(conn: Connection, vault: Vault, key: PersonKey, row: RowMapping, number: str) -> tuple[str, str] | None:
    """The phone is theirs again; who held it meanwhile comes back the same way. Returns (account, sender), or None
    when it has changed hands since.
    """
    theirs = former(conn, vault, row, number)
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
