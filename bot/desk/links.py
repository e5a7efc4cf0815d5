"""The address under which an organisation answers without an account: random, short-lived, one at a time.

Only the hash of its token is kept: who reads the database or a backup can open nothing with it.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable

from sqlalchemy import Connection, RowMapping, exists, insert, select, update

from bot.records.clock import now as clock_now
from bot.records.tables import referral, referral_link

TOKEN_BYTES = 32
LINK_SECONDS = 8 * 86_400
"""casework.md: long enough for a week's absence; each reminder mints a new one. Never less than an answer is awaited."""
WORD_SECONDS = 30 * 86_400
"""For a yes without a day: as long as a request lives without an answer. It opens no file any more."""


def mint(conn: Connection, referral_id: str, means: str) -> str:
    """A new token for a referral; those before it end. ``means``: how it leaves, email or hand.

    It lives until the answer is due at least: one that was handed over once died six days before.
    """
    now = clock_now(conn)
    due_at = conn.execute(select(referral.c.due_at).where(referral.c.id == referral_id)).scalar_one()
    kill(conn, referral_id, now)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    conn.execute(
        insert(referral_link).values(
            hash=_hash(token), referral_id=referral_id, until=max(now + LINK_SECONDS, due_at), means=means, at=now
        )
    )
    return token


def kill(conn: Connection, referral_id: str, now: int) -> None:
    """No link of this referral opens anything any more."""
    alive = (referral_link.c.referral_id == referral_id, referral_link.c.dead_at == 0)
    conn.execute(update(referral_link).where(*alive).values(dead_at=now))


def keep(conn: Connection, referral_id: str, until: int) -> None:
    """The link that lives is good until then at least: for the word afterwards, once the organisation has said yes."""
    alive = (referral_link.c.referral_id == referral_id, referral_link.c.dead_at == 0, referral_link.c.until < until)
    conn.execute(update(referral_link).where(*alive).values(until=until))


def find(conn: Connection, token: str) -> str | None:
    """The referral that a token opens. One statement says None for what is guessed, expired and dead alike."""
    alive = (referral_link.c.dead_at == 0, referral_link.c.until > clock_now(conn))
    found = conn.execute(select(referral_link.c.referral_id).where(referral_link.c.hash == _hash(token), *alive))
    return found.scalar_one_or_none()


def by_hand(conn: Connection, referral_id: str) -> None:
    """The link that lives went by no e-mail after all."""
    alive = (referral_link.c.referral_id == referral_id, referral_link.c.dead_at == 0)
    conn.execute(update(referral_link).where(*alive).values(means="hand"))


def opens(token: str, rows: Iterable[RowMapping], now: int) -> bool:
    """Whether a token is that of a link among ``rows`` which still opens something."""
    return any(row["hash"] == _hash(token) and not row["dead_at"] and row["until"] > now for row in rows)


def given(conn: Connection, token: str) -> RowMapping | None:
    """A link that was given once, alive or not, with its referral's state; ``followed``: a newer one opens instead.

    None for what is guessed, and for a link of somebody who took everything back.
    """
    newer = referral_link.alias()
    followed = exists().where(
        newer.c.referral_id == referral_link.c.referral_id,
        newer.c.hash != referral_link.c.hash,
        newer.c.dead_at == 0,
        newer.c.until > clock_now(conn),
    )
    found = (
        select(referral_link.c.referral_id, referral.c.status, followed.label("followed"))
        .join(referral, referral.c.id == referral_link.c.referral_id)
        .where(referral_link.c.hash == _hash(token))
    )
    return conn.execute(found).mappings().first()


def of_referral(conn: Connection, referral_id: str) -> list[RowMapping]:
    """Every link that there was, newest first; none of them can be shown again."""
    rows = select(referral_link).where(referral_link.c.referral_id == referral_id).order_by(referral_link.c.at.desc())
    return list(conn.execute(rows).mappings())


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
