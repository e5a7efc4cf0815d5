"""Who says that they are not well without a word why: an answer where that is asked, the gentle question everywhere else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.engine.kept import accept
from bot.engine.turn import Turn
from bot.engine.walk import reopen, walk

TEARS: Final = "how_are_you"
NOT_WELL: Final = "not_well"
GENTLE: Final = frozenset({TEARS, NOT_WELL})
"""Commands that ask only how somebody is: where their own words are awaited, these are such words."""
ASKED: Final = ("safety", "now")
MEANT: Final[Mapping[tuple[str, str], str]] = {
    ASKED: "help",
    ("wellbeing", "now"): "help",
    ("understood", "check"): "yes",
    ("protection", "need"): "distress",
}
"""What « ça va mal » answers at the questions that are about it."""


def asked_how_they_are(turn: Turn) -> bool:
    """Whether the first of these questions is the open one."""
    return bool(turn.frames) and (turn.flow.name, turn.node.name) == ASKED


def how_are_you(turn: Turn) -> None:
    """Tears and no word: the gentle question, which may be the open one already."""
    if asked_how_they_are(turn):
        reopen(turn)
        return
    if turn.frames and turn.flow.name == "wellbeing":
        turn.pop()
    turn.push("wellbeing")
    walk(turn)


def not_well(turn: Turn) -> None:
    """« Ça va mal » : it was « je n'ai pas compris » to whoever answered the question so."""
    meant = MEANT.get((turn.flow.name, turn.node.name)) if turn.frames else None
    option = next((one for one in turn.node.options if one.id == meant), None) if meant else None
    if option is None:
        how_are_you(turn)
    else:
        accept(turn, option)
