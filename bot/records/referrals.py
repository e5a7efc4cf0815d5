"""What becomes of a consented file: its way, the link under which it is answered, the appointment, how it ended."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel


class Referral(SQLModel, table=True):
    """A consented file for an organisation. ``sealed`` holds what is shared, item by item.

    ``due_at``: until when the organisation is to say that it has it; ``reminded_at``: at half of that. ``override``: why it
    goes without consent (vital interest), with ``override_by``; ``fields``: how the form names what is shared.
    """

    __tablename__ = "referral"
    __table_args__ = (
        UniqueConstraint("number", name="each_receipt_once"),
        CheckConstraint(
            "status in ('draft','sent','seen','accepted','served','closed','declined','expired','withdrawn')",
            name="known_referral_status",
        ),
        Index("referral_of_conversation", "conversation_id"),
        Index("referral_of_service", "organisation", "sent_at"),
        Index("referral_due", "due_at"),
    )
    id: str = Field(primary_key=True)
    conversation_id: str = Field(sa_column=Column(ForeignKey("conversation.id", ondelete="CASCADE"), nullable=False))
    number: str
    service: str
    organisation: str
    status: str
    consent_id: str
    sealed: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    level: str = ""
    reason: str = ""
    override_by: str = ""
    sent_by: str = ""
    sent_at: int = Field(0, sa_column=Column(BigInteger, nullable=False, default=0))
    due_at: int = Field(0, sa_column=Column(BigInteger, nullable=False, default=0))
    reminded_at: int = Field(0, sa_column=Column(BigInteger, nullable=False, default=0))
    answered_at: int = Field(0, sa_column=Column(BigInteger, nullable=False, default=0))
    said_by_person: str = ""
    said_by_organisation: str = ""
    at: int = Field(sa_column=Column(BigInteger, nullable=False))
    changed_at: int = Field(sa_column=Column(BigInteger, nullable=False))


class ReferralEvent(SQLModel, table=True):
    """Each step of a referral: from, to, by whom (person, organisation, machine or a worker's id), and why."""

    __tablename__ = "referral_event"
    __table_args__ = (Index("event_of_referral", "referral_id", "id"),)
    id: str = Field(primary_key=True)
    referral_id: str = Field(sa_column=Column(ForeignKey("referral.id", ondelete="CASCADE"), nullable=False))
    source: str
    target: str
    who: str
    reason: str = ""
    at: int = Field(sa_column=Column(BigInteger, nullable=False))


class ReferralLink(SQLModel, table=True):
    """The address under which an organisation answers without an account. Only its hash is kept; a new one ends the old."""

    __tablename__ = "referral_link"
    __table_args__ = (Index("link_of_referral", "referral_id"),)
    hash: str = Field(primary_key=True)
    referral_id: str = Field(sa_column=Column(ForeignKey("referral.id", ondelete="CASCADE"), nullable=False))
    until: int = Field(sa_column=Column(BigInteger, nullable=False))
    dead_at: int = Field(0, sa_column=Column(BigInteger, nullable=False, default=0))
    means: str = ""
    at: int = Field(sa_column=Column(BigInteger, nullable=False))


class Appointment(SQLModel, table=True):
    """A day on which somebody is expected. ``sealed``: place and landmark. ``state``: set, went, missed, cancelled."""

    __tablename__ = "appointment"
    __table_args__ = (
        CheckConstraint("state in ('set', 'went', 'missed', 'cancelled')", name="known_appointment_state"),
        Index("appointment_of_referral", "referral_id"),
        Index("appointment_at", "day_at"),
    )
    id: str = Field(primary_key=True)
    referral_id: str = Field(sa_column=Column(ForeignKey("referral.id", ondelete="CASCADE"), nullable=False))
    conversation_id: str = Field(sa_column=Column(ForeignKey("conversation.id", ondelete="CASCADE"), nullable=False))
    sealed: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    day_at: int = Field(sa_column=Column(BigInteger, nullable=False))
    state: str = "set"
    at: int = Field(sa_column=Column(BigInteger, nullable=False))


class FollowUp(SQLModel, table=True):
    """What somebody answered 7, 30, 90 or 365 days later, by stable words; it outlives nobody's erasure."""

    __tablename__ = "follow_up"
    __table_args__ = (
        UniqueConstraint("conversation_id", "referral_id", "days", name="one_answer_a_date"),
        Index("follow_up_of_service", "organisation", "at"),
    )
    id: str = Field(primary_key=True)
    conversation_id: str = Field(sa_column=Column(ForeignKey("conversation.id", ondelete="CASCADE"), nullable=False))
    referral_id: str = ""
    service: str = ""
    organisation: str = ""
    days: int
    started: str = ""
    helped: str = ""
    missing: str = ""
    reason: str = ""
    at: int = Field(sa_column=Column(BigInteger, nullable=False))


class PartnerAddress(SQLModel, table=True):
    """An organisation's address for files, checked by somebody of ``house``: no file of theirs goes to an unchecked one."""

    __tablename__ = "partner_address"
    house: str = Field(primary_key=True)
    organisation: str = Field(primary_key=True)
    email: str
    checked_by: str = ""
    checked_at: int = Field(0, sa_column=Column(BigInteger, nullable=False, default=0))
