"""The conversation and everything that flows through it: what came, what is said, what goes out, what wakes it."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlmodel import Field, SQLModel


class Conversation(SQLModel, table=True):
    """One person, one thread, one mode. ``seq`` counts turns; ``epoch`` counts claims, so that the bot never talks over
    a human; the session with its facts is sealed; level, language, region are clear, since the queue sorts by them.
    """

    __tablename__ = "conversation"
    __table_args__ = (
        CheckConstraint("mode in ('bot', 'queued', 'human', 'stopped')", name="known_mode"),
        UniqueConstraint("person_id", name="one_thread_a_person"),
        Index(
            "open_queue",
            "level",
            "due_at",
            sqlite_where=text("mode in ('queued', 'human')"),
            postgresql_where=text("mode in ('queued', 'human')"),
        ),
        Index(
            "conversation_asked_for",
            "organisation",
            sqlite_where=text("level <> ''"),
            postgresql_where=text("level <> ''"),
        ),
        Index(
            "conversation_held",
            "lease_until",
            sqlite_where=text("claimed_by <> ''"),
            postgresql_where=text("claimed_by <> ''"),
        ),
    )
    id: str = Field(primary_key=True)
    person_id: str = Field(sa_column=Column(ForeignKey("person.id", ondelete="CASCADE"), nullable=False))
    mode: str = "bot"
    seq: int = 0
    epoch: int = 0
    version: int = 0
    session: bytes = Field(b"", sa_column=Column(LargeBinary, nullable=False, default=b""))
    language: str = ""
    region: str = ""
    centre: str = ""
    level: str = ""
    due_at: int = Field(0, sa_column=Column(BigInteger, nullable=False, default=0))
    claimed_by: str = ""
    lease_until: int = Field(0, sa_column=Column(BigInteger, nullable=False, default=0))
    spoken: int = 0
    organisation: str = ""
    team: str = ""
    last_from: str = ""
    last_at: int = Field(0, sa_column=Column(BigInteger, nullable=False, default=0))
    created_at: int = Field(sa_column=Column(BigInteger, nullable=False))


class InboundRow(SQLModel, table=True):
    """A provider's message, once. ``state``: pending, done, ignored, poison, quarantined."""

    __tablename__ = "inbound"
    __table_args__ = (
        UniqueConstraint("channel", "account", "provider_id", name="each_provider_message_once"),
        CheckConstraint("state in ('pending', 'done', 'ignored', 'poison', 'quarantined')", name="known_inbound_state"),
        Index(
            "inbound_pending",
            "conversation_id",
            "id",
            sqlite_where=text("state = 'pending'"),
            postgresql_where=text("state = 'pending'"),
        ),
        Index("inbound_of_conversation", "conversation_id"),
    )
    id: str = Field(primary_key=True)
    channel: str
    account: str
    provider_id: str
    conversation_id: str = ""
    kind: str
    state: str
    tries: int = 0
    sealed: bytes = Field(b"", sa_column=Column(LargeBinary, nullable=False, default=b""))
    at: int = Field(sa_column=Column(BigInteger, nullable=False))


class MessageRow(SQLModel, table=True):
    """The transcript. ``author``: person, bot or a worker's id. ``ref`` is the provider's id of what the person sent,
    which *hide* needs; how far a message of ours got stands in the outbox, in the row with the same id.
    """

    __tablename__ = "message"
    __table_args__ = (Index("message_of_conversation", "conversation_id", "id"),)
    id: str = Field(primary_key=True)
    conversation_id: str = Field(sa_column=Column(ForeignKey("conversation.id", ondelete="CASCADE"), nullable=False))
    author: str
    kind: str
    seq: int
    sealed: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    ref: str = ""
    hidden: int = 0
    at: int = Field(sa_column=Column(BigInteger, nullable=False))


class OutboxRow(SQLModel, table=True):
    """What is to be sent; only the oldest unsent row of a conversation may be. ``epoch`` guards rows of kind prompt.

    ``state``: ready, sending, sent, delivered, read, failed, dropped, pending (waits for WhatsApp's window).
    ``provider_id`` is that of its last call, of which the provider sends news; ``earlier_ids``, with commas, those of
    the calls before it, which *hide* and *forget* need too.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        CheckConstraint(
            "state in ('ready', 'sending', 'sent', 'delivered', 'read', 'failed', 'dropped', 'pending')",
            name="known_outbox_state",
        ),
        Index(
            "outbox_unsent",
            "conversation_id",
            "id",
            sqlite_where=text("state in ('ready', 'sending')"),
            postgresql_where=text("state in ('ready', 'sending')"),
        ),
        Index("outbox_of_conversation", "conversation_id", "id"),
        Index("outbox_by_provider_id", "provider_id", sqlite_where=text("provider_id <> ''"),
              postgresql_where=text("provider_id <> ''")),
    )  # fmt: skip
    id: str = Field(primary_key=True)
    conversation_id: str = Field(sa_column=Column(ForeignKey("conversation.id", ondelete="CASCADE"), nullable=False))
    address_id: str
    kind: str
    epoch: int
    state: str
    sealed: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    parts_done: int = 0
    tries: int = 0
    next_at: int = Field(0, sa_column=Column(BigInteger, nullable=False, default=0))
    lease_until: int = Field(0, sa_column=Column(BigInteger, nullable=False, default=0))
    provider_id: str = ""
    earlier_ids: str = ""
    error: str = ""
    at: int = Field(sa_column=Column(BigInteger, nullable=False))


class Timer(SQLModel, table=True):
    """Something to do later, once: claimed by poll."""

    __tablename__ = "timer"
    __table_args__ = (
        UniqueConstraint("conversation_id", "kind", name="one_timer_of_a_kind"),
        Index("timer_due", "due_at"),
    )
    id: str = Field(primary_key=True)
    conversation_id: str = Field(sa_column=Column(ForeignKey("conversation.id", ondelete="CASCADE"), nullable=False))
    kind: str
    due_at: int = Field(sa_column=Column(BigInteger, nullable=False))


class Media(SQLModel, table=True):
    """A file that came in or goes out, sealed. ``reference`` is the provider's id until it is fetched; ``tries`` and
    ``next_at``: how often that was tried, and before when it is not tried again (`bot/fetcher.py`).
    """

    __tablename__ = "media"
    __table_args__ = (
        Index("media_of_conversation", "conversation_id"),
        Index("media_wanted", "next_at", sqlite_where=text("state = 'wanted'"),
              postgresql_where=text("state = 'wanted'")),
    )  # fmt: skip
    id: str = Field(primary_key=True)
    conversation_id: str = Field(sa_column=Column(ForeignKey("conversation.id", ondelete="CASCADE"), nullable=False))
    message_id: str = ""
    channel: str
    reference: str = ""
    content_type: str
    state: str
    sealed: bytes = Field(b"", sa_column=Column(LargeBinary, nullable=False, default=b""))
    tries: int = 0
    next_at: int = Field(0, sa_column=Column(BigInteger, nullable=False, default=0))
    at: int = Field(sa_column=Column(BigInteger, nullable=False))
