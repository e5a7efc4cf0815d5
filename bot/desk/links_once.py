"""Addresses that open one thing once, for one worker: a conversation taken in the group, a phone to be joined.

They are no sign-in: who has one still needs a session, or shows by it who they are to the staff bot. Only the hash is kept.
"""

from __future__ import annotations

import hashlib
import secrets
from typing import Literal

from sqlalchemy import Connection, delete, exists, insert, select

from bot.records.clock import now as clock_now
from bot.records.tables import one_time_link

Purpose = Literal["conversation", "telegram"]
TOKEN_BYTES = 32  # 64 hex digits: all that a Telegram start code takes
SECONDS: dict[Purpose, int] = {"conversation": 10 * 60, "telegram": 15 * 60}


def mint(conn: Connection, purpose: Purpose, worker_id: str, thing: str = "") -> str:
    """A fresh token; an older one of the worker for the same thing ends, and so does every one that is over."""
    now = clock_now(conn)
    link = one_time_link.c
    same = (link.purpose == purpose) & (link.worker_id == worker_id) & (link.thing == thing)
    conn.execute(delete(one_time_link).where(same | (link.until <= now)))
    token = secrets.token_hex(TOKEN_BYTES)
    conn.execute(
        insert(one_time_link).values(
            hash=digest_of(token), purpose=purpose, worker_id=worker_id, thing=thing, until=now + SECONDS[purpose]
        )
    )
    return token


def use(conn: Connection, purpose: Purpose, token: str, worker_id: str = "") -> tuple[str, str] | None:
    """The worker and the thing, and the token is used up. None for what is unknown, over, used, or another worker's.

    ``worker_id`` empty: whoever has it, as for a phone that is being joined. What is refused is not used up.
    """
    mine = (one_time_link.c.worker_id == worker_id,) if worker_id else ()
    row = conn.execute(
        delete(one_time_link)
        .where(
            one_time_link.c.hash == digest_of(token),
            one_time_link.c.purpose == purpose,
            one_time_link.c.until > clock_now(conn),
            *mine,
        )
        .returning(one_time_link.c.worker_id, one_time_link.c.thing)
    ).first()
    return (row.worker_id, row.thing) if row else None


def opens(conn: Connection, purpose: Purpose, token: str, worker_id: str) -> bool:
    """Whether `use` would find it; nothing is used up by looking."""
    link = one_time_link.c
    here = (link.hash == digest_of(token), link.purpose == purpose, link.worker_id == worker_id)
    return bool(conn.execute(select(exists().where(*here, link.until > clock_now(conn)))).scalar_one())


def digest_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
