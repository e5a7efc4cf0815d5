"""Where a process may die: for each fail point and each kind of message the function at which it kills itself.

One table, so that whoever moves such a function finds here what else hangs on it. The names are looked up when a process
is started to die, and one that is gone ends the test by that.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["routine", "button", "urgent", "voice", "forget", "reply"]
Host = Literal["web", "worker", "sender", "keys"]
Side = Literal["before", "after", "soon"]

KINDS: Final[tuple[Kind, ...]] = ("routine", "button", "urgent", "voice", "forget", "reply")
POINTS: Final = tuple(f"C{number}" for number in range(16))
MEANS: Final = {
    "C0": "before the body is read",
    "C1": "after the signature",
    "C2": "after the insert, before the commit",
    "C3": "after the commit, before the 2xx",
    "C4": "after the 2xx, before the wake-up",
    "C5": "claimed, before the transaction",
    "C6": "inside the transaction",
    "C7": "after the commit, before the outbox is claimed",
    "C8": "marked as sending, before the network",
    "C9": "request sent, no answer",
    "C10": "answer read, before « sent » is committed",
    "C11": "hand-over opened, before the alert",
    "C12": "alert sent, before it is recorded",
    "C13": "in the middle of an erasure",
    "C14": "in the middle of a rotation of keys",
    "C15": "in the middle of a purge",
}


@dataclass(frozen=True, slots=True)
class Place:
    """``target``: module and name of the function; ``side``: killed before it runs, after it has, or *soon*, when what the
    loop had in hand is out. ``host``: the process of the service mode that gets there; *keys* runs once beside all others. ``only``: words that the first
    argument's address must hold. ``acked``: whether the provider has its 2xx by then, where that is certain.
    """

    target: str
    side: Side
    host: Host
    only: str = ""
    acked: bool | None = None
    torn: bool = False
    """The provider takes the call and begins an answer that it never ends."""
    nth: int = 1
    """At which time of getting there."""
    modes: tuple[str, ...] = ("service", "embedded")


_WAKE: Final = {"C4": Place("bot.wake:Bell._ring", "soon", "web", acked=True, modes=("service",))}


def _door(insert: str) -> dict[str, Place]:
    """The way of a message from the provider to the commit of its turn; ``insert`` is the last thing written."""
    return {
        "C0": Place("webhook.straight:Straight.__call__", "before", "web", acked=False),
        "C1": Place("webhook.from_telegram:bounded", "before", "web", acked=False),
        "C2": Place(insert, "after", "web", acked=False),
        "C3": Place("bot.runner:Runner._tell", "before", "web", acked=False),
        **_WAKE,
        "C5": Place("bot.runner:Runner._take", "before", "web", acked=False),
        "C6": Place("bot.turns:think", "after", "web", acked=False),
    }


_CLAIM = Place("bot.sender:claim_heads", "before", "sender", acked=True, modes=("service",))
_OUT: Final = {
    "C7": _CLAIM,
    "C8": Place("bot.sender:Sender._send", "before", "sender"),
    "C9": Place("bot.channels.call:_read", "before", "sender", only="/sendMessage", torn=True),
    "C10": Place("bot.posted:settle_sent", "before", "sender"),
}
_CALL: Final = {
    "C11": Place("bot.alerts.sender:CallSender._made", "before", "sender"),
    "C12": Place("bot.alerts.sender:settle", "before", "sender"),
}
_UPKEEP: Final = {
    "C14": Place("bot.cli.keys:rotate", "after", "keys", nth=2),
    "C15": Place("bot.upkeep.retention:once", "after", "worker"),
}
_ERASURE: Final = {"C13": Place("bot.desk.erase:_wipe", "before", "web", acked=False)}
_WRITTEN: Final = "bot.turns:write_down"

PLACES: Final[dict[Kind, dict[str, Place]]] = {
    "routine": {**_door(_WRITTEN), **_OUT, **_UPKEEP},
    "button": {**_door(_WRITTEN), **_OUT, **_ERASURE, **_UPKEEP},
    "urgent": {**_door(_WRITTEN), **_OUT, **_CALL, **_ERASURE, **_UPKEEP},
    "voice": {
        **_door(_WRITTEN),
        "C5": Place("bot.fetcher:Fetcher._fetch", "before", "worker", acked=None),
        "C6": Place("bot.fetcher:_keep", "after", "worker", acked=None),
        **_OUT,
        **_CALL,
        **_ERASURE,
        **_UPKEEP,
    },
    "forget": {
        **{point: place for point, place in _door("bot.turns:carry").items() if point not in _WAKE},
        "C8": Place("bot.channels.telegram.client:TelegramChannel.send", "before", "web"),
        "C9": Place("bot.channels.call:_read", "before", "web", only="/sendMessage", torn=True),
        **_ERASURE,
        **_UPKEEP,
    },
    "reply": {
        "C0": Place("webhook.heads:Heads.__call__", "before", "web", acked=False),
        "C1": Place("webhook.console.changes:for_change", "after", "web", acked=False),
        "C2": Place("bot.desk.reply:queue", "after", "web", acked=False),
        # she finds her words in the thread, and does not try again
        "C3": Place("bot.runner:Runner.wake", "before", "web"),
        **_WAKE,
        "C5": Place("webhook.console.changes:written", "after", "web", acked=False),
        "C6": Place("bot.desk.reply:queue", "before", "web", acked=False),
        **_OUT,
        "C7": Place("bot.sender:claim_heads", "before", "sender"),
        **_CALL,
        **_ERASURE,
        **_UPKEEP,
    },
}

UNREACHABLE: Final[dict[tuple[str, Kind], str]] = {
    ("C11", "routine"): "a routine answer opens no hand-over",
    ("C12", "routine"): "a routine answer opens no hand-over, so there is no alert to record",
    ("C13", "routine"): "erasing somebody who wrote only routine answers is C13 × forget",
    ("C11", "button"): "a routine tap opens no hand-over",
    ("C12", "button"): "a routine tap opens no hand-over, so there is no alert to record",
    ("C4", "forget"): "nothing of somebody forgotten waits to be sent, so no sender is called",
    ("C7", "forget"): "nothing of somebody forgotten stands in the outbox: the last word is said from memory",
    ("C10", "forget"): "the last word has no row that could be marked as sent",
    ("C11", "forget"): "forgetting opens no hand-over; an open one is C13 × urgent",
    ("C12", "forget"): "forgetting sends no alert",
}
"""What cannot happen, and why."""
