"""What a committed turn left to do."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.carried import Carried
from bot.engine.effects import Effect
from bot.outbox import Claimed


@dataclass(frozen=True, slots=True)
class TurnDone:
    """``ours``: rows that this process holds and sends now; ``rest``: others wait.

    ``more``: older messages of the conversation wait to be thought through. ``new`` False: the provider repeated itself.
    """

    conversation: str
    channel: str
    ours: tuple[Claimed, ...] = ()
    rest: bool = False
    more: bool = False
    new: bool = True
    urgent: bool = False
    carried: Carried = field(default_factory=Carried)
    effects: tuple[Effect, ...] = ()
