"""What a turn of the complaint asks the world to do: its own path, apart from the talk."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Complain:
    """A complaint on its own path, unseen by those it is about. ``level`` P0 for force, sex or money asked, else P3;
    ``request``: the receipt of the person's request whose service it is about, if they named one; ``worker``: the id of who
    it is about, where a colleague of theirs made it of words in the talk.
    """

    number: str
    text: str
    about: str
    anonymous: bool
    level: str
    request: str = ""
    worker: str = ""


@dataclass(frozen=True, slots=True)
class AnswerHere:
    """A complaint that was kept without a name is to be answered in this talk."""

    number: str


@dataclass(frozen=True, slots=True)
class AddToComplaint:
    """What whoever complained says to a question of those who see to it."""

    number: str
    text: str


@dataclass(frozen=True, slots=True)
class AskComplaint:
    """Somebody brings a receipt number: the turn is thought again with what may be said of it."""

    number: str
