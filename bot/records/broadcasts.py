"""What is said to many at once: the words, to whom, how far it came, and which messages it became."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Index, text
from sqlmodel import Field, SQLModel


class Broadcast(SQLModel, table=True):
    """One announcement. Who must still hear it stands in ``timer``, a row a person, as ``broadcast_`` and this id.

    ``words`` by language and ``audience``: JSON, without anything of a person. ``people``: to how many it set out;
    ``unreachable``: who could not be reached then. ``sent``, ``delivered``, ``failed``: written once it is *over*, since the
    messages are not kept as long as this row. ``stopped``: those to whom it did not go because it was stopped or its time
    was over.
    """

    __tablename__ = "broadcast"
    __table_args__ = (
        CheckConstraint("state in ('planned', 'running', 'stopped', 'over')", name="known_broadcast_state"),
        Index(
            "broadcast_under_way",
            "state",
            sqlite_where=text("state in ('running', 'stopped')"),
            postgresql_where=text("state in ('running', 'stopped')"),
        ),
    )
    id: str = Field(primary_key=True)
    organisation: str
    words: str
    audience: str
    days: int
    state: str = "planned"
    people: int = 0
    unreachable: int = 0
    stopped: int = 0
    sent: int = 0
    delivered: int = 0
    failed: int = 0
    at: int = Field(sa_column=Column(BigInteger, nullable=False))
    started_at: int = Field(0, sa_column=Column(BigInteger, nullable=False, default=0))
    until: int = Field(0, sa_column=Column(BigInteger, nullable=False, default=0))


class BroadcastMessage(SQLModel, table=True):
    """Which broadcast a row of the outbox belongs to; it goes with that row."""

    __tablename__ = "broadcast_message"
    __table_args__ = (Index("message_of_broadcast", "broadcast_id"),)
    outbox_id: str = Field(sa_column=Column(ForeignKey("outbox.id", ondelete="CASCADE"), primary_key=True))
    broadcast_id: str = Field(sa_column=Column(ForeignKey("broadcast.id", ondelete="CASCADE"), nullable=False))
