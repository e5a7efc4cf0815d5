"""What a turn asks the world to do. The engine does none of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from bot.engine.complaint_effects import AddToComplaint, AnswerHere, AskComplaint, Complain
from bot.engine.session import Session
from locales.text import Text

PromptKind = Literal["prompt", "safety", "receipt", "command"]
LISTEN, FURTHER, BACK = "@listen", "@further", "@back"
"""Commands with a button of their own: hear everything; hear the next choices; undo the last answer."""


@dataclass(frozen=True, slots=True)
class Button:
    """A choice under a prompt; its payload on the wire is ``seq:id``."""

    id: str
    label: Text
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Send:
    """Words for the person. Rows of kind ``prompt`` are dropped once a human has taken over; the others never.

    ``private``: not for the transcript (complaints). ``heard``: so many of the choices were said aloud before. ``slow``: its
    voice is drawn out.
    """

    lines: tuple[Text, ...]
    buttons: tuple[Button, ...] = ()
    kind: PromptKind = "prompt"
    private: bool = False
    heard: int = 0
    slow: bool = False


@dataclass(frozen=True, slots=True)
class OpenHandover:
    """Ask for a human. A new reason raises the level of the open hand-over; it never lowers it."""

    level: str
    reason: str
    focus: str = ""


@dataclass(frozen=True, slots=True)
class ForTheTeam:
    """What the person said is for whoever holds the talk: the last word is theirs now, and the lease runs (casework.md). A
    mere tap on the page's own buttons, a command or a complaint is no such word.
    """


@dataclass(frozen=True, slots=True)
class AskPresence:
    """The turn is thought again, knowing who of the team is there."""


@dataclass(frozen=True, slots=True)
class Consent:
    """The person said yes or no to something, in a wording that can be shown later."""

    purpose: str
    given: bool
    wording: str
    items: tuple[str, ...] = ()
    service: str = ""


@dataclass(frozen=True, slots=True)
class Refer:
    """A consented file for an organisation, waiting for a case worker to send it."""

    service: str
    organisation: str
    number: str
    shared: Mapping[str, Any]
    notes: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Withdraw:
    """The person takes a referral back; its link dies."""

    number: str


@dataclass(frozen=True, slots=True)
class Visited:
    """After an appointment: whether the person ``went`` and was ``received`` (yes, no, "" not said), and whether it
    ``helped`` (yes, little, no, "").
    """

    number: str
    went: str
    received: str = ""
    helped: str = ""


@dataclass(frozen=True, slots=True)
class FollowedUp:
    """What the person answered 7, 30, 90 or 365 days later, by stable words, so far; ``number``: of which request."""

    days: int
    number: str
    started: str = ""
    helped: str = ""
    missing: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SetTimer:
    """Wake this conversation after ``seconds`` for ``kind`` (follow_up_7, …)."""

    kind: str
    seconds: int


@dataclass(frozen=True, slots=True)
class ClearTimers:
    """Nothing more wakes this conversation; with ``kind``, nothing whose kind begins so."""

    kind: str = ""


@dataclass(frozen=True, slots=True)
class Hide:
    """Take back what can be taken back on the channel; say nothing that recalls the talk."""


@dataclass(frozen=True, slots=True)
class Forget:
    """Erase the person (protection A5)."""


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Somebody else holds the phone: a new thread, which knows nothing of the one before."""


@dataclass(frozen=True, slots=True)
class AskFormer:
    """A request's number that is not this person's: the turn is thought again, knowing whether the hand before had it."""

    number: str


@dataclass(frozen=True, slots=True)
class TakeBack:
    """Who held the phone before holds it again, and asks for the request ``number``."""

    number: str


@dataclass(frozen=True, slots=True)
class Stop:
    """The person wants no more messages: nothing is sent until they write again."""


@dataclass(frozen=True, slots=True)
class Log:
    """One arrow walked, for counting: no personal data."""

    source: str
    target: str
    why: str


Effect = (
    Send | OpenHandover | ForTheTeam | AskPresence | Consent | Refer | Withdraw | Visited | Complain | AddToComplaint
    | AskComplaint | AnswerHere | FollowedUp | SetTimer | ClearTimers | Hide | Forget | NewPerson | AskFormer | TakeBack | Stop | Log
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """The result of one turn."""

    session: Session
    effects: tuple[Effect, ...]
