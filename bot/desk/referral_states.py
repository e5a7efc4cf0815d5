"""The way of a referral: one table of who may take which step, one function that takes it.

Each step is a conditional change of the row, an event, a line of the audit and news for the person, all in one
transaction: two answers at once cannot both win, and none is told that was not written.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from sqlalchemy import Connection, RowMapping, insert, select, update

from bot.desk import audit, links, referral_news
from bot.desk.open_tasks import close_all_after_yes, close_tasks, open_task
from bot.desk.referral_consent import NoConsent, consented
from bot.desk.staff import Worker
from bot.records.clock import now as clock_now
from bot.records.ids import new_id
from bot.records.tables import appointment, conversation, referral, referral_event

Party = Literal["person", "organisation", "machine", "worker"]
State = Literal["draft", "sent", "seen", "accepted", "served", "closed", "declined", "expired", "withdrawn"]

STATES: tuple[State, ...] = (
    "draft", "sent", "seen", "accepted", "served", "closed", "declined", "expired", "withdrawn",
)  # fmt: skip
PARTIES: tuple[Party, ...] = ("person", "organisation", "machine", "worker")
FINISHED: frozenset[str] = frozenset({"served", "closed", "declined", "expired", "withdrawn"})
WAITING = ("sent", "seen")
"""With the organisation, which has not said yes or no."""
ALLOWED: frozenset[tuple[State, State, Party]] = frozenset(
    {
        ("draft", "sent", "worker"),
        ("draft", "withdrawn", "person"),
        ("draft", "withdrawn", "worker"),
        ("sent", "seen", "organisation"),
        # What an organisation says by phone is noted by a worker, who has no page that could be « seen ».
        ("sent", "accepted", "worker"),
        ("sent", "declined", "worker"),
        ("sent", "expired", "machine"),
        ("sent", "withdrawn", "person"),
        ("sent", "withdrawn", "worker"),
        ("seen", "accepted", "organisation"),
        ("seen", "accepted", "worker"),
        ("seen", "declined", "organisation"),
        ("seen", "declined", "worker"),
        ("seen", "expired", "machine"),
        ("seen", "withdrawn", "person"),
        ("seen", "withdrawn", "worker"),
        # « served » needs the person's or the organisation's word, under its link or by phone to a worker.
        ("accepted", "served", "person"),
        ("accepted", "served", "organisation"),
        ("accepted", "served", "worker"),
        ("accepted", "declined", "organisation"),
        ("accepted", "declined", "worker"),
        ("accepted", "closed", "worker"),
        ("accepted", "withdrawn", "person"),
        ("accepted", "withdrawn", "worker"),
        ("served", "closed", "worker"),
    }
)
"""Every step that exists: from, to, who. Whatever is not here raises."""

VITAL = ("life", "care", "child")
"""Why a file may go without consent, by stable words (bot/desk/words.yaml): vital interest, nothing else."""
WITHDRAWALS = ("person", "elsewhere", "mistake", "other")
"""Why the desk takes a request back, by stable words."""
MAY_OVERRIDE = frozenset({"protection", "supervisor"})
ENDS_APPOINTMENT = ("declined", "expired", "withdrawn", "closed")
ANSWERS = ("accepted", "declined")


class NotAllowed(ValueError):
    """No such step: the table does not have it, or somebody was quicker. ``state``: where the referral stands."""

    def __init__(self, state: str, target: str, who: Party) -> None:
        super().__init__(f"{state} → {target} by {who}")
        self.state = state


@dataclass(frozen=True, slots=True)
class By:
    """Who takes a step: the party, the id that history and audit bear, and a worker's roles."""

    party: Party
    id: str
    roles: frozenset[str] = field(default_factory=frozenset)


PERSON = By("person", "person")
ORGANISATION = By("organisation", "organisation")
MACHINE = By("machine", "machine")


def by_worker(who: Worker) -> By:
    """A worker of the desk."""
    return By("worker", who.id, who.roles)


def move(conn: Connection, referral_id: str, target: State, by: By, reason: str = "", vital: str = "") -> RowMapping:
    """Take one step. ``reason``: a stable word for the history; ``vital``: why a file goes without consent.

    Returns the referral as it was before. Raises ``NotAllowed`` for a step that the table does not have,
    ``NoConsent`` for a file that nobody said yes to, ``LookupError`` for a referral that is not there.
    """
    row = locked(conn, referral_id)
    if (row["status"], target, by.party) not in ALLOWED:
        raise NotAllowed(row["status"], target, by.party)
    now = clock_now(conn)
    values: dict[str, object] = {"status": target, "changed_at": now}
    if target == "sent":
        values |= _without_consent(conn, row, by, vital)
    if target in ANSWERS and not row["answered_at"]:
        values["answered_at"] = now
    done = conn.execute(
        update(referral).where(referral.c.id == referral_id, referral.c.status == row["status"]).values(**values)
    )
    if done.rowcount != 1:  # SQLite has no lock on a row
        raise NotAllowed(row["status"], target, by.party)
    record(conn, row, target, by, reason or vital, now)
    _follows(conn, row, target, by, now)
    if by.party != "person":  # whoever did it themselves has just been told so
        referral_news.plan(conn, row["conversation_id"], row["number"], now)
    return row


def _follows(conn: Connection, row: RowMapping, target: State, by: By, now: int) -> None:
    """What a step brings with it: links, tasks, the appointment."""
    if row["status"] == "draft":
        close_tasks(conn, "send", row["id"], by.id, now)
    if target in FINISHED:
        links.kill(conn, row["id"], now)
        close_all_after_yes(conn, row["id"], by.id, now)
    if target == "declined":  # nobody else would look for something else with the person
        open_task(conn, "next_service", row["id"], now)
    elif target == "accepted":
        links.keep(conn, row["id"], now + links.WORD_SECONDS)
    if target in {"seen", "accepted"}:  # they have it
        close_tasks(conn, "hand", row["id"], by.id, now)
    if target in ENDS_APPOINTMENT:
        conn.execute(
            update(appointment)
            .where(appointment.c.referral_id == row["id"], appointment.c.state == "set")
            .values(state="cancelled")
        )


def locked(conn: Connection, referral_id: str) -> RowMapping:
    """The referral, held until the transaction ends; its conversation first, as every turn does, so that none waits for
    the other. Raises ``LookupError`` when it is not there.
    """
    whose = select(referral.c.conversation_id).where(referral.c.id == referral_id).scalar_subquery()
    conn.execute(select(conversation.c.id).where(conversation.c.id == whose).with_for_update())
    row = conn.execute(select(referral).where(referral.c.id == referral_id).with_for_update()).mappings().first()
    if row is None:
        raise LookupError(referral_id)
    return row


def record(conn: Connection, row: RowMapping, target: str, by: By, reason: str, now: int) -> None:
    """One line of the history, and one of the audit. No content: ``reason`` is a stable word, which is what happened where
    the referral stays where it is.
    """
    conn.execute(
        insert(referral_event).values(
            id=new_id(), referral_id=row["id"], source=row["status"], target=target, who=by.id, reason=reason, at=now
        )
    )
    audit.note(conn, by.id, f"referral:{reason if target == row['status'] else target}", row["id"], now)


def _without_consent(conn: Connection, row: RowMapping, by: By, vital: str) -> dict[str, object]:
    """What to write when no yes is on record and a trained worker answers for it. Raises ``NoConsent``."""
    if consented(conn, row["consent_id"], row["conversation_id"], row["service"]):
        return {}
    if vital not in VITAL or not by.roles & MAY_OVERRIDE:
        raise NoConsent(row["service"])
    return {"override_by": by.id, "reason": vital}
