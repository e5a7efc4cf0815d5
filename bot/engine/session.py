"""What Sira remembers of one talk between two turns: small, frozen, written out and read back at every turn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, field
from types import MappingProxyType
from typing import Any, NamedTuple

import orjson

HISTORY_MAX = 12  # answers that *back* can undo; more would grow every row for a rare wish


def _nothing() -> Mapping[str, Any]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Frame:
    """One flow under way. ``version`` is the flow's content hash when the frame was last touched."""

    flow: str
    version: str
    state: str


class Checkpoint(NamedTuple):
    """Before one answer: the frames as (flow, version, state), what the changed facts were (``None``: not there), and
    which answers had been told before their question.

    A session carries many of these from turn to turn, as plain rows just as they are written, and opens one only on
    « retour ».
    """

    frames: Sequence[Sequence[str]]
    facts: Mapping[str, Any]
    told: Sequence[str] = ()


READY = "ready"
"""Of a request: between the draft and « sent »."""


@dataclass(frozen=True, slots=True)
class Request:
    """A referral as the person knows it: receipt number, service, where it stands (``ready``: its link is made, and not yet
    with the organisation).

    ``since`` when it stands so and ``until`` when the organisation is to have answered, in Unix seconds, 0 unknown;
    ``studied``: it has said that it has the file. ``meets``, ``place``, ``landmark``: the appointment, if one is set;
    ``before``: the day that it replaces, or that was called off. ``because``: why it was refused, or taken
    back by the team, by a stable word; "" where the person took it back.
    """

    number: str
    service: str
    status: str
    since: int = 0
    until: int = 0
    studied: bool = False
    meets: int = 0
    place: str = ""
    landmark: str = ""
    before: int = 0
    because: str = ""


@dataclass(frozen=True, slots=True)
class Session:
    """``since``: the turn in which the open question was first put; a button older than that is late.

    ``unknown``: facts the person does not know or would not say, never asked again. ``notes``: words kept for the
    human. ``dismissed``: ideas refused. ``alarms``: signs that already opened an urgent hand-over. ``invited``: Sira itself
    opened the pending question, so its answer counts at any age. ``voice``: everything is said aloud; ``heard``: so many
    choices of the open question were. ``last_at`` in Unix seconds. ``tapped``: the button that was the last answer, if that
    was the last thing to come. ``told``: facts that a sentence said before they were asked for, so that their question is
    passed over once.
    """

    language: str = ""
    frames: tuple[Frame, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=_nothing)
    unknown: tuple[str, ...] = ()
    notes: Mapping[str, Any] = field(default_factory=_nothing)
    history: tuple[Sequence[Any], ...] = ()
    seq: int = 0
    since: int = 0
    tries: int = 0
    last_at: int = 0
    consent: str = ""
    shown: tuple[str, ...] = ()
    dismissed: tuple[str, ...] = ()
    alarms: tuple[str, ...] = ()
    requests: tuple[Request, ...] = ()
    helped: bool = False
    hidden: bool = False
    invited: bool = False
    voice: bool = False
    heard: int = 0
    tapped: str = ""
    told: tuple[str, ...] = ()

    def to_json(self) -> bytes:
        """Compact JSON; what is sealed into the conversation's row."""
        return orjson.dumps(
            {
                "language": self.language,
                "frames": [(f.flow, f.version, f.state) for f in self.frames],
                "facts": dict(self.facts),
                "unknown": self.unknown,
                "notes": dict(self.notes),
                "history": self.history,
                "seq": self.seq,
                "since": self.since,
                "tries": self.tries,
                "last_at": self.last_at,
                "consent": self.consent,
                "shown": self.shown,
                "dismissed": self.dismissed,
                "alarms": self.alarms,
                "requests": [astuple(request) for request in self.requests],
                "helped": self.helped,
                "hidden": self.hidden,
                "invited": self.invited,
                "voice": self.voice,
                "heard": self.heard,
                "tapped": self.tapped,
                "told": self.told,
            }
        )

    @classmethod
    def from_json(cls, raw: bytes) -> Session:
        """The inverse of ``to_json``. A field that an older release did not know takes its default; one that only an
        older release knew is left out.
        """
        data = orjson.loads(raw)
        data.pop("reassured", None)
        for name in ("unknown", "shown", "dismissed", "alarms", "told"):
            data[name] = tuple(data.get(name, ()))
        data["frames"] = _frames(data["frames"])
        data["history"] = tuple(data["history"])
        data["requests"] = tuple(Request(*request) for request in data.get("requests", ()))
        return cls(**data)


def _frames(raw: list[list[str]]) -> tuple[Frame, ...]:
    return tuple(Frame(*frame) for frame in raw)
