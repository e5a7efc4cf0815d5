"""What waits in the records for a turn: messages that came while an older one was thought through, and timers."""

from __future__ import annotations

from sqlalchemy import Connection, RowMapping, bindparam, select, update

from bot import turns
from bot.desk import complaint_news, follow_ups, parting, referral_news
from bot.done import TurnDone
from bot.engine.events import Event
from bot.engine.session import Session
from bot.house import House
from bot.inbox import FIND_BY_ID, from_json
from bot.records.clock import now as clock_now
from bot.records.prepared import Prepared
from bot.records.tables import inbound, is_one_of, timer
from bot.remembered import remembered
from bot.timers import of_one

PENDING_BATCH = 20  # messages of one conversation thought through in one transaction
SWEEP_BATCH = 50
PUT_OFF_SECONDS = 3600  # a timer whose turn failed: often enough for a mended release, too seldom to fill a log

_BY_ID = Prepared(FIND_BY_ID)
OLDEST_PENDING = (
    select(inbound.c.id, inbound.c.sealed)
    .where(inbound.c.conversation_id == bindparam("conversation"), is_one_of(inbound.c.state, "pending"))
    .order_by(inbound.c.id)
    .limit(1)
)


def drain(conn: Connection, house: House, conversation: str) -> list[TurnDone]:
    """Answer what waits in ``conversation``, oldest first, up to a batch."""
    done: list[TurnDone] = []
    for _ in range(PENDING_BATCH):
        row = _row(conn, conversation)
        if row is None or not row["has_pending"]:
            break
        key = house.vault.unwrap(row["person_id"], row["wrapped"])
        oldest = conn.execute(OLDEST_PENDING, {"conversation": conversation}).one()
        item = from_json(key.open(oldest.id, "inbound", oldest.sealed))
        done.append(turns.resume(conn, house, row, key, oldest.id, item))
    return done


def happen(conn: Connection, house: House, conversation: str, event: Event) -> TurnDone | None:
    """A turn that no message caused; None when the conversation is not there any more."""
    row = _row(conn, conversation)
    if row is None:
        return None
    key = house.vault.unwrap(row["person_id"], row["wrapped"])
    return turns.happen(conn, house, row, key, event)


def _row(conn: Connection, conversation: str) -> RowMapping | None:
    return _BY_ID.first(conn, {"conversation": conversation})


def pending_conversations(conn: Connection) -> list[str]:
    """Conversations with messages that wait."""
    rows = select(inbound.c.conversation_id).where(is_one_of(inbound.c.state, "pending")).distinct().limit(SWEEP_BATCH)
    return list(conn.execute(rows).scalars())


def due_timers(conn: Connection) -> list[str]:
    """Ids of timers that are due, those that wait longest first."""
    due = select(timer.c.id).where(timer.c.due_at <= clock_now(conn), of_one())
    return list(conn.execute(due.order_by(timer.c.due_at).limit(SWEEP_BATCH)).scalars())


def ring(conn: Connection, house: House, due: str) -> TurnDone | None:
    """Take the timer, unless another process has, and do its turn: a crash leaves both or neither."""
    taken = conn.execute(
        timer.delete().where(timer.c.id == due).returning(timer.c.conversation_id, timer.c.kind)
    ).first()
    if taken is None:
        return None
    return _out_of_silence(conn, house, taken.conversation_id, taken.kind)


def ring_all(conn: Connection, house: House, conversation: str) -> list[TurnDone]:
    """Everything that is due in ``conversation``, at once: who acts on a page sees what follows from it."""
    due = select(timer.c.id).where(timer.c.conversation_id == conversation, timer.c.due_at <= clock_now(conn), of_one())
    rung = [ring(conn, house, one) for one in conn.execute(due.order_by(timer.c.due_at)).scalars().all()]
    return [done for done in rung if done is not None]


def _out_of_silence(conn: Connection, house: House, conversation: str, kind: str) -> TurnDone | None:
    """News of a request, an appointment or a complaint, or a question of ours, if it is still so and at this hour."""
    row = _row(conn, conversation)
    if row is None or not row["session"]:
        return None
    key = house.vault.unwrap(row["person_id"], row["wrapped"])
    session = remembered(key, row["id"], row["session"])
    event = _event_of(conn, house, row, session, kind)
    return turns.happen(conn, house, row, key, event) if event is not None else None


def _event_of(conn: Connection, house: House, row: RowMapping, session: Session, kind: str) -> Event | None:
    if kind.startswith(referral_news.PREFIXES):
        return referral_news.event_of(conn, row, session, kind)
    if kind.startswith(parting.KIND):
        return parting.event_of(conn, row, session, kind)
    if kind.startswith(complaint_news.NEWS):
        return complaint_news.news_of(conn, house.vault, row, session, kind)
    return follow_ups.event_of(conn, row, session, kind) if kind.startswith(follow_ups.KIND) else None


def put_off(conn: Connection, due: str) -> None:
    """Try again later."""
    conn.execute(update(timer).where(timer.c.id == due).values(due_at=clock_now(conn) + PUT_OFF_SECONDS))
