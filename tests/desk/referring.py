"""A drafted referral of somebody who said yes to it, for the tests of what becomes of it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, insert, select, update

from bot.desk import appointments, referrals
from bot.desk.referral_days import meet
from bot.desk.referral_states import by_worker
from bot.engine.effects import Refer
from bot.inbox import FIND_BY_ID
from bot.records.clock import now as clock_now
from bot.records.ids import new_id
from bot.records.seal import PersonKey, Vault
from bot.records.tables import consent, referral
from tests.desk.conftest import AWA, Desk
from tests.phone import KEY

SERVICE, ORGANISATION, NUMBER = "ecica-jeunes", "ecica", "K7M4QD"
SHARED = {"need": ["trade"], "region": "bamako", "age": "18_24", "trade": "tailoring"}
NOTES = {"safe_channel": "call", "safe_hours": "any", "second_contact": "70 00 00 01, ma sœur"}
DAY = 86_400
ITEMS = (*SHARED, "contact")


async def drafted(
    desk: Desk, number: str = NUMBER, items: tuple[str, ...] = ITEMS, organisation: str = ORGANISATION
) -> str:
    """Write consent and file, as the talk does. Returns the referral's id."""

    def made(conn: Connection) -> str:
        row, key = owner(conn, desk)
        conn.execute(
            insert(consent).values(
                id=new_id(), person_id=row["person_id"], purpose="referral", given=1, wording="referral.share.ask@1",
                language="bm", items=",".join(items), organisation=SERVICE, at=row["now"],
            )
        )  # fmt: skip
        referrals.draft(conn, key, row, Refer(SERVICE, organisation, number, SHARED, NOTES), row["now"])
        return conn.execute(select(referral.c.id).where(referral.c.number == number)).scalar_one()

    return await desk.database.write(made)


def owner(conn: Connection, desk: Desk) -> tuple[Any, PersonKey]:
    """The conversation's row and its person's key."""
    row = conn.execute(FIND_BY_ID, {"conversation": desk.id}).mappings().one()
    return row, Vault(KEY, KEY).unwrap(row["person_id"], row["wrapped"])


async def read(desk: Desk, statement: Any) -> list[Any]:
    """All rows."""
    return await desk.database.read(lambda conn: conn.execute(statement).mappings().all())


async def stands(desk: Desk, referral_id: str, **values: Any) -> None:
    """Put a referral where a test wants it."""
    statement = update(referral).where(referral.c.id == referral_id).values(**values)
    await desk.database.write(lambda conn: conn.execute(statement))


async def sent(desk: Desk, **given: Any) -> tuple[str, str]:
    """A referral that was sent, and its token."""
    one = await drafted(desk, **given)
    return one, await desk.database.write(referrals.send, one, AWA, "hand")


async def met(desk: Desk, days: int = 5, hour: int = 8) -> str:
    """A referral with an appointment in so many days; it is noon now."""
    await desk.noon()
    one, _ = await sent(desk)

    def set_(conn: Connection) -> None:
        now = clock_now(conn)
        at = now - now % DAY + days * DAY + hour * 3600
        expected(conn, desk, one, appointments.Meeting(at, "Lafiabougou", "la mosquée"))

    await desk.database.write(set_)
    return one


def expected(conn: Connection, desk: Desk, referral_id: str, meeting: appointments.Meeting) -> None:
    """A worker writes a day, on a page that shows the one that stands."""
    _, key = owner(conn, desk)
    meet(conn, key, referral_id, by_worker(AWA), meeting, appointments.standing_id(conn, referral_id))
