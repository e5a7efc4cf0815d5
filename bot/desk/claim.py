"""Taking a conversation: one winner by one conditional update, a lease that lives while somebody works.

The lease runs only while the last word is the person's: who has answered and waits for the person loses nothing by
waiting. A person who wants no more messages stays so, whoever takes the conversation.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, Update, and_, case, exists, or_, select, update

from bot.desk import parting
from bot.desk.audit import note
from bot.desk.calls import call_off
from bot.desk.shifts import LEASE_SECONDS
from bot.desk.staff import TAKES_P0, Worker
from bot.desk.steps import resumed
from bot.records.clock import now as clock_now
from bot.records.tables import conversation, handover, is_filled, is_open, membership

RESTING = 0
"""``lease_until`` of who has answered: the clock stands still until the person writes again."""


def claim(conn: Connection, conversation_id: str, who: Worker) -> bool:
    """Take a conversation that waits. False when somebody else holds it, or when nobody is asked for.

    ``epoch`` rises, so that nothing the bot had queued before is said any more. Who holds it already keeps it. Without
    an open hand-over nothing is taken: given up later, it would stand in no queue while the bot keeps silent.
    """
    if renew(conn, conversation_id, who):
        return True
    now = clock_now(conn)
    taken = conn.execute(
        update(conversation)
        .where(
            conversation.c.id == conversation_id,
            conversation.c.organisation == who.organisation,
            conversation.c.level != "",
            free_for(who, now),
        )
        .values(
            mode=case((conversation.c.mode == "stopped", "stopped"), else_="human"),
            claimed_by=who.id,
            lease_until=now + LEASE_SECONDS,
            epoch=conversation.c.epoch + 1,
            version=conversation.c.version + 1,
        )
    )
    if taken.rowcount != 1:
        return False
    conn.execute(
        update(handover)
        .where(handover.c.conversation_id == conversation_id, is_open(handover))
        .values(held_by=who.id, claimed_at=case((handover.c.claimed_at == 0, now), else_=handover.c.claimed_at))
    )
    call_off(conn, conversation_id)
    note(conn, who.id, "claim", conversation_id, now)
    return True


def free_for(who: Worker, now: int) -> ColumnElement[bool]:
    """Whether a conversation is free: held by nobody, its lease dead, or raised to P0 while somebody holds it who may
    not answer one. Danger does not wait for a lease to die.
    """
    free = or_(conversation.c.claimed_by == "", is_dead(now))
    if not who.roles & TAKES_P0:
        return free
    trained = select(membership.c.worker_id).where(
        membership.c.organisation_id == conversation.c.organisation, membership.c.role.in_(TAKES_P0)
    )
    return or_(free, and_(conversation.c.level == "P0", conversation.c.claimed_by.not_in(trained)))


def renew(conn: Connection, conversation_id: str, who: Worker) -> bool:
    """Any action of the holder keeps the lease. False when it is not theirs any more."""
    now = clock_now(conn)
    until = case((conversation.c.lease_until == RESTING, RESTING), else_=now + LEASE_SECONDS)
    kept = conn.execute(
        update(conversation)
        .where(conversation.c.id == conversation_id, conversation.c.claimed_by == who.id)
        .values(lease_until=until)
    )
    return kept.rowcount == 1


def release(conn: Connection, conversation_id: str, who: Worker) -> bool:
    """Put it back into the queue, with its old deadline.

    Nobody is speaking to the person any more, so the bot may: who only went away (a dead lease) has not said so.
    """
    mine = (conversation.c.id == conversation_id, conversation.c.claimed_by == who.id)
    left = conn.execute(_given_up().where(*mine).values(spoken=0))
    if left.rowcount != 1:
        return False
    now = clock_now(conn)
    parting.put_back(conn, conversation_id, now)
    resumed(conn, conversation_id, now)
    note(conn, who.id, "release", conversation_id, now)
    return True


def has_dead_leases(conn: Connection, now: int) -> bool:
    """Whether `release_dead_leases` would do anything."""
    return bool(conn.execute(select(exists().where(is_dead(now)))).scalar_one())


def release_dead_leases(conn: Connection) -> int:
    """A worker who went away: the conversation goes back to the queue with its old deadline, never to the bot."""
    now = clock_now(conn)
    statement = select(conversation.c.id, conversation.c.claimed_by).where(is_dead(now))
    dead = conn.execute(statement.with_for_update(skip_locked=True)).all()
    for row in dead:
        conn.execute(_given_up().where(conversation.c.id == row.id))
        resumed(conn, row.id, now)
        note(conn, row.claimed_by, "lease_died", row.id, now)
    return len(dead)


def is_dead(now: int) -> ColumnElement[bool]:
    """Whether a lease has ended though somebody still holds the conversation."""
    held = is_filled(conversation.c.claimed_by)
    return and_(held, conversation.c.lease_until > RESTING, conversation.c.lease_until < now)


def _given_up() -> Update:
    return update(conversation).values(
        mode=case((conversation.c.mode == "human", "queued"), else_=conversation.c.mode),
        claimed_by="",
        lease_until=RESTING,
        epoch=conversation.c.epoch + 1,
        version=conversation.c.version + 1,
    )
