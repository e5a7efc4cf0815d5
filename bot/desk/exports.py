"""What leaves the desk leaves it with a second person's word: asked, allowed by another, for seven days, and logged (A6, B6).

Whatever writes a table for a spreadsheet writes its cells with `cell`: a name that begins like a formula stays a name.
"""

from __future__ import annotations

from typing import Literal

from sqlalchemy import ColumnElement, Connection, insert, select, tuple_, update

from bot.desk.audit import note
from bot.desk.staff import Action, Worker, can
from bot.records.clock import now as clock_now
from bot.records.ids import new_id
from bot.records.tables import request

Kind = Literal["data", "export", "audit", "broadcast", "account"]
"""All that Sira holds of one person; figures; the audit of some days; words to many (`bot/broadcast/planning.py`); an account
that reads (`bot/desk/account_requests.py`).
"""
MAY_ASK: dict[Kind, Action] = {
    "data": "ask_data",
    "export": "see_numbers",
    "audit": "export_audit",
    "broadcast": "ask_broadcast",
    "account": "manage_staff",
}
MAY_ALLOW: dict[Kind, Action] = {
    "data": "allow_data",
    "export": "allow_export",
    "audit": "allow_export",
    "broadcast": "allow_broadcast",
    "account": "manage_staff",
}
AT_ONCE: frozenset[Kind] = frozenset({"account"})
"""Whose yes does what was asked, there and then: nothing is left to open, and nothing of it can be taken back here."""
OPENED = "used"
NOT_OVER = frozenset({"asked", "allowed", OPENED})
UNTIL_SECONDS = 7 * 86_400
FORMULA_MARKS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""How a cell begins that a spreadsheet runs (OWASP, *CSV Injection*); the wide signs count in some of them."""


def cell(text: str) -> str:
    """``text`` as words, in whatever program it is opened: an apostrophe goes before what would be a formula."""
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA_MARKS) else text


def ask(conn: Connection, who: Worker, kind: Kind, thing: str) -> str | None:
    """Ask for ``thing``; the open request for the same thing, if there is one. None when this worker may not ask."""
    if not can(who, MAY_ASK[kind]):
        return None
    now, opens = clock_now(conn), {"asked"} if kind in AT_ONCE else NOT_OVER
    same = (request.c.kind == kind, request.c.thing == thing, request.c.asked_by == who.id, request.c.until > now)
    open_one = conn.execute(select(request.c.id).where(*same, request.c.state.in_(opens)).limit(1)).scalar_one_or_none()
    if open_one is not None:
        return str(open_one)
    request_id = new_id()
    conn.execute(
        insert(request).values(
            id=request_id, kind=kind, thing=thing, organisation=who.organisation, asked_by=who.id, at=now,
            until=now + UNTIL_SECONDS,
        )
    )  # fmt: skip
    note(conn, who.id, f"ask:{kind}", request_id, now)
    return request_id


def decide(conn: Connection, who: Worker, request_id: str, *, allow: bool) -> bool:
    """A second person's word. False for one's own request, another organisation's, one that is over or already decided."""
    now = clock_now(conn)
    done = conn.execute(
        update(request)
        .where(
            request.c.id == request_id,
            request.c.organisation == who.organisation,
            request.c.asked_by != who.id,
            request.c.kind.in_(decided_by(who) - AT_ONCE),
            request.c.state == "asked",
            request.c.until > now,
        )
        .values(state="allowed" if allow else "refused", allowed_by=who.id)
    )
    if done.rowcount != 1:
        return False
    note(conn, who.id, "allow" if allow else "refuse", request_id, now)
    return True


def revoke(conn: Connection, who: Worker, request_id: str) -> bool:
    """A second person takes a yes back: what is not opened yet is not opened any more. False where `decide` is."""
    theirs = (request.c.asked_by != who.id, request.c.kind.in_(decided_by(who)), request.c.state != "asked")
    return _ended(conn, who, request_id, "revoke", theirs, state="revoked", allowed_by=who.id)


def withdraw(conn: Connection, who: Worker, request_id: str) -> bool:
    """Who asked does not want it any more. False for somebody else's, or one that is over."""
    return _ended(conn, who, request_id, "unask", (request.c.asked_by == who.id,), state="refused", allowed_by="")


def _ended(
    conn: Connection,
    who: Worker,
    request_id: str,
    deed: str,
    whose: tuple[ColumnElement[bool], ...],
    **values: str,
) -> bool:
    now = clock_now(conn)
    here = (request.c.id == request_id, request.c.organisation == who.organisation, request.c.until > now)
    if conn.execute(update(request).where(*here, *whose, _counts()).values(**values)).rowcount != 1:
        return False
    note(conn, who.id, deed, request_id, now)
    return True


def still_counts(kind: Kind, state: str) -> bool:
    """Words that have begun to go out to many are not called back by taking a yes back, and an account is not unmade by it."""
    if kind in AT_ONCE:
        return state == "asked"
    return state in NOT_OVER and not (kind == "broadcast" and state == OPENED)


def decided_by(who: Worker) -> frozenset[Kind]:
    """What ``who`` may say yes or no to, when others ask it."""
    return frozenset(kind for kind, action in MAY_ALLOW.items() if can(who, action))


def granted(conn: Connection, who: Worker, request_id: str, kind: Kind) -> str | None:
    """The thing that ``who`` asked for and another allowed, while it counts. Each time is written to the audit."""
    now = clock_now(conn)
    thing = conn.execute(
        update(request)
        .where(
            request.c.id == request_id,
            request.c.organisation == who.organisation,
            request.c.asked_by == who.id,
            request.c.kind == kind,
            request.c.state.in_(("allowed", "used")),
            request.c.until > now,
        )
        .values(state="used")
        .returning(request.c.thing)
    ).scalar_one_or_none()
    if thing is None:
        return None
    note(conn, who.id, f"open:{kind}", request_id, now)
    return str(thing)


def _counts() -> ColumnElement[bool]:
    """As `still_counts` says it, of the row itself."""
    pairs = [(kind, state) for kind in MAY_ALLOW for state in NOT_OVER if still_counts(kind, state)]
    return tuple_(request.c.kind, request.c.state).in_(pairs)
