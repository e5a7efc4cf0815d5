"""Who belongs to an organisation's team: added, changed, given a new one-time password, let go; never beyond its own walls.

Nobody changes their own roles, nobody gives a role that theirs may not give, and the last administrator stays: an
organisation without one could take in nobody any more. Whatever gives somebody more to read waits for a second person's word
(`bot/desk/account_requests.py`); whatever takes away is done at once.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from sqlalchemy import Connection, select, update

from bot.desk import accounts
from bot.desk.account_requests import Waits, ask_account
from bot.desk.account_wish import AccountWish, Wish
from bot.desk.audit import note
from bot.desk.claim import release
from bot.desk.members import Member, admins_of, may_manage, member, members
from bot.desk.readers import READERS, reads
from bot.desk.sessions import end_all
from bot.desk.staff import Worker
from bot.records.clock import now as clock_now
from bot.records.tables import conversation, worker

LANGUAGES = ("fr", "bm")
LOGIN_MAX, EMAIL_MAX = 40, 200
BESIDE_LETTERS = str.maketrans("", "", "-._")
"""Signs of a login that are no letters: those that the operator's command takes too."""
Why = Literal["login", "taken", "roles", "email", "last_admin", "not_yours", "alone"]


def add(conn: Connection, who: Worker, login: str, wish: Wish, password_hash: str) -> Why | Waits | str:
    """Take somebody in, with a one-time password. Returns their id, what it waits for, or why not.

    A login that exists anywhere is refused: it is somebody else's, and stays theirs.
    """
    accounts.hold(conn, who.organisation)
    name = login.strip()
    if not name or len(name) > LOGIN_MAX or not name.translate(BESIDE_LETTERS).isalnum():
        return "login"
    why = _unfit(who, wish)
    if why is not None:
        return why
    if any(one.login == name for one in members(conn, who)):
        return "taken"
    if reads(wish.roles):
        return ask_account(conn, who, AccountWish("add", name, wish))
    return accounts.make(conn, who.id, who.organisation, name, wish, password_hash) or "taken"


def change(conn: Connection, who: Worker, worker_id: str, wish: Wish) -> Why | Waits | None:
    """Other roles, team, languages, e-mail. None when it was done.

    What is taken away is gone at once; a role that reads waits, and with it what it takes the place of, since nobody stands
    there without a role.
    """
    accounts.hold(conn, who.organisation)
    found = member(conn, who, worker_id)
    if found is None or not found.may_change:
        return "not_yours"
    why = _unfit(who, wish)
    if why is not None:
        return why
    if "admin" in found.roles - wish.roles and found.active and admins_of(conn, who) <= 1:
        return "last_admin"
    at_once = wish.roles - ((wish.roles - found.roles) & READERS)
    if at_once and (at_once, wish.team, wish.languages, wish.email) != _of(found):
        accounts.write(conn, who.id, who.organisation, worker_id, replace(wish, roles=at_once))
    if at_once == wish.roles:
        return None
    before = at_once or found.roles
    return ask_account(conn, who, AccountWish("change", found.login, wish, worker_id, before, found.active))


def renew(conn: Connection, who: Worker, worker_id: str, password_hash: str) -> Why | Waits | None:
    """A new one-time password, and somebody who left is back. None when it was done."""
    accounts.hold(conn, who.organisation)
    found = member(conn, who, worker_id)
    if found is None or not found.may_change:
        return "not_yours"
    if reads(found.roles):
        kept = Wish(found.roles, found.team, found.languages, found.email)
        return ask_account(conn, who, AccountWish("renew", found.login, kept, worker_id, found.roles, found.active))
    accounts.renew(conn, who.id, worker_id, password_hash)
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
    accounts.hold(conn, who.organisation)
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
        release(conn, one, gone, by=who.id)
    note(conn, who.id, "deactivate", worker_id, clock_now(conn))
    return list(held)


def _of(found: Member) -> tuple[frozenset[str], str, frozenset[str], str]:
    return found.roles, found.team, found.languages, found.email


def _unfit(who: Worker, wish: Wish) -> Why | None:
    if not wish.roles or not may_manage(who, wish.roles):
        return "roles"
    if len(wish.email) > EMAIL_MAX or (wish.email and (wish.email.count("@") != 1 or not wish.email.isprintable())):
        return "email"
    return None
