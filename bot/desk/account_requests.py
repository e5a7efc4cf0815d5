"""An account that reads is made, opened wider or renewed once a second person who leads the team has said yes (A6, D4).

What was asked is what happens, once, in the transaction of the yes: under the lock of the team and of the request's row, and
only if the account is still as both have read it. Nobody decides what they asked themselves, or what their own account gets.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, RowMapping, select, update

from bot.desk import accounts
from bot.desk.account_wish import AccountWish, wish_of
from bot.desk.asked import Asked
from bot.desk.audit import note
from bot.desk.exports import ask
from bot.desk.members import may_manage, members
from bot.desk.staff import Worker, can, worker_of
from bot.records.clock import now as clock_now
from bot.records.tables import request, worker

KIND = "account"
Stale = Literal["taken", "left", "changed", "asker"]
"""The login is somebody's by now; the account left the team; it is no longer as it was; who asked may not do this any more."""


@dataclass(frozen=True, slots=True)
class Waits:
    """It was asked; nothing has happened yet."""

    request: str


@dataclass(frozen=True, slots=True)
class Seen:
    """A request as its page says it. ``allowers``: who may say yes, by login; ``stale``: why a yes would do nothing."""

    wish: AccountWish
    allowers: tuple[str, ...]
    stale: Stale | None


@dataclass(frozen=True, slots=True)
class Allowed:
    """It has happened. ``asked_by``: the login of who has the other half of the password, if there is one."""

    wish: AccountWish
    asked_by: str


def allowers(conn: Connection, who: Worker, *besides: str) -> tuple[str, ...]:
    """Who of ``who``'s organisation may say yes, by login; ``besides``: the ids of who asks and of whom it is about."""
    return tuple(
        one.login
        for one in members(conn, who)
        if one.active
        and one.id not in besides
        and can(Worker(one.id, one.login, who.organisation, one.roles), "manage_staff")
    )


def ask_account(conn: Connection, who: Worker, wish: AccountWish) -> Waits | Literal["alone"]:
    """Ask a second person; ``who`` may do it themselves but for that. "alone": there is no second person."""
    if not allowers(conn, who, who.id, wish.worker):
        return "alone"
    asked = ask(conn, who, "account", wish.thing)
    if asked is None:
        raise PermissionError("who may not lead a team asks for no account")
    return Waits(asked)


def allow_account(conn: Connection, who: Worker, request_id: str, password_hash: str) -> Allowed | Stale | None:
    """Say yes, and it happens; ``password_hash``: of the whole one-time password. None where nothing is to be decided."""
    found = _to_decide(conn, who, request_id)
    if found is None:
        return None
    wish, asker = wish_of(found["thing"]), worker_of(conn, found["asked_by"])
    stale = _stale(conn, wish, asker, who.organisation)
    if stale is not None or asker is None:
        return stale
    if wish.deed == "add":
        about = accounts.make(conn, asker.id, who.organisation, wish.login, wish.wish, password_hash)
        if about is None:
            return "taken"
    else:
        about = wish.worker
        _apply(conn, asker, wish, password_hash)
    _decided(conn, who, request_id, "allowed" if wish.fresh else "used")
    note(conn, who.id, f"countersign:{wish.deed}", about, clock_now(conn))
    return Allowed(wish, asker.login)


def refuse_account(conn: Connection, who: Worker, request_id: str) -> bool:
    """Say no. False where nothing is to be decided."""
    if _to_decide(conn, who, request_id) is None:
        return False
    _decided(conn, who, request_id, "refused")
    return True


def open_half(conn: Connection, who: Worker, request_id: str) -> tuple[AccountWish, str] | None:
    """Who asked looks at their half of the password, once: what was done, and who allowed it. None for everybody else, and
    after that.
    """
    now = clock_now(conn)
    mine = (request.c.id == request_id, request.c.kind == KIND, request.c.asked_by == who.id)
    row = conn.execute(
        update(request)
        .where(*mine, request.c.organisation == who.organisation, request.c.state == "allowed", request.c.until > now)
        .values(state="used")
        .returning(request.c.thing, request.c.allowed_by)
    ).first()
    if row is None:
        return None
    note(conn, who.id, f"open:{KIND}", request_id, now)
    return wish_of(row.thing), conn.execute(select(worker.c.login).where(worker.c.id == row.allowed_by)).scalar() or ""


def seen(conn: Connection, who: Worker, asked: list[Asked]) -> dict[str, Seen]:
    """Those among ``asked`` that are about accounts, by the request's id; who decides stands only with what waits."""
    found = {}
    for one in asked:
        if one.kind != KIND:
            continue
        wish, waits = wish_of(one.thing), one.state == "asked" and not one.over
        found[one.id] = Seen(
            wish,
            allowers(conn, who, one.asker, wish.worker) if waits else (),
            _stale(conn, wish, worker_of(conn, one.asker), who.organisation) if waits else None,
        )
    return found


def _to_decide(conn: Connection, who: Worker, request_id: str) -> RowMapping | None:
    """The request, locked with the team until the transaction ends: of two who decide at once the later finds it decided."""
    if not can(who, "manage_staff"):
        return None
    accounts.hold(conn, who.organisation)
    row = (
        conn.execute(
            select(request)
            .where(
                request.c.id == request_id,
                request.c.kind == KIND,
                request.c.organisation == who.organisation,
                request.c.asked_by != who.id,
                request.c.state == "asked",
                request.c.until > clock_now(conn),
            )
            .with_for_update()
        )
        .mappings()
        .first()
    )
    return None if row is None or wish_of(row["thing"]).worker == who.id else row


def _decided(conn: Connection, who: Worker, request_id: str, state: Literal["allowed", "used", "refused"]) -> None:
    """Of what is "used" at once there is no half of a password to be looked at."""
    conn.execute(update(request).where(request.c.id == request_id).values(state=state, allowed_by=who.id))
    note(conn, who.id, "refuse" if state == "refused" else "allow", request_id, clock_now(conn))


def _apply(conn: Connection, asker: Worker, wish: AccountWish, password_hash: str) -> None:
    if wish.deed == "change":
        accounts.write(conn, asker.id, asker.organisation, wish.worker, wish.wish)
    if wish.fresh:
        accounts.renew(conn, asker.id, wish.worker, password_hash)


def _stale(conn: Connection, wish: AccountWish, asker: Worker | None, organisation: str) -> Stale | None:
    if asker is None or asker.organisation != organisation or not may_manage(asker, wish.wish.roles | wish.before):
        return "asker"
    team = members(conn, asker)
    if wish.deed == "add":
        return "taken" if any(one.login == wish.login for one in team) else None
    now = next((one for one in team if one.id == wish.worker), None)
    if now is None or (wish.active and not now.active):
        return "left"
    return None if (now.roles, now.active) == (wish.before, wish.active) else "changed"
