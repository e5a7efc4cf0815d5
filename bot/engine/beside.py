"""What Sira offers in words and people then type: care, papers, how far they went at school. No miss, whatever is open."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from bot.engine.actions.care import CARE
from bot.engine.kept import accept
from bot.engine.no_wish import SCHOOL
from bot.engine.session import Frame
from bot.engine.turn import Turn
from bot.engine.walk import put, walk
from bot.engine.why import ABOUT_IDEAS, IDEAS
from flows.schema import Ask
from locales.words import topic_in

PROTECTION: Final = "protection"
REFINE, SCHOOLING = "refine", "schooling"
NEED: Final = "need"
"""The question of needs, whose choices have the names of the topics."""
PAPER_FACTS: Final = ("documents.", "certificate")
OF_IDEAS: Final = frozenset({"school", "no_money", "begins"})
"""Topics that are told of ideas while these stand open."""


def answers_here(turn: Turn, topic: str | None) -> bool:
    """Whether the open question is itself about it: then the words answer, and nothing is put on top."""
    if topic in OF_IDEAS:
        return turn.flow.name != IDEAS  # elsewhere the level is asked in its turn, and « pas d'argent » is an answer
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
    turn.checkpoint(())
    _refine(turn, SCHOOLING)


def heard_of_school(turn: Turn, text: str) -> bool:
    """Where a wish is asked for, who tells of their school is asked once more: it was understood, and names none."""
    spec = turn.node.spec
    if not isinstance(spec, Ask) or spec.save != NEED or topic_in(text) != SCHOOL:
        return False
    put(turn, turn.node, again=True)
    return True


def look_anew(turn: Turn, told: Iterable[str]) -> bool:
    """Ideas for who told something of themselves while ideas stood open: the cards ask for it in these words. False:
    nothing was told that is asked for there.
    """
    open_to_news = turn.shown and turn.flow.name in ABOUT_IDEAS
    asked = next((fact for fact in told if fact in turn.book.flows[REFINE].nodes), None) if open_to_news else None
    if asked is not None:
        _refine(turn, asked)
    return asked is not None


def _refine(turn: Turn, fact: str) -> None:
    """The question of that fact instead of the ideas; one whose answer was told is passed over."""
    flow = turn.book.flows[REFINE]
    turn.frames[-1] = Frame(flow.name, flow.version, fact)
    walk(turn)
