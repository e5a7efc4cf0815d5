"""What humans do for a person: hand-overs, referrals, complaints."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlmodel import Field, SQLModel


class Handover(SQLModel, table=True):
    """A request for a human. At most one is open a conversation: a new reason raises its level.

    ``held_by``: the worker who took it last; once it is closed, only they may still read it.
    """

    __tablename__ = "handover"
    __table_args__ = (
        CheckConstraint("level in ('P0', 'P1', 'P2', 'P3')", name="known_level"),
        Index(
            "one_open_handover",
            "conversation_id",
            unique=True,
            sqlite_where=text("closed_at = 0"),
            postgresql_where=text("closed_at = 0"),
        ),
        Index("handover_of_conversation", "conversation_id"),
    )
    id: str = Field(primary_key=True)
    conversation_id: str = Field(sa_column=Column(ForeignKey("conversation.id", ondelete="CASCADE"), nullable=False))
    level: str
    focus: str = ""
    sealed: bytes = Field(b"", sa_column=Column(LargeBinary, nullable=False, default=b""))
    opened_at: int = Field(sa_column=Column(BigInteger, nullable=False))
    due_at: int = Field(sa_column=Column(BigInteger, nullable=False))
    closed_at: int = Field(0, sa_column=Column(BigInteger, nullable=False, default=0))
    outcome: str = ""
    held_by: str = ""


class Referral(SQLModel, table=True):
    """A consented file for an organisation. ``sealed`` holds what is shared, item by item."""

    __tablename__ = "referral"
    __table_args__ = (
        UniqueConstraint("number", name="each_receipt_once"),
        CheckConstraint(
            "status in ('draft','sent','seen','accepted','served','closed','declined','expired','withdrawn')",
            name="known_referral_status",
        ),
        Index("referral_of_conversation", "conversation_id"),
    )
    id: str = Field(primary_key=True)
    conversation_id: str = Field(sa_column=Column(ForeignKey("conversation.id", ondelete="CASCADE"), nullable=False))
    number: str
    service: str
    organisation: str
    status: str
    consent_id: str
    sealed: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    at: int = Field(sa_column=Column(BigInteger, nullable=False))
    changed_at: int = Field(sa_column=Column(BigInteger, nullable=False))


class Complaint(SQLModel, table=True):
    """A complaint, sealed with the complaints inbox's own key; an anonymous one knows no conversation."""

    __tablename__ = "complaint"
    __table_args__ = (UniqueConstraint("number", name="each_complaint_once"),)
    id: str = Field(primary_key=True)
    number: str
    conversation_id: str = ""
    about: str = ""
    sealed: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    at: int = Field(sa_column=Column(BigInteger, nullable=False))
    due_at: int = Field(sa_column=Column(BigInteger, nullable=False))
    closed_at: int = Field(0, sa_column=Column(BigInteger, nullable=False, default=0))


class Stub(SQLModel, table=True):
    """What is left of an urgent case after « forget me »: level, time, language, region, and the address sealed with
    the case's own key, for 72 hours or until a human closes it (protection A5).
    """

    __tablename__ = "stub"
    id: str = Field(primary_key=True)
    organisation: str
    level: str
    language: str
    region: str
    channel: str
    account: str
    wrapped: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    sealed: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    at: int = Field(sa_column=Column(BigInteger, nullable=False))
    until: int = Field(sa_column=Column(BigInteger, nullable=False))
    closed_at: int = Field(0, sa_column=Column(BigInteger, nullable=False, default=0))
