"""« Non, finalement je veux cultiver », one or more questions after the wish was chosen: the road goes on from the new one."""

from __future__ import annotations

from itertools import dropwhile
from typing import Final

from bot.engine.early import ROAD
from bot.engine.heard import say_back
from bot.engine.named import TRADE_LISTS, one_trade
from bot.engine.turn import Turn
from bot.engine.walk import walk
from flows.flow import Arrow, Option
from flows.schema import Ask
from locales.answer import understand
from locales.fold import apart, fold, words
from locales.told import denies, parts

NEED: Final = "need"
AFTER_NEED: Final = "return_kind"
"""The question that follows the wish, and whose arrows know every wish."""
CHANGED: Final = frozenset(
    words(
        "non nan finalement finalman final plutôt en fait enfait fin mais j ai jai changé changer d avis idée je préfère en fin"
    )
)
BEFORE: Final = frozenset({"place", "region", "age", "alone", "child_stay", NEED})
"""Questions of the road in front of the wish: there it is told early."""
COURSE: Final = frozenset(words("formation formations apprendre étudier école métier"))


def other_need(turn: Turn, text: str) -> bool:
    """Take the other wish; False where none is told."""
    if turn.flow.name != ROAD or turn.node.name in BEFORE or NEED not in turn.facts:
        return False
    wishes = {option.id: option for part in parts(text) if (option := _wish(turn, part)) is not None}
    if len(wishes) != 1:
        return _no_course(turn, text)
    told = {NEED: next(iter(wishes.values())).value}
    if told[NEED] == turn.facts[NEED]:
        return False
    say_back(turn, told)
    turn.checkpoint((NEED,))
    turn.learn(told)
    if AFTER_NEED in turn.facts:
        turn.told = list(dict.fromkeys((*turn.told, AFTER_NEED)))
    _go(turn, AFTER_NEED)
    return True


def _wish(turn: Turn, part: str) -> Option | None:
    left = list(dropwhile(lambda word: fold(word) in CHANGED, apart(part)))
    options = turn.book.node(ROAD, NEED).options
    found = None if denies(part) or not left else understand(" ".join(left), turn.book.choices(options), ordinals=False)
    return next((one for one in options if one.id == found and one.value), None)


def _no_course(turn: Turn, text: str) -> bool:
    """« Je veux pas de formation », where the trade to be learnt is asked for: what they wish is asked again."""
    spec = turn.node.spec
    asked = isinstance(spec, Ask) and spec.answer.options in TRADE_LISTS
    if not asked or not denies(text) or COURSE.isdisjoint(words(text)) or one_trade(turn, text) is not None:
        return False
    turn.note(turn.book.phrase("as_you_wish"))
    turn.checkpoint(())
    _go(turn, NEED)
    return True


def _go(turn: Turn, question: str) -> None:
    turn.tries = 0
    turn.goto(Arrow(ROAD, question), "other_need")
    walk(turn)
