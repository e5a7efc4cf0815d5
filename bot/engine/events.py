"""What can happen in a conversation."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Said:
    """The person wrote words; ``entry`` is the code of the poster whose page they write on, as in ``Started``."""

    text: str
    entry: str = ""


@dataclass(frozen=True, slots=True)
class Picked:
    """The person tapped a button that was made in turn ``seq``; ``entry`` as in ``Said``."""

    choice: str
    seq: int
    entry: str = ""

    @property
    def button(self) -> str:
        """Which button it was: the same one tapped twice is no second answer."""
        return f"{self.seq}:{self.choice}"


@dataclass(frozen=True, slots=True)
class Started:
    """The person came by a link or poster; ``entry`` is its code, empty for none."""

    entry: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """The person sent something that a machine cannot read: voice, image, video, document, location, sticker, …"""

    media: str
    entry: str = ""


@dataclass(frozen=True, slots=True)
class HandoverEnded:
    """A case worker gave the conversation back, with an outcome. ``unheard``: the person has had nothing of the team.
    ``unsaid``: nothing goes out at this hour, though from now on the talk is the machine's again.
    """

    outcome: str
    unheard: bool = False
    unsaid: bool = False


@dataclass(frozen=True, slots=True)
class PutBack:
    """A case worker put the conversation back into the queue, or went away: the human left, the request stays. ``danger``:
    it is one of level P0.
    """

    danger: bool = False


@dataclass(frozen=True, slots=True)
class HandedOn:
    """A case worker who had written to the person gave the conversation to somebody else of the team."""


@dataclass(frozen=True, slots=True)
class StatusChanged:
    """A referral moved on; the person is told."""

    number: str
    status: str


@dataclass(frozen=True, slots=True)
class Proposed:
    """A case worker proposes to put the person in touch with a service: ``why`` in their own words, written in
    ``language``, and ``because`` by a stable word, which the person reads in theirs. One of both is there.
    """

    service: str
    why: str = ""
    because: str = ""
    language: str = "fr"


@dataclass(frozen=True, slots=True)
class FirstYesAsked:
    """A case worker asks for the yes to keep answers, which was not given at the beginning."""


@dataclass(frozen=True, slots=True)
class ComplaintAnswered:
    """A complaint was answered, and the person wished to be told here. ``asks``: it stays open, and they may answer."""

    number: str
    text: str
    asks: bool = False


@dataclass(frozen=True, slots=True)
class ComplaintMade:
    """A case worker keeps what the person wrote in the talk as a complaint. ``about`` as the flow names it; ``worker`` and
    ``request``: the id of the colleague, or the receipt of the request, that the words are about, where that is known.
    """

    text: str
    about: str
    worker: str = ""
    request: str = ""


@dataclass(frozen=True, slots=True)
class FollowUpDue:
    """It is 7, 30, 90 or 365 days since a referral, and the person agreed to be asked."""

    days: int


@dataclass(frozen=True, slots=True)
class AppointmentDue:
    """An appointment comes near, or was yesterday. ``step``: day, hours, after."""

    number: str
    step: str


@dataclass(frozen=True, slots=True)
class NobodyYet:
    """Half an hour has gone by since somebody in danger asked, and no human has answered."""


Event = (
    Said | Picked | Started | Sent | HandoverEnded | PutBack | HandedOn | StatusChanged | Proposed | FirstYesAsked
    | ComplaintAnswered | ComplaintMade | FollowUpDue | AppointmentDue | NobodyYet
)  # fmt: skip
