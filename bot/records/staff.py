"""Who may help: organisations, workers, what each may do, when they are there, and what they did."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

ROLES = ("case_worker", "protection", "supervisor", "admin", "editor", "auditor", "operator")


class Organisation(SQLModel, table=True):
    """An organisation whose people work at the desk; ``id`` is its slug in `content/leads.yaml`."""

    __tablename__ = "organisation"
    id: str = Field(primary_key=True)
    name: str


class Worker(SQLModel, table=True):
    """One member of staff. ``seen_at`` tells whether somebody is really present (protection A12)."""

    __tablename__ = "worker"
    __table_args__ = (UniqueConstraint("login", name="each_login_once"),)
    id: str = Field(primary_key=True)
    login: str
    password_hash: str
    totp: bytes = Field(b"", sa_column=Column(LargeBinary, nullable=False, default=b""))
    totp_last: int = Field(0, sa_column=Column(BigInteger, nullable=False, default=0))
    active: int = 1
    must_change: int = 1
    failures: int = 0
    blocked_until: int = Field(0, sa_column=Column(BigInteger, nullable=False, default=0))
    seen_at: int = Field(0, sa_column=Column(BigInteger, nullable=False, default=0))
    created_at: int = Field(sa_column=Column(BigInteger, nullable=False))


class Membership(SQLModel, table=True):
    """A worker's role in an organisation."""

    __tablename__ = "membership"
    __table_args__ = (
        UniqueConstraint("worker_id", "organisation_id", "role", name="each_membership_once"),
        CheckConstraint("role in ({})".format(", ".join(f"'{role}'" for role in ROLES)), name="known_role"),
    )
    id: str = Field(primary_key=True)
    worker_id: str = Field(sa_column=Column(ForeignKey("worker.id", ondelete="CASCADE"), nullable=False))
    organisation_id: str = Field(sa_column=Column(ForeignKey("organisation.id"), nullable=False))
    role: str


class Shift(SQLModel, table=True):
    """When an organisation's people are there: ``weekday`` 0 Monday, minutes of the day in Mali's time (UTC)."""

    __tablename__ = "shift"
    id: str = Field(primary_key=True)
    organisation_id: str = Field(sa_column=Column(ForeignKey("organisation.id"), nullable=False))
    weekday: int
    from_minute: int
    to_minute: int


class WorkerSession(SQLModel, table=True):
    """One sign-in. Only the hash of its random id is kept."""

    __tablename__ = "worker_session"
    __table_args__ = (Index("session_of_worker", "worker_id"),)
    hash: str = Field(primary_key=True)
    worker_id: str = Field(sa_column=Column(ForeignKey("worker.id", ondelete="CASCADE"), nullable=False))
    created_at: int = Field(sa_column=Column(BigInteger, nullable=False))
    active_at: int = Field(sa_column=Column(BigInteger, nullable=False))
    locked: int = 0


class Audit(SQLModel, table=True):
    """Who did what to which record, reads included; never content. Append-only."""

    __tablename__ = "audit"
    id: str = Field(primary_key=True)
    worker_id: str
    action: str
    thing: str
    at: int = Field(sa_column=Column(BigInteger, nullable=False))
