"""What leaves the desk leaves it with a second person's word: asked, allowed by another, for seven days, and logged (A6, B6).

Whatever writes a table for a spreadsheet writes its cells with `cell`: a name that begins like a formula stays a name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import ColumnElement, Connection, and_, insert, or_, select, update

from bot.desk.audit import note
from bot.desk.referral_reach import of_last_case, urgency
from bot.desk.staff import Action, Worker, can
from bot.records.clock import now as clock_now
from bot.records.ids import new_id
from bot.records.tables import conversation, handover, request, worker

Kind = Literal["data", "export", "audit", "broadcast"]
"""All that Sira holds of one person; figures; the audit of some days; words to many (`bot/broadcast/planning.py`)."""
MAY_ASK: dict[Kind, Action] = {
    "data": "ask_data",
    "export": "see_numbers",
    "audit": "export_audit",
    "broadcast": "ask_broadcast",
}
MAY_ALLOW: dict[Kind, Action] = {
    "data": "allow_data",
    "export": "allow_export",
    "audit": "allow_export",
    "broadcast": "allow_broadcast",
}
OPENED = "used"
NOT_OVER = frozenset({"asked", "allowed", OPENED})
UNTIL_SECONDS = 7 * 86_400
SHOWN_MAX = 50
FORMULA_MARKS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""How a cell begins that a spreadsheet runs (OWASP, *CSV Injection*); the wide signs count in some of them."""


def cell(text: str) -> str:
    """``text`` as words, in whatever program it is opened: an apostrophe goes before what would be a formula."""
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA_MARKS) else text


@dataclass(frozen=True, slots=True)
class Asked:
    """One request, as a worker sees it. ``state``: asked, allowed, refused, used (opened at least once). ``level`` and
    ``code`` of the case whose person it is about, "" for what is about nobody.
    """

    id: str
    kind: Kind
    thing: str
    asked_by: str
    allowed_by: str
    state: str
    at: int
    until: int
    mine: bool
    may_allow: bool
    may_revoke: bool
    over: bool
    level: str = ""
    code: str = ""

    @property
    def opens(self) -> bool:
        """Whether who asked may open it now."""
        return self.mine and self.state in {"allowed", "used"} and not self.over

    @property
    def may_withdraw(self) -> bool:
        """Whether who asked may take it back."""
        return self.mine and _still_counts(self.kind, self.state) and not self.over


def ask(conn: Connection, who: Worker, kind: Kind, thing: str) -> str | None:
    """Ask for ``thing``; the open request for the same thing, if there is one. None when this worker may not ask."""
    if not can(who, MAY_ASK[kind]):
        return None
    now = clock_now(conn)
    same = (request.c.kind == kind, request.c.thing == thing, request.c.asked_by == who.id, request.c.until > now)
    open_one = conn.execute(
        select(request.c.id).where(*same, request.c.state.in_(NOT_OVER)).limit(1)
    ).scalar_one_or_none()
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
    kinds = [kind for kind, action in MAY_ALLOW.items() if can(who, action)]
    done = conn.execute(
        update(request)
        .where(
            request.c.id == request_id,
            request.c.organisation == who.organisation,
            request.c.asked_by != who.id,
            request.c.kind.in_(kinds),
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
    kinds = [kind for kind, action in MAY_ALLOW.items() if can(who, action)]
    theirs = (request.c.asked_by != who.id, request.c.kind.in_(kinds), request.c.state != "asked")
    return _ended(conn, who, request_id, "revoke", theirs, allowed_by=who.id)


def withdraw(conn: Connection, who: Worker, request_id: str) -> bool:
    """Who asked does not want it any more. False for somebody else's, or one that is over."""
    return _ended(conn, who, request_id, "unask", (request.c.asked_by == who.id,), allowed_by="")


def _ended(
    conn: Connection,
    who: Worker,
    request_id: str,
    deed: str,
    whose: tuple[ColumnElement[bool], ...],
    *,
    allowed_by: str,
) -> bool:
    now = clock_now(conn)
    counts = or_(
        request.c.state.in_(NOT_OVER - {OPENED}), and_(request.c.state == OPENED, request.c.kind != "broadcast")
    )
    here = (request.c.id == request_id, request.c.organisation == who.organisation, request.c.until > now)
    values = {"state": "refused", "allowed_by": allowed_by}
    if conn.execute(update(request).where(*here, *whose, counts).values(**values)).rowcount != 1:
        return False
    note(conn, who.id, deed, request_id, now)
    return True


def _still_counts(kind: str, state: str) -> bool:
    """Words that have begun to go out to many are not called back by it."""
    return state in NOT_OVER and not (kind == "broadcast" and state == OPENED)


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


def requests_for(conn: Connection, who: Worker) -> list[Asked]:
    """Those of ``who``, and those that they may decide, the newest first."""
    now = clock_now(conn)
    kinds = [kind for kind, action in MAY_ALLOW.items() if can(who, action)]
    asker, allower = worker.alias(), worker.alias()
    rows = conn.execute(
        select(
            request,
            asker.c.login.label("asker"),
            allower.c.login.label("allower"),
            urgency().label("urgency"),
            of_last_case(handover.c.code).label("code"),
        )
        .outerjoin(asker, asker.c.id == request.c.asked_by)
        .outerjoin(allower, allower.c.id == request.c.allowed_by)
        .outerjoin(conversation, and_(request.c.kind == "data", conversation.c.id == request.c.thing))
        .where(request.c.organisation == who.organisation)
        .where((request.c.asked_by == who.id) | request.c.kind.in_(kinds))
        .order_by(request.c.at.desc(), request.c.id.desc())
        .limit(SHOWN_MAX)
    ).mappings()
    return [
        Asked(
            row["id"], row["kind"], row["thing"], row["asker"] or "", row["allower"] or "", row["state"], row["at"],
            row["until"], row["asked_by"] == who.id,
            row["asked_by"] != who.id and row["kind"] in kinds and row["state"] == "asked" and row["until"] > now,
            row["asked_by"] != who.id and row["kind"] in kinds and row["state"] != "asked"
            and _still_counts(row["kind"], row["state"]) and row["until"] > now,
            row["until"] <= now, row["urgency"] or "", row["code"] or "",
        )
        for row in rows
    ]  # fmt: skip
