"""What stands at the desk for a second person's word, as a worker sees it: their own requests, and those they may decide."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping, and_, select

from bot.desk.account_wish import wish_of
from bot.desk.exports import AT_ONCE, MAY_ALLOW, OPENED, Kind, decided_by, still_counts
from bot.desk.referral_reach import of_last_case, urgency
from bot.desk.staff import Worker
from bot.records.clock import now as clock_now
from bot.records.tables import conversation, handover, request, worker

SHOWN_MAX = 50


@dataclass(frozen=True, slots=True)
class Asked:
    """One request, as a worker sees it. ``state``: asked, allowed, refused, revoked (a yes that was taken back), used (opened
    at least once). ``level`` and ``code`` of the case whose person it is about, "" for what is about nobody. ``asker``: the id
    of who asked.
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
    asker: str = ""

    @property
    def opens(self) -> bool:
        """Whether who asked may open it now; their half of a password (`bot/desk/split_password.py`) once."""
        open_to = {"allowed"} if self.kind in AT_ONCE else {"allowed", OPENED}
        return self.mine and self.state in open_to and not self.over

    @property
    def refused(self) -> bool:
        """Whether a second person said no; who takes their own request back names nobody."""
        return self.state == "refused" and bool(self.allowed_by)

    @property
    def may_withdraw(self) -> bool:
        """Whether who asked may take it back."""
        return self.mine and still_counts(self.kind, self.state) and not self.over


def requests_for(conn: Connection, who: Worker, kinds: Collection[Kind] = tuple(MAY_ALLOW)) -> list[Asked]:
    """Those of ``who``, and those that they may decide, the newest first."""
    now, theirs = clock_now(conn), decided_by(who)
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
        .where(request.c.organisation == who.organisation, request.c.kind.in_(kinds))
        .where((request.c.asked_by == who.id) | request.c.kind.in_(theirs))
        .order_by(request.c.at.desc(), request.c.id.desc())
        .limit(SHOWN_MAX)
    ).mappings()
    return [_asked(row, who, theirs, now) for row in rows]


def to_decide(conn: Connection, who: Worker) -> int:
    """How many wait for the word of ``who``, for the top of their pages."""
    theirs = decided_by(who)
    if not theirs:
        return 0
    waiting = (request.c.state == "asked", request.c.until > clock_now(conn), request.c.asked_by != who.id)
    rows = conn.execute(
        select(request.c.kind, request.c.thing).where(
            request.c.organisation == who.organisation, request.c.kind.in_(theirs), *waiting
        )
    ).mappings()
    return sum(not _about(row, who) for row in rows)


def _asked(row: RowMapping, who: Worker, theirs: frozenset[Kind], now: int) -> Asked:
    over, asked = row["until"] <= now, row["state"] == "asked"
    decides = row["asked_by"] != who.id and row["kind"] in theirs and not _about(row, who) and not over
    return Asked(
        row["id"], row["kind"], row["thing"], row["asker"] or "", row["allower"] or "", row["state"], row["at"],
        row["until"], row["asked_by"] == who.id,
        decides and asked,
        decides and not asked and still_counts(row["kind"], row["state"]),
        over, row["urgency"] or "", row["code"] or "", row["asked_by"],
    )  # fmt: skip


def _about(row: RowMapping, who: Worker) -> bool:
    """Whether it is about the account of ``who``: nobody says yes to their own."""
    return row["kind"] == "account" and wish_of(row["thing"]).worker == who.id
