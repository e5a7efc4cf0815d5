"""What happens to an account, whoever's word it needed: made, given roles, given a new one-time password.

Nothing here asks who may: `bot/desk/people.py` does for one person's word, `bot/desk/account_requests.py` for two.
"""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select, update

from bot.desk.account_wish import TEAM_MAX, Wish
from bot.desk.audit import note
from bot.desk.sessions import end_all
from bot.records.clock import now as clock_now
from bot.records.ids import new_id
from bot.records.tables import insert_new, membership, organisation, worker


def hold(conn: Connection, organisation_id: str) -> None:
    """One change of a team at a time: two administrators who remove each other must not both succeed."""
    conn.execute(select(organisation.c.id).where(organisation.c.id == organisation_id).with_for_update())


def make(conn: Connection, by: str, organisation_id: str, login: str, wish: Wish, password_hash: str) -> str | None:
    """A new account; its id. None when the login exists, anywhere: it is somebody else's, and stays theirs."""
    now, worker_id = clock_now(conn), new_id()
    added = conn.execute(
        insert_new(conn, worker).values(
            id=worker_id, login=login, password_hash=password_hash, must_change=1, created_at=now,
            languages=listed(wish.languages), email=wish.email,
        )
    )  # fmt: skip
    if added.rowcount != 1:
        return None
    _give(conn, organisation_id, worker_id, wish)
    note(conn, by, f"add_worker:{listed(wish.roles)}", worker_id, now)
    return worker_id


def write(conn: Connection, by: str, organisation_id: str, worker_id: str, wish: Wish) -> None:
    """These roles and no others, this team, these languages, this e-mail."""
    conn.execute(
        update(worker).where(worker.c.id == worker_id).values(languages=listed(wish.languages), email=wish.email)
    )
    here = (membership.c.worker_id == worker_id, membership.c.organisation_id == organisation_id)
    conn.execute(delete(membership).where(*here))
    _give(conn, organisation_id, worker_id, wish)
    note(conn, by, f"change_worker:{listed(wish.roles)}", worker_id, clock_now(conn))


def renew(conn: Connection, by: str, worker_id: str, password_hash: str) -> None:
    """A new one-time password; sessions and second factor are over, for whoever asks for it may have lost the phone."""
    fresh = {"password_hash": password_hash, "must_change": 1, "totp": b"", "totp_last": 0, "failures": 0, "active": 1}
    conn.execute(update(worker).where(worker.c.id == worker_id).values(**fresh, blocked_until=0))
    end_all(conn, worker_id, by)
    note(conn, by, "renew_password", worker_id, clock_now(conn))


def listed(words: frozenset[str]) -> str:
    """As the records keep them."""
    return ",".join(sorted(words))


def _give(conn: Connection, organisation_id: str, worker_id: str, wish: Wish) -> None:
    for role in sorted(wish.roles):
        conn.execute(
            insert(membership).values(
                id=new_id(), worker_id=worker_id, organisation_id=organisation_id, role=role, team=wish.team[:TEAM_MAX]
            )
        )
