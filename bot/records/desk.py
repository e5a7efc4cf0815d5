"""What a worker keeps beside a conversation: notes, drafts, ready answers, reminders, tasks."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlmodel import Field, SQLModel


class Note(SQLModel, table=True):
    """Words of the team about a person, for the team. A table of its own: nothing leads from here to the sender."""

    __tablename__ = "note"
    __table_args__ = (Index("note_of_conversation", "conversation_id", "id"),)
    id: str = Field(primary_key=True)
    conversation_id: str = Field(sa_column=Column(ForeignKey("conversation.id", ondelete="CASCADE"), nullable=False))
    author: str
    sealed: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    at: int = Field(sa_column=Column(BigInteger, nullable=False))


class Draft(SQLModel, table=True):
    """An answer that is not sent yet: one a worker and conversation, so that a lost page loses nothing.

    ``version``: that of the conversation when the words were written.
    """

    __tablename__ = "draft"
    conversation_id: str = Field(sa_column=Column(ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True))
    worker_id: str = Field(sa_column=Column(ForeignKey("worker.id", ondelete="CASCADE"), primary_key=True))
    sealed: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    version: int = 0
    at: int = Field(sa_column=Column(BigInteger, nullable=False))


class CannedReply(SQLModel, table=True):
    """A ready answer of an organisation, in both languages, with its voice where one is recorded. No person is in it."""

    __tablename__ = "canned_reply"
    __table_args__ = (UniqueConstraint("organisation_id", "title", name="each_ready_answer_once"),)
    id: str = Field(primary_key=True)
    organisation_id: str = Field(sa_column=Column(ForeignKey("organisation.id"), nullable=False))
    title: str
    fr: str
    bm: str = ""
    voice_fr: bytes = Field(b"", sa_column=Column(LargeBinary, nullable=False, default=b""))
    voice_bm: bytes = Field(b"", sa_column=Column(LargeBinary, nullable=False, default=b""))
    changed_by: str = ""
    changed_at: int = Field(sa_column=Column(BigInteger, nullable=False))


class WordingProposal(SQLModel, table=True):
    """What a content editor answered about one sentence of a translation: it is right, or how it should be said.

    It changes nothing by itself: the catalogue is part of a release. ``mark``: which French and which translation were
    read, so that an answer about other words is known to be old. No person is in it.
    """

    __tablename__ = "wording_proposal"
    __table_args__ = (
        UniqueConstraint("organisation_id", "language", "key", name="each_sentence_answered_once"),
        Index("wording_of_language", "language", "key"),
    )
    id: str = Field(primary_key=True)
    organisation_id: str = Field(sa_column=Column(ForeignKey("organisation.id"), nullable=False))
    language: str
    key: str
    mark: str
    fine: int
    words: str = ""
    remark: str = ""
    given_by: str
    given_at: int = Field(sa_column=Column(BigInteger, nullable=False))


class Reminder(SQLModel, table=True):
    """« Me rappeler ce dossier » : a worker's own wish to be shown a conversation again."""

    __tablename__ = "reminder"
    __table_args__ = (Index("reminder_due", "due_at"),)
    id: str = Field(primary_key=True)
    conversation_id: str = Field(sa_column=Column(ForeignKey("conversation.id", ondelete="CASCADE"), nullable=False))
    worker_id: str = Field(sa_column=Column(ForeignKey("worker.id", ondelete="CASCADE"), nullable=False))
    due_at: int = Field(sa_column=Column(BigInteger, nullable=False))
    done_at: int = Field(0, sa_column=Column(BigInteger, nullable=False, default=0))


class Task(SQLModel, table=True):
    """Something that a human of the organisation must do: settle a disagreement, find the next service.

    At most one open task of a kind for a referral or conversation (``about``: its id).
    """

    __tablename__ = "task"
    __table_args__ = (
        Index(
            "one_open_task", "kind", "about", unique=True,
            sqlite_where=text("closed_at = 0"), postgresql_where=text("closed_at = 0"),
        ),
        Index("task_of_organisation", "organisation", "due_at"),
    )  # fmt: skip
    id: str = Field(primary_key=True)
    kind: str
    about: str
    conversation_id: str = Field(sa_column=Column(ForeignKey("conversation.id", ondelete="CASCADE"), nullable=False))
    organisation: str
    due_at: int = Field(sa_column=Column(BigInteger, nullable=False))
    at: int = Field(sa_column=Column(BigInteger, nullable=False))
    closed_at: int = Field(0, sa_column=Column(BigInteger, nullable=False, default=0))
    closed_by: str = ""


class Alert(SQLModel, table=True):
    """A call to the team, without any personal data: what, how urgent, which language and region, a code, since when.

    About a conversation, about what is left of an urgent case (``stub_id``, which a backup keeps apart from this row), or
    about a complaint or a request that waits for a second person.

    ``means``: telegram or email. ``state``: ready, sent, failed, over (somebody took it before it was sent).
    ``reference``: the provider's id of the message, so that it can be changed once taken.
    """

    __tablename__ = "alert"
    __table_args__ = (
        CheckConstraint("state in ('ready', 'sent', 'failed', 'over')", name="known_alert_state"),
        CheckConstraint("means in ('telegram', 'email')", name="known_alert_means"),
        Index("alert_ready", "next_at", sqlite_where=text("state = 'ready'"), postgresql_where=text("state = 'ready'")),
        Index("alert_by_code", "code"),
        Index("alert_of_stub", "stub_id"),
    )
    id: str = Field(primary_key=True)
    conversation_id: str | None = Field(None, sa_column=Column(ForeignKey("conversation.id", ondelete="CASCADE")))
    stub_id: str | None = None
    complaint_id: str | None = None
    request_id: str | None = None
    organisation: str
    means: str
    kind: str
    level: str
    code: str
    state: str = "ready"
    tries: int = 0
    next_at: int = Field(0, sa_column=Column(BigInteger, nullable=False, default=0))
    reference: str = ""
    error: str = ""
    at: int = Field(sa_column=Column(BigInteger, nullable=False))


class AlertTopic(SQLModel, table=True):
    """The topic of the staff group that belongs to an organisation's team; made once, by the staff bot."""

    __tablename__ = "alert_topic"
    chat: str = Field(primary_key=True)
    organisation: str = Field(primary_key=True)
    team: str = Field(primary_key=True)
    thread: int = Field(sa_column=Column(BigInteger, nullable=False))
