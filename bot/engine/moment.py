"""What a turn may know of the world around the talk: time and people come in as data, so that the engine stays pure."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Availability:
    """Who can answer, from shifts and backlog: the truth behind « someone will answer » (protection A12).

    ``present``: somebody who may answer was at the desk lately, at whatever hour. ``next_at``: when the team is back, in
    Unix seconds; 0 unknown, during a shift, or while some of it are there who may not answer this.
    ``holder``: whoever holds this very talk was seen lately, at whatever hour. ``many``: too many wait before this one for
    the usual time to be told. ``rare``: the team's days are so few that the usual number of working days is weeks.
    """

    present: bool = False
    next_at: int = 0
    holder: bool = False
    many: bool = False
    rare: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """What a complaint's receipt number tells whoever brings it: whether there is an answer, and which. ``asks``: those
    are words to which they may answer; the complaint is open.
    """

    answered: bool
    text: str = ""
    asks: bool = False


@dataclass(frozen=True, slots=True)
class Moment:
    """What a turn may know of the world: time comes in as data, so that the engine stays pure.

    ``at`` Unix seconds; ``mode`` of the conversation; ``spoken``: the turn after which a human last wrote in this hand-over, 0
    while none has;
    ``ticket``: a fresh receipt number, used if this turn gives one; ``waiting``: a hand-over is already open,
    ``urgent`` one of level P0 or P1; ``numbered``: the channel writes a number before each choice; ``tappable``: it has
    buttons. What somebody is told to do must be there to be done. ``silent``: organisations that answer no requests.
    ``complaint``: of the receipt number that was just given, if there is such a one. ``rings``: the team is called at any
    hour when somebody is in danger; ``speakable``: the channel carries voice messages. ``former``: the request whose number
    was just given is of whoever held this phone before. ``unread``: nobody may read the complaint of this turn, for it is
    about everybody who would. ``draw``: stands for this person today, so that equal partners take turns.
    """

    at: int
    mode: str = "bot"
    spoken: int = 0
    ticket: str = ""
    waiting: bool = False
    urgent: bool = False
    channel: str = ""
    numbered: bool = True
    tappable: bool = True
    rings: bool = False
    speakable: bool = True
    availability: Availability = field(default_factory=Availability)
    silent: frozenset[str] = frozenset()
    complaint: Told | None = None
    former: bool = False
    unread: bool = False
    draw: str = ""
