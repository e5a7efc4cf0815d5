"""*Prendre*: whoever taps is known by their phone, may or may not, and is the only one; all in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, and_, select

from bot.alerts.updates import Joining, Tapped
from bot.desk import links_once, phones
from bot.desk.claim import claim
from bot.desk.staff import Worker, can
from bot.records.clock import now as clock_now
from bot.records.ids import new_id
from bot.records.seal import Vault
from bot.records.tables import alert, conversation, handover, inbound, insert_new, is_open, stub

CHANNEL = "telegram-staff"
Outcome = Literal["stranger", "over", "reserved", "taken", "yours", "joined", "no_code", "left"]


@dataclass(frozen=True, slots=True)
class Taken:
    """How it ended. ``link``: the token that opens the conversation; empty where there is nothing new to open."""

    outcome: Outcome
    link: str = ""
    code: str = ""
    login: str = ""


def take(conn: Connection, vault: Vault, account: str, tapped: Tapped) -> Taken:
    """Claim what the call is about for the worker who tapped. A repeated update claims nothing and makes no link."""
    who = phones.owner(conn, vault, tapped.user)
    if who is None:
        return Taken("stranger")
    row = conn.execute(
        select(alert.c.code, conversation.c.id, conversation.c.organisation, handover.c.level)
        .join(conversation, conversation.c.id == alert.c.conversation_id)
        .join(handover, and_(handover.c.conversation_id == conversation.c.id, is_open(handover)))
        .where(alert.c.id == tapped.alert)
    ).first()
    if row is None and _is_left(conn, tapped.alert, who):
        return Taken("left")
    if row is None or not can(who, "claim", row.organisation):
        return Taken("over")
    if not can(who, "claim", row.organisation, row.level):
        return Taken("reserved")
    new = _is_new(conn, account, tapped.number)
    if not claim(conn, row.id, who):
        return Taken("taken")
    return Taken("yours", links_once.mint(conn, "conversation", who.id, row.id) if new else "", row.code, who.login)


def _is_left(conn: Connection, alert_id: str, who: Worker) -> bool:
    """Whether the call is about what is left of an urgent case, which nobody holds: who may opens it at the desk."""
    row = conn.execute(
        select(stub.c.organisation, stub.c.level)
        .join(alert, alert.c.stub_id == stub.c.id)
        .where(alert.c.id == alert_id, is_open(stub))
    ).first()
    return row is not None and can(who, "claim", row.organisation, row.level)


def join(conn: Connection, vault: Vault, account: str, joining: Joining) -> Taken | None:
    """Join the phone. None for a repeated update: what is to be said was said."""
    if not _is_new(conn, account, joining.number):
        return None
    who = phones.join(conn, vault, joining.code, joining.user)
    return Taken("joined", login=who.login) if who else Taken("no_code")


def _is_new(conn: Connection, account: str, number: str) -> bool:
    """Whether this update did not come before: providers repeat what was not acknowledged in time."""
    row = {"id": new_id(), "channel": CHANNEL, "account": account, "provider_id": number, "kind": "ignored",
           "state": "ignored", "sealed": b"", "at": clock_now(conn)}  # fmt: skip
    return conn.execute(insert_new(conn, inbound).values(row)).rowcount == 1
