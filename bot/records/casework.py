"""What humans do for a person: hand-overs, complaints, and what is left of an urgent case."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlmodel import Field, SQLModel


class Handover(SQLModel, table=True):
    """A request for a human. At most one is open a conversation: a new reason raises its level.

    ``held_by``: the worker who took it last; once it is closed, only they may still read it, but
    for a person whose referral is under way. ``step``: how far its
    deadline has been told to the team (`bot/desk/ladder.py`). ``first_words_at``: when a human first wrote, for the figures.
    ``code``: by which people speak of it (`bot/desk/calls.py`). ``resumes``: the ended one that a worker took up again
    with this (`bot/desk/take_up.py`); empty where the person asked. ``asked_at``: since when words are owed, which
    ``due_at`` is for; ``answered_at``: when they were given, 0 while they are owed; ``first_due_at``: the deadline of the
    first words, for the figures, once another has come after it (`bot/desk/owed.py`).
    """

    __tablename__ = "handover"
    __table_args__ = (
        CheckConstraint("level in ('P0', 'P1', 'P2', 'P3')", name="known_level"),
        CheckConstraint("outcome <> 'answered' or first_words_at > 0", name="answered_only_in_words"),
        CheckConstraint("answered_at = 0 or first_words_at > 0", name="first_words_before_answers"),
        Index(
            "one_open_handover",
            "conversation_id",
            unique=True,
            sqlite_where=text("closed_at = 0"),
            postgresql_where=text("closed_at = 0"),
        ),
        Index("handover_of_conversation", "conversation_id"),
        Index("handover_code", "code"),
        Index("handover_next_step", "next_step_at", sqlite_where=text("closed_at = 0"),
              postgresql_where=text("closed_at = 0")),
    )  # fmt: skip
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
    organisation: str = ""
    team: str = ""
    step: int = 0
    next_step_at: int = Field(0, sa_column=Column(BigInteger, nullable=False, default=0))
    claimed_at: int = Field(0, sa_column=Column(BigInteger, nullable=False, default=0))
    first_words_at: int = Field(0, sa_column=Column(BigInteger, nullable=False, default=0))
    code: str = ""
    resumes: str = ""
    left_at: int = Field(0, sa_column=Column(BigInteger, nullable=False, default=0))
    asked_at: int = Field(0, sa_column=Column(BigInteger, nullable=False, default=0))
    first_due_at: int = Field(0, sa_column=Column(BigInteger, nullable=False, default=0))
    answered_at: int = Field(0, sa_column=Column(BigInteger, nullable=False, default=0))


class Complaint(SQLModel, table=True):
    """A complaint, sealed with the complaints inbox's own key; an anonymous one knows no conversation.

    ``organisation``, ``worker_id`` (who held the talk) and ``named`` (ids of those whose login stands in the words, with
    spaces between): whom it is about, who therefore never see it. ``grave``: force, sex or money asked.
    ``answer``: what the person is told in the end, sealed like the complaint; ``draft``: what ``taken_by`` writes of it.
    ``step``: how often its readers were called (`bot/desk/complaint_ladder.py`).
    """

    __tablename__ = "complaint"
    __table_args__ = (
        UniqueConstraint("number", name="each_complaint_once"),
        Index("complaint_due", "due_at"),
        Index("complaint_next_step", "next_step_at", sqlite_where=text("closed_at = 0"),
              postgresql_where=text("closed_at = 0")),
    )  # fmt: skip
    id: str = Field(primary_key=True)
    number: str
    conversation_id: str = ""
    about: str = ""
    organisation: str = ""
    worker_id: str = ""
    named: str = ""
    grave: int = 0
    taken_by: str = ""
    outcome: str = ""
    sealed: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    answer: bytes = Field(b"", sa_column=Column(LargeBinary, nullable=False, default=b""))
    draft: bytes = Field(b"", sa_column=Column(LargeBinary, nullable=False, default=b""))
    at: int = Field(sa_column=Column(BigInteger, nullable=False))
    due_at: int = Field(sa_column=Column(BigInteger, nullable=False))
    step: int = 0
    next_step_at: int = Field(0, sa_column=Column(BigInteger, nullable=False, default=0))
    closed_at: int = Field(0, sa_column=Column(BigInteger, nullable=False, default=0))


class Stub(SQLModel, table=True):
    """What is left of an urgent case after « forget me »: level, time, language, region, and the address sealed with
    the case's own key, for 72 hours or until a human closes it (protection A5). ``step`` as in ``Handover``.
    """

    __tablename__ = "stub"
    __table_args__ = (
        Index(
            "stub_next_step", "next_step_at", sqlite_where=text("closed_at = 0"), postgresql_where=text("closed_at = 0")
        ),
    )
    id: str = Field(primary_key=True)
    organisation: str
    team: str = ""
    step: int = 0
    next_step_at: int = Field(0, sa_column=Column(BigInteger, nullable=False, default=0))
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
