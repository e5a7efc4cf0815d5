"""When somebody is in danger: numbers and places at once, a human in the same turn, then one careful question.

Holds in every mode and before consent. No machine closes what it opens (protection A9, A11).
"""

from __future__ import annotations

from typing import Final

from bot.engine.complaint_told import FLOW as COMPLAINT
from bot.engine.complaint_told import danger_told
from bot.engine.effects import OpenHandover
from bot.engine.handover import promise
from bot.engine.kept import keep_beside, keep_words
from bot.engine.rest import lay_aside, resting
from bot.engine.said_first import keep_until_yes, note_danger_at
from bot.engine.told import told_in_danger
from bot.engine.turn import Turn
from bot.engine.urgent import THIS_CASE, TOLD_AT, block, plights_said, remember_signs
from bot.engine.walk import reopen, walk
from bot.engine.whose import has_human, is_theirs
from content.levels import level_of_signs
from content.plights import Plight, plights_of
from flows.flow import Arrow
from flows.limits import QUIET_SECONDS
from flows.schema import Ask

WHY: Final = frozenset({("safety", "tell"), ("safety", "words")})
"""Questions that follow the lines which hold for any call for help."""
SAID_APART: Final = "said_apart"
OF_ANY_HELP: Final[frozenset[Plight]] = frozenset({"violence", "ill"})
"""Plights whose lines stand among those."""


def alarm(turn: Turn, signs: frozenset[str], text: str) -> bool:
    """Answer words of danger: the block, the hand-over, the truth about who comes, « did I understand? ».

    False when the words call for nobody (an adult who says that they are alone): then they are only remembered.
    """
    level = level_of_signs(signs, turn.facts)
    remember_signs(turn, signs)
    if level == "none":
        return False
    note_danger_at(turn, text)
    _hear(turn, text)
    turn.for_team = True
    plights = plights_said(turn, signs, text)
    new = signs - set(turn.alarms)
    told = _told(turn)
    turn.jot(THIS_CASE, sorted({*_heard(turn), *signs}))
    turn.alarms = tuple(sorted({*turn.alarms, *signs}))
    if _between_two(turn) and plights <= told:
        turn.effects.append(OpenHandover(level, ",".join(sorted(signs)), "protection"))
        return True
    if _asked_why(turn) and plights <= OF_ANY_HELP:
        turn.effects.append(OpenHandover(level, ",".join(sorted(signs)), "protection"))
        _stay(turn, text)
        return True
    turn.send(block(turn, plights, called=True, brief=not new, written=True), kind="safety")
    apart = _said_apart(turn)
    turn.effects.append(OpenHandover(level, ",".join([*sorted(signs), *apart]), "protection"))
    if apart:
        turn.send(promise(turn, level, again=True), kind="receipt")
    if not is_theirs(turn) and _awaited(turn, signs, text):
        return True
    if not apart:
        turn.send(promise(turn, level, again=True), kind="receipt")
    if not is_theirs(turn):
        _go_on(turn, new=bool(new) and not has_human(turn))
    return True


def _hear(turn: Turn, text: str) -> None:
    """Keep where and how old they said to be: what stands in a complaint stays there, and of a no nothing is kept."""
    told = told_in_danger(turn, text) if not (turn.frames and turn.flow.head.private) else {}
    if told and turn.consent == "yes":
        keep_beside(turn, told)
    keep_until_yes(turn, told)


def _asked_why(turn: Turn) -> bool:
    """Whether these words are the answer to « de quoi avez-vous besoin ? », straight after the block and the call."""
    here = (turn.flow.name, turn.node.name) if turn.frames else ("", "")
    fresh = turn.moment.at - int(turn.notes.get(TOLD_AT, 0)) <= QUIET_SECONDS
    return here in WHY and fresh and turn.consent == "yes" and not is_theirs(turn)


def _stay(turn: Turn, text: str) -> None:
    """Keep the words and stay with the person, a human at hand: not the same lines again, and no question of the road."""
    keep = turn.node.spec
    if isinstance(keep, Ask) and keep.answer.text is not None:
        turn.jot(keep.keep, text.strip()[: keep.answer.text.max])
    turn.tries = 0
    turn.goto(Arrow("safety", "leave"), "told_why")
    turn.push("understood", "stay")
    walk(turn)


def _go_on(turn: Turn, *, new: bool) -> None:
    """« Did I understand? » for a sign not heard before; else what was open, for nobody is left with a block alone."""
    if resting(turn):
        lay_aside(turn)
    if not new:
        reopen(turn)
        return
    if not (turn.frames and turn.flow.name == "understood"):
        turn.push("understood")
    walk(turn)


def _between_two(turn: Turn) -> bool:
    """Whether somebody at the desk holds this talk: they read each word, and a block at each would talk over them."""
    return turn.moment.mode == "human" and turn.moment.availability.holder and is_theirs(turn)


def _told(turn: Turn) -> frozenset[Plight]:
    """The plights whose lines this case has brought already; who is in one is afraid too, and needs no other lines."""
    heard = _heard(turn)
    return plights_of(heard, turn.facts) | {"distress"} if heard else frozenset()


def _heard(turn: Turn) -> frozenset[str]:
    return frozenset(turn.notes.get(THIS_CASE, ())) if turn.moment.waiting else frozenset()


def _said_apart(turn: Turn) -> tuple[str, ...]:
    """The reason that tells whoever comes that the words are not in the talk, without saying where they are: what is said
    on the way of a complaint is for those alone who see to complaints.
    """
    return (SAID_APART,) if turn.frames and turn.flow.name == COMPLAINT else ()


def _awaited(turn: Turn, signs: frozenset[str], text: str) -> bool:
    """Keep the words where words of theirs are awaited, or where they are the complaint that is asked for."""
    spec = turn.node.spec if turn.frames else None
    if isinstance(spec, Ask) and spec.answer.text is not None and not spec.answer.text.phone:
        keep_words(turn, text)
        return True
    return "wants_to_die" not in signs and danger_told(turn, text)
