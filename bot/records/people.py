"""Who writes to us: a person, their key, the addresses at which they can be reached, what they agreed to."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlmodel import Field, SQLModel


class Person(SQLModel, table=True):
    """One human being, known by an id and a language. No name."""

    __tablename__ = "person"
    id: str = Field(primary_key=True)
    language: str = ""
    consent: str = ""
    created_at: int = Field(sa_column=Column(BigInteger, nullable=False))


class PersonKeyRow(SQLModel, table=True):
    """The person's data key, wrapped. A table of its own, so that its backups can be overwritten."""

    __tablename__ = "person_key"
    person_id: str = Field(sa_column=Column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True))
    wrapped: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class Address(SQLModel, table=True):
    """Where a person can be reached. A phone that changes hands gives its current address to a new person."""

    __tablename__ = "address"
    __table_args__ = (
        Index(
            "one_current_address",
            "channel",
            "account",
            "hash",
            unique=True,
            sqlite_where=text("current = 1"),
            postgresql_where=text("current = 1"),
        ),
        Index("address_of_person", "person_id"),
        Index("address_by_hash", "hash"),
    )
    id: str = Field(primary_key=True)
    person_id: str = Field(sa_column=Column(ForeignKey("person.id", ondelete="CASCADE"), nullable=False))
    channel: str
    account: str
    hash: str
    sealed: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    current: int = 1
    gone: int = 0
    window_until: int = Field(0, sa_column=Column(BigInteger, nullable=False, default=0))
    heard_at: int = Field(0, sa_column=Column(BigInteger, nullable=False, default=0))


class ConsentRow(SQLModel, table=True):
    """One yes or no: to what, in which wording and language, when."""

    __tablename__ = "consent"
    __table_args__ = (Index("consent_of_person", "person_id"),)
    id: str = Field(primary_key=True)
    person_id: str = Field(sa_column=Column(ForeignKey("person.id", ondelete="CASCADE"), nullable=False))
    purpose: str
    given: int
    wording: str
    language: str
    items: str = ""
    organisation: str = ""
    inbound_id: str = ""
    at: int = Field(sa_column=Column(BigInteger, nullable=False))


class Erasure(SQLModel, table=True):
    """Who was erased: ids only, so that an interrupted erasure can be finished and a restored backup erased again."""

    __tablename__ = "erasure"
    __table_args__ = (UniqueConstraint("person_id", name="one_erasure_a_person"),)
    id: str = Field(primary_key=True)
    person_id: str
    at: int = Field(sa_column=Column(BigInteger, nullable=False))
    done_at: int = Field(0, sa_column=Column(BigInteger, nullable=False, default=0))
