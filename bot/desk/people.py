"""Who belongs to an organisation's team: added, changed, given a new one-time password, let go; never beyond its own walls.

Nobody changes their own roles, nobody gives a role that theirs may not give, and the last administrator stays: an
organisation without one could take in nobody any more.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, delete, insert, select, update

from bot.desk.audit import note
from bot.desk.claim import release
from bot.desk.members import admins_of, may_manage, member
from bot.desk.sessions import end_all
from bot.desk.staff import Worker
from bot.records.clock import now as clock_now
from bot.records.ids import new_id
from bot.records.tables import conversation, insert_new, membership, organisation, worker

LANGUAGES = ("fr", "bm")
LOGIN_MAX, EMAIL_MAX, TEAM_MAX = 40, 200, 40
Why = Literal["login", "taken", "roles", "email", "last_admin", "not_yours"]


@dataclass(frozen=True, slots=True)
class Wish:
    """What stands in the form."""

    roles: frozenset[str]
    team: str = ""
    languages: frozenset[str] = frozenset({"fr"})
    email: str = ""


def add(conn: Connection, who: Worker, login: str, wish: Wish, password_hash: str) -> Why | str:
    """Take somebody in, with a one-time password. Returns their id, or why not.

    A login that exists anywhere is refused: it is somebody else's, and stays theirs.
    """
    _hold(conn, who)
    name = login.strip()
    if not name or len(name) > LOGIN_MAX or not name.replace("-", "").replace(".", "").isalnum():
        return "login"
    why = _unfit(who, wish)
    if why is not None:
        return why
    now, worker_id = clock_now(conn), new_id()
    added = conn.execute(
        insert_new(conn, worker).values(
            id=worker_id, login=name, password_hash=password_hash, must_change=1, created_at=now,
            languages=_listed(wish.languages), email=wish.email,
        )
    )  # fmt: skip
    if added.rowcount != 1:
        return "taken"
    _give(conn, who, worker_id, wish)
    note(conn, who.id, f"add_worker:{_listed(wish.roles)}", worker_id, now)
    return worker_id


def change(conn: Connection, who: Worker, worker_id: str, wish: Wish) -> Why | None:
    """Other roles, team, languages, e-mail. None when it was done."""
    _hold(conn, who)
    found = member(conn, who, worker_id)
    if found is None or not found.may_change:
        return "not_yours"
    why = _unfit(who, wish)
    if why is not None:
        return why
    if "admin" in found.roles - wish.roles and found.active and admins_of(conn, who) <= 1:
        return "last_admin"
    conn.execute(
        update(worker).where(worker.c.id == worker_id).values(languages=_listed(wish.languages), email=wish.email)
    )
    here = (membership.c.worker_id == worker_id, membership.c.organisation_id == who.organisation)
    conn.execute(delete(membership).where(*here))
    _give(conn, who, worker_id, wish)
    note(conn, who.id, f"change_worker:{_listed(wish.roles)}", worker_id, clock_now(conn))
    return None


def renew(conn: Connection, who: Worker, worker_id: str, password_hash: str) -> Why | None:
    """A new one-time password; sessions and second factor are over, for whoever asks for it may have lost the phone."""
    _hold(conn, who)
    found = member(conn, who, worker_id)
    if found is None or not found.may_change:
        return "not_yours"
    fresh = {"password_hash": password_hash, "must_change": 1, "totp": b"", "totp_last": 0, "failures": 0, "active": 1}
    conn.execute(update(worker).where(worker.c.id == worker_id).values(**fresh, blocked_until=0))
    end_all(conn, worker_id, who.id)
    note(conn, who.id, "renew_password", worker_id, clock_now(conn))
    return None


def end_sessions(conn: Connection, who: Worker, worker_id: str) -> Why | None:
    """Sign somebody out everywhere, at once."""
    found = member(conn, who, worker_id)
    if found is None or not found.may_change:
        return "not_yours"
    end_all(conn, worker_id, who.id)
    note(conn, who.id, "end_sessions", worker_id, clock_now(conn))
    return None


def deactivate(conn: Connection, who: Worker, worker_id: str) -> Why | list[str]:
    """Somebody leaves: nothing opens for them any more from this moment. Returns the conversations that are free again,
    for which the team is called anew.
    """
    _hold(conn, who)
    found = member(conn, who, worker_id)
    if found is None or not found.may_change:
        return "not_yours"
    if "admin" in found.roles and found.active and admins_of(conn, who) <= 1:
        return "last_admin"
    conn.execute(update(worker).where(worker.c.id == worker_id).values(active=0, telegram=""))
    end_all(conn, worker_id, who.id)
    held = conn.execute(select(conversation.c.id).where(conversation.c.claimed_by == worker_id)).scalars().all()
    gone = Worker(worker_id, found.login, who.organisation, found.roles)
    for one in held:
        release(conn, one, gone)
    note(conn, who.id, "deactivate", worker_id, clock_now(conn))
    return list(held)


def _unfit(who: Worker, wish: Wish) -> Why | None:
    if not wish.roles or not may_manage(who, wish.roles):
        return "roles"
    if len(wish.email) > EMAIL_MAX or (wish.email and (wish.email.count("@") != 1 or not wish.email.isprintable())):
        return "email"
    return None


def _give(conn: Connection, who: Worker, worker_id: str, wish: Wish) -> None:
    for role in sorted(wish.roles):
        conn.execute(
            insert(membership).values(
                id=new_id(), worker_id=worker_id, organisation_id=who.organisation, role=role, team=wish.team[:TEAM_MAX]
            )
        )


def _hold(conn: Connection, who: Worker) -> None:
    """One change of a team at a time: two administrators who remove each other must not both succeed."""
    conn.execute(select(organisation.c.id).where(organisation.c.id == who.organisation).with_for_update())


def _listed(words: frozenset[str]) -> str:
    return ",".join(sorted(words))
