"""What ends each kind of record, one batch a call: the verbs of the table in `bot/upkeep/retention.py` (protection B3).

Each is ``(connection, vault, now, seconds)`` and returns how much it ended; 0: nothing is left to end. The talks and cases
themselves end in `bot/upkeep/ending.py`.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, Table, delete, func, insert, select, update

from bot.channels.wire import JOINED
from bot.copies import CHANNEL as COPYING_CHANNEL
from bot.records.ids import new_id
from bot.records.seal import Vault
from bot.records.tables import (
    address,
    alert,
    audit,
    audit_chain,
    broadcast,
    complaint,
    inbound,
    insert_new,
    media,
    one_time_link,
    outbox,
    patrol,
    provider_copy,
    request,
)

BATCH = 500
MARGIN_SECONDS = 2 * 3600
"""Before its time is over a provider's copy is put up for deletion, so that the next sweep and a retry still make it."""
COPIES = "copies"
"""Under this name the table `patrol` says up to which moment the provider's copies were put up for deletion."""
WINDOW_SECONDS = 6 * 3600


def empty_raw(conn: Connection, _vault: Vault, now: int, seconds: int) -> int:
    """What a provider sent, as it came. What still waits for its turn is needed."""
    old = (inbound.c.at <= now - seconds, func.length(inbound.c.sealed) > 0, inbound.c.state != "pending")
    ids = select(inbound.c.id).where(*old).limit(BATCH)
    return conn.execute(update(inbound).where(inbound.c.id.in_(ids)).values(sealed=b"")).rowcount


def forget_doubles(conn: Connection, _vault: Vault, now: int, seconds: int) -> int:
    """That a provider's message came at all: needed against doubles only."""
    return _delete(conn, inbound, (inbound.c.at <= now - seconds) & (inbound.c.state != "pending"))


def drop_files(conn: Connection, _vault: Vault, now: int, seconds: int) -> int:
    """Voices and pictures."""
    return _delete(conn, media, media.c.at <= now - seconds)


def drop_calls(conn: Connection, _vault: Vault, now: int, seconds: int) -> int:
    """The calls for what is no talk: complaints, and requests for a second person."""
    apart = func.coalesce(alert.c.complaint_id, alert.c.request_id).is_not(None)
    return _delete(conn, alert, apart & (alert.c.at <= now - seconds))


def drop_complaints(conn: Connection, _vault: Vault, now: int, seconds: int) -> int:
    """Answered complaints."""
    return _delete(conn, complaint, (complaint.c.closed_at > 0) & (complaint.c.closed_at <= now - seconds))


def drop_requests(conn: Connection, _vault: Vault, now: int, seconds: int) -> int:
    """What a second person allowed or refused."""
    return _delete(conn, request, request.c.at <= now - seconds)


def drop_broadcasts(conn: Connection, _vault: Vault, now: int, seconds: int) -> int:
    """What was said to many, long over."""
    return _delete(conn, broadcast, (broadcast.c.at <= now - seconds) & broadcast.c.state.in_(("planned", "over")))


def drop_links(conn: Connection, _vault: Vault, now: int, _seconds: int) -> int:
    """Addresses that opened once and are over."""
    return conn.execute(delete(one_time_link).where(one_time_link.c.until < now)).rowcount


def drop_audit(conn: Connection, _vault: Vault, now: int, seconds: int) -> int:
    """The audit's oldest rows, from its first on and without a gap. The link of the last of them stays: the chain is read
    from there.
    """
    before = f"{(now - seconds) * 1000:012x}"  # a row's id begins with its time, and `verify` goes by that
    oldest = conn.execute(
        select(audit_chain.c.place, audit_chain.c.audit_id, audit.c.id)
        .outerjoin(audit, audit.c.id == audit_chain.c.audit_id)
        .order_by(audit_chain.c.place)
        .limit(BATCH)
    ).all()
    over = []
    for row in oldest:
        if row.audit_id >= before:
            break
        over.append(row)
    gone = [row.audit_id for row in over if row.id is not None]
    if gone:
        conn.execute(delete(audit).where(audit.c.id.in_(gone)))
    if len(over) > 1:
        conn.execute(delete(audit_chain).where(audit_chain.c.place < over[-1].place))
    return len(gone)


def offer_copies(conn: Connection, _vault: Vault, now: int, seconds: int) -> int:
    """Put a provider's copies up for deletion (`bot/copies.py`), a few hours' at a time, none twice."""
    end = now - seconds + MARGIN_SECONDS
    conn.execute(insert_new(conn, patrol).values(name=COPIES, next_at=0, reached_at=0))
    here = patrol.c.name == COPIES
    reached = conn.execute(select(patrol.c.reached_at).where(here).with_for_update()).scalar_one()
    theirs = select(func.min(inbound.c.at)).where(inbound.c.channel == COPYING_CHANNEL, inbound.c.at > reached)
    ours = select(func.min(outbox.c.at)).where(outbox.c.provider_id != "", outbox.c.at > reached)
    first = min(
        (at for at in (conn.execute(theirs).scalar(), conn.execute(ours).scalar()) if at is not None), default=end
    )
    until = min(end, first + WINDOW_SECONDS)
    if until <= reached:
        return 0
    ids = _provider_ids(conn, reached, until)
    if ids:
        conn.execute(insert(provider_copy), [{"id": new_id(), "provider_id": one, "next_at": now} for one in ids])
    conn.execute(update(patrol).where(here).values(reached_at=until))
    return len(ids) or int(until < end)


def _provider_ids(conn: Connection, after: int, until: int) -> list[str]:
    theirs = select(inbound.c.provider_id).where(
        inbound.c.channel == COPYING_CHANNEL, inbound.c.at > after, inbound.c.at <= until
    )
    ours = (
        select(outbox.c.earlier_ids, outbox.c.provider_id)
        .join(address, address.c.id == outbox.c.address_id)
        .where(
            address.c.channel == COPYING_CHANNEL, outbox.c.provider_id != "", outbox.c.at > after, outbox.c.at <= until
        )
    )
    ids = list(conn.execute(theirs).scalars())
    for earlier, last in conn.execute(ours):
        ids += [*filter(None, earlier.split(JOINED)), last]
    return ids


def _delete(conn: Connection, table: Table, where: ColumnElement[bool]) -> int:
    ids = select(table.c.id).where(where).limit(BATCH)
    return int(conn.execute(delete(table).where(table.c.id.in_(ids))).rowcount)
