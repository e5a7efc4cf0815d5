"""Who may help: organisations, workers, what each may do, when they are there, and what they did."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlmodel import Field, SQLModel

ROLES = ("case_worker", "protection", "supervisor", "admin", "editor", "auditor", "operator")


class Organisation(SQLModel, table=True):
    """An organisation whose people work at the desk; ``id`` is its slug in `content/leads.yaml`.

    ``country``: ML or NE, whose holidays and clock its shifts follow.
    """

    __tablename__ = "organisation"
    id: str = Field(primary_key=True)
    name: str
    country: str = "ML"


class Worker(SQLModel, table=True):
    """One member of staff. ``seen_at`` tells whether somebody is really present (protection A12).

    ``languages``: which they speak, with commas. ``telegram``: fingerprint of their id at the staff bot. ``email``: where
    they are called when nobody takes an urgent case.
    """

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
    languages: str = "fr"
    email: str = ""
    telegram: str = ""
    created_at: int = Field(sa_column=Column(BigInteger, nullable=False))


class Membership(SQLModel, table=True):
    """A worker's role in an organisation."""

    __tablename__ = "membership"
    __table_args__ = (
        UniqueConstraint("worker_id", "organisation_id", "role", name="each_membership_once"),
        CheckConstraint("role in ({})".format(", ".join(f"'{role}'" for role in ROLES)), name="known_role"),
        Index("membership_of_organisation", "organisation_id", "worker_id"),
    )
    id: str = Field(primary_key=True)
    worker_id: str = Field(sa_column=Column(ForeignKey("worker.id", ondelete="CASCADE"), nullable=False))
    organisation_id: str = Field(sa_column=Column(ForeignKey("organisation.id"), nullable=False))
    role: str
    team: str = ""


class Shift(SQLModel, table=True):
    """When an organisation's people are there: ``weekday`` 0 Monday, minutes of the day by its country's clock.

    ``worker_id`` and ``team``: whose shift; empty for everybody's.
    """

    __tablename__ = "shift"
    id: str = Field(primary_key=True)
    organisation_id: str = Field(sa_column=Column(ForeignKey("organisation.id"), nullable=False))
    weekday: int
    from_minute: int
    to_minute: int
    team: str = ""
    worker_id: str = ""


class WorkerSession(SQLModel, table=True):
    """One sign-in. Only the hash of its random id is kept; ``name``: what its owner knows it by, such as « Firefox ».

    ``ended_by``: who closed it from elsewhere; it opens nothing any more, but its page can say why.
    """

    __tablename__ = "worker_session"
    __table_args__ = (Index("session_of_worker", "worker_id"),)
    hash: str = Field(primary_key=True)
    worker_id: str = Field(sa_column=Column(ForeignKey("worker.id", ondelete="CASCADE"), nullable=False))
    created_at: int = Field(sa_column=Column(BigInteger, nullable=False))
    active_at: int = Field(sa_column=Column(BigInteger, nullable=False))
    locked: int = 0
    name: str = ""
    ended_by: str = ""


class OneTimeLink(SQLModel, table=True):
    """An address that opens one thing once, after sign-in: a conversation taken in the staff group, a phone to be joined.

    ``purpose``: conversation, telegram. Only its hash is kept.
    """

    __tablename__ = "one_time_link"
    hash: str = Field(primary_key=True)
    purpose: str
    worker_id: str = Field(sa_column=Column(ForeignKey("worker.id", ondelete="CASCADE"), nullable=False))
    thing: str = ""
    until: int = Field(sa_column=Column(BigInteger, nullable=False))


class Request(SQLModel, table=True):
    """Something that a second person must allow: a person's own data, an export of figures (protection A6, B6).

    ``state``: asked, allowed, refused, revoked (a yes that was taken back), used. ``until``: when it ends, whatever became of it.
    ``called``: 1 once those who may say yes were told of it.
    """

    __tablename__ = "request"
    __table_args__ = (
        CheckConstraint("state in ('asked', 'allowed', 'refused', 'revoked', 'used')", name="known_request_state"),
        CheckConstraint("allowed_by = '' or allowed_by <> asked_by", name="by_a_second_person"),
        Index("request_uncalled", "at", sqlite_where=text("called = 0"), postgresql_where=text("called = 0")),
    )
    id: str = Field(primary_key=True)
    kind: str
    thing: str
    organisation: str
    asked_by: str
    allowed_by: str = ""
    state: str = "asked"
    called: int = 0
    at: int = Field(sa_column=Column(BigInteger, nullable=False))
    until: int = Field(sa_column=Column(BigInteger, nullable=False))


class Audit(SQLModel, table=True):
    """Who did what to which record, reads included; never content. Append-only."""

    __tablename__ = "audit"
    id: str = Field(primary_key=True)
    worker_id: str
    action: str
    thing: str
    at: int = Field(sa_column=Column(BigInteger, nullable=False))


class AuditChain(SQLModel, table=True):
    """The audit's rows in the order in which one sealer chained them: each hash covers the row and the hash before it."""

    __tablename__ = "audit_chain"
    __table_args__ = (UniqueConstraint("audit_id", name="each_row_chained_once"),)
    place: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    audit_id: str
    hash: str
