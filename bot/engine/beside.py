"""What Sira offers in words and people then type: care, papers, how far they went at school. No miss, whatever is open."""

from __future__ import annotations

from typing import Final

from bot.engine.actions.care import CARE
from bot.engine.kept import accept
from bot.engine.session import Frame
from bot.engine.turn import Turn
from bot.engine.walk import walk
from bot.engine.why import IDEAS
from flows.schema import Ask

PROTECTION: Final = "protection"
REFINE, SCHOOLING = "refine", "schooling"
NEED: Final = "need"
"""The question of needs, whose choices have the names of the topics."""
PAPER_FACTS: Final = ("documents.", "certificate")


def answers_here(turn: Turn, topic: str | None) -> bool:
    """Whether the open question is itself about it: then the words answer, and nothing is put on top."""
    if topic == "school":
        return turn.flow.name != IDEAS  # elsewhere the level is asked in its turn, or is what the question asks
    if topic not in {"health", "papers"}:
        return False
    spec = turn.node.spec
    about_papers = turn.flow.name == "referral" or (isinstance(spec, Ask) and spec.save.startswith(PAPER_FACTS))
    return (turn.flow.name == PROTECTION and turn.node.name != NEED) or (topic == "papers" and about_papers)


def health(turn: Turn) -> None:
    """« Je veux voir un docteur »."""
    _care(turn, "health")


def papers(turn: Turn) -> None:
    """« Je n'ai pas de papiers »."""
    _care(turn, "papers")


def _care(turn: Turn, need: str) -> None:
    if turn.flow.name == PROTECTION:
        accept(turn, next(option for option in turn.node.options if option.id == need))
        return
    turn.jot(CARE, need)
    turn.push(PROTECTION)
    walk(turn)


def school(turn: Turn) -> None:
    """« J'ai quitté l'école à dix ans »: an age is no level, so the level is asked; then the ideas are looked for anew."""
    flow = turn.book.flows[REFINE]
    turn.checkpoint(())
    turn.frames[-1] = Frame(flow.name, flow.version, SCHOOLING)
    walk(turn)
