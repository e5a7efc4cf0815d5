"""Whoever is under 18 is asked whether family is with them, whenever they say their age; alone, or under 15, they are shown
no ideas for adults.

The road asks it after the age. Who would not say the age there and says it among the ideas was treated as an adult: the
request went out (protection A10). So it is looked at before each state of the road, not at one place of it.
"""

from __future__ import annotations

from typing import Any, Final

from bot.engine.ages import AGE
from bot.engine.session import Frame
from bot.engine.turn import Turn
from bot.engine.whose import has_human
from content.levels import ADULT_FROM
from content.rules import UP_TO
from flows.schema import Ask
from locales.answer import understand_exactly
from locales.own_age import is_own_age
from locales.told import told_in

ROAD: Final = "orientation"
ALONE: Final = "signs.alone"
STATE: Final = "alone"
"""The question of the road that parts those who are alone from those who are not."""
BEFORE: Final = frozenset({"begin", "place", "region", "age", STATE})
"""States of the road before that question."""
OF_CHILDREN: Final = frozenset({"child_places", "child_stay", "child_words", "child_ticket", "child_thanks"})
"""States of the road behind it, for who is alone."""
AFTER: Final = "need"
"""The state of the road that comes after those of age."""
YOUNG: Final = "young"
"""The flow of who is of an age to go to school: with a grown-up beside them, and nobody asks what they earn."""
YOUNG_TO: Final = 14
"""Years; below the youngest whom the sheets take to learn a trade (R71)."""
FOR_ADULTS: Final = frozenset({ROAD, "suggestions", "refine", "referral", "interests", "skills_named"})
"""Flows in which services are looked for: no way for a child who is alone, or young."""
SEARCHED_ANEW: Final = frozenset({"suggestions", "referral"})
"""Of these, those that begin again after the question: what was found for no age may be closed to a minor."""
ANSWERED: Final = frozenset({"menu", "status"})
"""Flows that answer whoever opens them: over that question the menu was dead, and the way to a complaint with it."""
ASKED_IN: Final = FOR_ADULTS | ANSWERED
YOUNGEST: Final = 10
"""The youngest age that a sentence sets in place of an older one: below, a number of years is more likely something else."""


def is_minor(turn: Turn) -> bool:
    """Whether they have said so, in years or by a span."""
    return bool(turn.facts.get(AGE, ADULT_FROM) < ADULT_FROM)


def asked_first(turn: Turn) -> bool:
    """Put the question whether they are alone in front of the state on top; True: that is the state on top now.

    Who is known to be alone is led from there to where children are received, who is young to school with a grown-up; they
    do not come back to what was open.
    """
    if not turn.frames or has_human(turn) or turn.consent != "yes" or not is_minor(turn):
        return False
    flow, alone = turn.flow.name, turn.facts.get(ALONE)
    if flow == ROAD and turn.node.name in BEFORE | OF_CHILDREN:
        return False
    if alone is None and ALONE not in turn.unknown and flow in ASKED_IN and not _just_opened(turn):
        if flow in SEARCHED_ANEW:
            turn.frames[-1] = Frame(flow, turn.flow.version, turn.flow.head.start)
        turn.push(ROAD, STATE)
        return True
    if flow in FOR_ADULTS and alone == "yes":
        return _led_to(turn, ROAD, STATE)
    if flow in FOR_ADULTS and _is_young(turn):
        return _led_to(turn, YOUNG, turn.book.flows[YOUNG].head.start)
    return False


def grown_up(turn: Turn, text: str) -> bool:
    """Who slipped on a span below their own says how old they are where a child is asked: True, and their road goes on from
    there.
    """
    asked = turn.flow.name == ROAD and turn.node.name == STATE
    if not asked and turn.flow.name != YOUNG and turn.node.name not in OF_CHILDREN:
        return False
    age = told_in(text).get(AGE)
    if not isinstance(age, int) or age <= (ADULT_FROM - 1 if asked else YOUNG_TO):
        return False
    if turn.facts.get(AGE) == age or not is_own_age(text):
        return False
    without_age(turn)
    turn.facts[AGE] = age
    return _led_to(turn, ROAD, STATE if age < ADULT_FROM else AFTER)


def without_age(turn: Turn) -> None:
    """Forget how old they are and, what is only asked of a minor, whether they are alone."""
    for name in (AGE, UP_TO[AGE], ALONE):
        turn.facts.pop(name, None)
    kept = [one for one in turn.unknown if one not in {AGE, ALONE}]
    turn.unknown[:] = kept


def _led_to(turn: Turn, name: str, state: str) -> bool:
    turn.frames = [Frame(name, turn.book.flows[name].version, state)]
    return True


def _is_young(turn: Turn) -> bool:
    """Whether they are surely of that age: « moins de 18 ans » does not say so."""
    return bool(turn.facts.get(UP_TO[AGE], turn.facts.get(AGE, ADULT_FROM)) <= YOUNG_TO)


def _just_opened(turn: Turn) -> bool:
    """Whether what is on top is what they have just asked for: it answers, and what it leads to asks first."""
    flow, before = turn.flow.name, turn.before.frames
    return flow in ANSWERED and (not before or before[-1].flow != flow or _lies_open(turn))


def _lies_open(turn: Turn) -> bool:
    return any((frame.flow, frame.state) == (ROAD, STATE) for frame in turn.frames)


def says_now(turn: Turn, text: str) -> dict[str, Any]:
    """The age of a minor that ``text`` tells and that is not what is known, whatever is asked; none where their own words
    are awaited, where the age itself is asked, and before the consent.
    """
    spec = turn.node.spec
    asks = isinstance(spec, Ask) and spec.save != AGE and spec.answer.text is None and not turn.flow.head.private
    if turn.consent != "yes" or not asks:
        return {}
    age = told_in(text).get(AGE)
    if isinstance(age, int) and YOUNGEST <= age < ADULT_FROM and is_own_age(text):
        return {} if turn.facts.get(AGE) == age else {AGE: age}
    return {} if is_minor(turn) else _span_below(turn, text)


def _span_below(turn: Turn, text: str) -> dict[str, Any]:
    """« Je suis mineur », « moins de 18 ans », as the age question takes them."""
    spans = [one for one in turn.book.node(ROAD, AGE).options if one.set.get(UP_TO[AGE]) in range(ADULT_FROM)]
    found = understand_exactly(text, turn.book.choices(tuple(spans)))
    return next(({AGE: one.value, **one.set} for one in spans if one.id == found), {})
