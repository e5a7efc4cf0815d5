"""Every table under its name, for statements: SQLModel declares, Core speaks."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, Insert, Table, literal_column, or_
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import SQLModel

from bot.records import broadcasts, casework, desk, people, referrals, staff, talk, upkeep

metadata = SQLModel.metadata


def table_of(model: Any) -> Table:
    """The Core table of a SQLModel class."""
    found: Table = model.__table__
    return found


person = table_of(people.Person)
person_key = table_of(people.PersonKeyRow)
address = table_of(people.Address)
consent = table_of(people.ConsentRow)
erasure = table_of(people.Erasure)
conversation = table_of(talk.Conversation)
inbound = table_of(talk.InboundRow)
message = table_of(talk.MessageRow)
outbox = table_of(talk.OutboxRow)
timer = table_of(talk.Timer)
transition = table_of(upkeep.Transition)
flow_version = table_of(upkeep.FlowVersion)
media = table_of(talk.Media)
provider_copy = table_of(upkeep.ProviderCopy)
content_template = table_of(upkeep.ContentTemplate)
clock = table_of(upkeep.Clock)
patrol = table_of(upkeep.Patrol)
freeze = table_of(upkeep.Freeze)
withdrawn = table_of(upkeep.Withdrawn)
broadcast = table_of(broadcasts.Broadcast)
broadcast_message = table_of(broadcasts.BroadcastMessage)
handover = table_of(casework.Handover)
referral = table_of(referrals.Referral)
referral_event = table_of(referrals.ReferralEvent)
referral_link = table_of(referrals.ReferralLink)
appointment = table_of(referrals.Appointment)
follow_up = table_of(referrals.FollowUp)
partner_address = table_of(referrals.PartnerAddress)
note = table_of(desk.Note)
draft = table_of(desk.Draft)
canned_reply = table_of(desk.CannedReply)
reminder = table_of(desk.Reminder)
wording_proposal = table_of(desk.WordingProposal)
task = table_of(desk.Task)
alert = table_of(desk.Alert)
alert_topic = table_of(desk.AlertTopic)
complaint = table_of(casework.Complaint)
stub = table_of(casework.Stub)
organisation = table_of(staff.Organisation)
worker = table_of(staff.Worker)
membership = table_of(staff.Membership)
shift = table_of(staff.Shift)
worker_session = table_of(staff.WorkerSession)
one_time_link = table_of(staff.OneTimeLink)
request = table_of(staff.Request)
audit = table_of(staff.Audit)
audit_chain = table_of(staff.AuditChain)


def is_one_of(column: ColumnElement[str], *values: str) -> ColumnElement[bool]:
    """Whether ``column`` is one of our own words, spelt out in the statement.

    A store uses a partial index only when it sees the index's own condition, and a bound value hides it: then every turn
    would read the whole table. Letters, digits and ``_`` only.
    """
    if not all(value.isidentifier() for value in values):
        raise ValueError(values)
    return or_(*(column == literal_column(f"'{value}'") for value in values))


def is_filled(column: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether a word stands in a column, spelt out for the same reason."""
    return column != literal_column("''")


def is_open(table: Table) -> ColumnElement[bool]:
    """Whether a case, complaint or stub is not closed, spelt out for the same reason."""
    column: ColumnElement[int] = table.c.closed_at
    return column == literal_column("0")


def insert_new(conn: Connection, table: Table) -> Insert:
    """An insert that leaves an existing row alone: both stores say it alike, each by its own dialect."""
    dialect = postgresql if conn.dialect.name == "postgresql" else sqlite
    statement: Insert = dialect.insert(table).on_conflict_do_nothing()
    return statement
