"""One call to a provider, and how it ended. Closed sets: the sender knows every case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from bot.channels.capabilities import Capabilities
from bot.channels.message import Choice, MediaOut

JOINED = ","
"""Between the provider ids of one message that went out in several calls."""
WireKind = Literal["text", "buttons", "list", "media", "voice", "delete", "template"]


@dataclass(frozen=True, slots=True)
class Wire:
    """What one call carries. ``list_button`` opens a list; ``delete_ref`` is the provider id of a message to take back;
    ``template`` names an approved template for outside the 24-hour window, filled from ``text``; ``voice`` the recordings
    of a voice note.
    """

    kind: WireKind
    text: str = ""
    choices: tuple[Choice, ...] = ()
    list_button: str = ""
    media: MediaOut | None = None
    delete_ref: str = ""
    template: str = ""
    voice: str = ""


@dataclass(frozen=True, slots=True)
class Delivered:
    """The provider took it; ``provider_id`` is its message id (empty for a delete, several ``JOINED`` for several calls)."""

    provider_id: str


@dataclass(frozen=True, slots=True)
class Retry:
    """Not now; ``after`` seconds as the provider asks, or None for our own backoff."""

    after: float | None
    reason: str


@dataclass(frozen=True, slots=True)
class Rejected:
    """This message can never be sent as it is; the next one may. ``reason`` is one sentence for operators."""

    reason: str


@dataclass(frozen=True, slots=True)
class Gone:
    """The recipient cannot be reached any more: blocked, left, number dead. A state, not a crash."""

    reason: str


@dataclass(frozen=True, slots=True)
class Uncertain:
    """The request went out and no answer came: it may have arrived."""

    reason: str


Sent = Delivered | Retry | Rejected | Gone | Uncertain


class Channel(Protocol):
    """Where wires go. ``send`` never raises for anything the network or the provider can do."""

    capabilities: Capabilities

    async def send(self, address: str, wire: Wire) -> Sent:
        """Make one call to the provider for ``address`` (chat id, ``whatsapp:+…``)."""
        ...

    async def close(self) -> None:
        """Close connections; called once when the process stops."""
        ...
