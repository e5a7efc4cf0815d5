"""What the house keeps for itself, of nobody: counts, versions, templates, the clock, copies to delete elsewhere."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, UniqueConstraint
from sqlmodel import Field, SQLModel


class Transition(SQLModel, table=True):
    """How often an arrow was walked on a day. No conversation, no person: only what the drawing of a flow counts."""

    __tablename__ = "transition"
    day: int = Field(primary_key=True)
    source: str = Field(primary_key=True)
    target: str = Field(primary_key=True)
    why: str = Field(primary_key=True)
    count: int


class FlowVersion(SQLModel, table=True):
    """Which flow contents were ever live, so that a release that would strand somebody can be refused."""

    __tablename__ = "flow_version"
    __table_args__ = (UniqueConstraint("flow", "version", name="each_version_once"),)
    id: str = Field(primary_key=True)
    flow: str
    version: str
    states: str
    at: int = Field(sa_column=Column(BigInteger, nullable=False))


class ContentTemplate(SQLModel, table=True):
    """A message template stored at the WhatsApp provider: made once, used by its id."""

    __tablename__ = "content_template"
    name: str = Field(primary_key=True)
    account: str = Field(primary_key=True)
    sid: str


class Clock(SQLModel, table=True):
    """One row: how far a demonstration has moved its clock, and the last reading kept (time never runs back)."""

    __tablename__ = "clock"
    id: int = Field(primary_key=True)
    shift: int = Field(0, sa_column=Column(BigInteger, nullable=False, default=0))
    latest: int = Field(0, sa_column=Column(BigInteger, nullable=False, default=0, server_default="0"))


class Patrol(SQLModel, table=True):
    """A round that one process at a time makes: when the next one is due, and up to when the last one saw everything."""

    __tablename__ = "patrol"
    name: str = Field(primary_key=True)
    next_at: int = Field(sa_column=Column(BigInteger, nullable=False))
    reached_at: int = Field(sa_column=Column(BigInteger, nullable=False))


class ProviderCopy(SQLModel, table=True):
    """A message of somebody who was forgotten that WhatsApp's provider still holds: only its id there, until deleted."""

    __tablename__ = "provider_copy"
    id: str = Field(primary_key=True)
    provider_id: str
    next_at: int = Field(sa_column=Column(BigInteger, nullable=False))


class Withdrawn(SQLModel, table=True):
    """A service that is shown and named to nobody (`sira withdraw`), whatever its record says."""

    __tablename__ = "withdrawn"
    service: str = Field(primary_key=True)
    at: int = Field(sa_column=Column(BigInteger, nullable=False))


class Freeze(SQLModel, table=True):
    """One row while nothing may go out to people (`sira freeze`), none otherwise."""

    __tablename__ = "freeze"
    id: int = Field(primary_key=True)
    at: int = Field(sa_column=Column(BigInteger, nullable=False))
