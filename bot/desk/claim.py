"""Taking a conversation: one winner by one conditional update, a lease that lives while somebody works.

The lease runs only while the last word is the person's: who has answered and waits for the person loses nothing by
waiting. A person who wants no more messages stays so, whoever takes the conversation.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, RowMapping, Update, and_, case, exists, or_, select, update

from bot.desk import parting
from bot.desk.audit import note
from bot.desk.calls import call_off
from bot.desk.owed import of_somebody_else
from bot.desk.shifts import LEASE_SECONDS
from bot.desk.staff import TAKES_P0, Worker
from bot.desk.steps import resumed
from bot.records.clock import now as clock_now
from bot.records.tables import conversation, handover, is_filled, is_open, membership

RESTING = 0
"""``lease_until`` of who has answered: the clock stands still until the person writes again."""
WARNED_SECONDS = 5 * 60
"""So long before a lease ends its holder reads that it does: a case once went back without a word to who had it."""
DANGER = "P0"


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
        .where(*_open_case(conversation_id))
        .values(held_by=who.id, claimed_at=case((handover.c.claimed_at == 0, now), else_=handover.c.claimed_at))
    )
    call_off(conn, conversation_id)
    note(conn, who.id, "claim", conversation_id, now)
    return True


def free_for(who: Worker, now: int) -> ColumnElement[bool]:
    """Whether ``who`` may take a conversation: nobody has it (`is_nobodys`), and danger only for who may answer it."""
    return is_nobodys(now) if who.roles & TAKES_P0 else and_(conversation.c.level != DANGER, is_nobodys(now))


def is_nobodys(now: int) -> ColumnElement[bool]:
    """Whether nobody answers a conversation, whoever's name is still on it."""
    return or_(conversation.c.claimed_by == "", is_over(now))


def renew(conn: Connection, conversation_id: str, who: Worker) -> bool:
    """Any action of the holder in this talk keeps the lease. False when it is not theirs any more."""
    now = clock_now(conn)
    until = case((conversation.c.lease_until == RESTING, RESTING), else_=now + LEASE_SECONDS)
    kept = conn.execute(
        update(conversation)
        .where(conversation.c.id == conversation_id, conversation.c.claimed_by == who.id)
        .values(lease_until=until)
    )
    return kept.rowcount == 1


def release(conn: Connection, conversation_id: str, who: Worker, *, by: str = "") -> bool:
    """Put it back into the queue, with its old deadline; a new one where it had been answered. ``by``: who did it, where that
    is not ``who``, the holder: of somebody who is let go the audit once said that they had done it themselves.

    Nobody is speaking to the person any more, so the bot may: who only went away (a dead lease) has not said so.
    """
    mine = (conversation.c.id == conversation_id, conversation.c.claimed_by == who.id)
    left = conn.execute(_given_up().where(*mine).values(spoken=0))
    if left.rowcount != 1:
        return False
    now = clock_now(conn)
    conn.execute(update(handover).where(*_open_case(conversation_id)).values(left_at=0))
    of_somebody_else(conn, conversation_id, now)
    parting.put_back(conn, conversation_id, now)
    resumed(conn, conversation_id, now)
    note(conn, by or who.id, "release", conversation_id, now)
    return True


def has_dead_leases(conn: Connection, now: int) -> bool:
    """Whether `release_dead_leases` would do anything."""
    return bool(conn.execute(select(exists().where(is_over(now)))).scalar_one())


def release_dead_leases(conn: Connection) -> int:
    """Who went away, or may not answer what it has become: back into the queue with its old deadline, and the person hears
    it. « Une personne vous répond ici » once stood for days on the page of who was answered by nobody.
    """
    now = clock_now(conn)
    return _let_go(conn, is_over(now), now)


def let_go_of_danger(conn: Connection, conversation_id: str) -> bool:
    """What its holder has just raised above what they may answer waits for who may, in the same transaction."""
    return _let_go(conn, and_(conversation.c.id == conversation_id, _is_mute()), clock_now(conn)) == 1


def is_over(now: int) -> ColumnElement[bool]:
    """Whether a hold has ended though a name is still on it: its lease died, or it became a danger which the holder may not
    answer. Danger waits for no lease, and nobody is held by who must keep silent.
    """
    dead = and_(conversation.c.lease_until > RESTING, conversation.c.lease_until < now)
    return and_(is_filled(conversation.c.claimed_by), or_(dead, _is_mute()))


def _is_mute() -> ColumnElement[bool]:
    trained = select(membership.c.worker_id).where(
        membership.c.organisation_id == conversation.c.organisation, membership.c.role.in_(TAKES_P0)
    )
    held = is_filled(conversation.c.claimed_by)
    return and_(held, conversation.c.level == DANGER, conversation.c.claimed_by.not_in(trained))


def _let_go(conn: Connection, whose: ColumnElement[bool], now: int) -> int:
    """The team is called again from the first step; for a danger it has just been (`bot/desk/handover.py`)."""
    statement = select(
        conversation.c.id,
        conversation.c.claimed_by,
        conversation.c.spoken,
        conversation.c.last_at,
        _is_mute().label("mute"),
    ).where(whose)
    gone = conn.execute(statement.with_for_update(skip_locked=True)).mappings().all()
    for row in gone:
        conn.execute(_given_up().where(conversation.c.id == row["id"]))
        left_at = 0 if row["mute"] else now
        conn.execute(update(handover).where(*_open_case(row["id"])).values(left_at=left_at))
        if _wonders(conn, row):
            parting.put_back(conn, row["id"], now)
        if not row["mute"]:
            resumed(conn, row["id"], now)
        note(conn, row["claimed_by"], "let_go" if row["mute"] else "lease_died", row["id"], now)
    return len(gone)


def _wonders(conn: Connection, row: RowMapping) -> bool:
    """Whether the person waits for words of who held the talk: of one who had written, or whom they wrote to in vain."""
    taken = select(handover.c.claimed_at).where(*_open_case(row["id"]))
    return bool(row["spoken"]) or row["last_at"] > (conn.execute(taken).scalar_one_or_none() or row["last_at"])


def _open_case(conversation_id: str) -> tuple[ColumnElement[bool], ...]:
    return handover.c.conversation_id == conversation_id, is_open(handover)


def _given_up() -> Update:
    return update(conversation).values(
        mode=case((conversation.c.mode == "human", "queued"), else_=conversation.c.mode),
        claimed_by="",
        lease_until=RESTING,
        epoch=conversation.c.epoch + 1,
        version=conversation.c.version + 1,
    )
