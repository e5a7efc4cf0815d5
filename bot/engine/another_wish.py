"""A trade named while ideas stand open: « la couture », « apprendre à lire », « je suis maçon ». Ideas are looked for anew."""

from __future__ import annotations

from bot.engine.heard import say_back
from bot.engine.named import wish_for
from bot.engine.trades_told import trades_told
from bot.engine.turn import Turn
from bot.engine.walk import walk
from bot.engine.why import IDEAS
from flows.flow import Arrow
from flows.schema import Ask

OF_ANY_TRADE = ("trade", "business")
"""Wishes that hold for another trade too; of any other wish who names a trade wishes to learn it."""


def another_wish(turn: Turn, text: str) -> bool:
    """Take the trade that ``text`` names, as the wish or as known, and show ideas for it. False: it names none, or the names
    of ideas are what is asked for. It was « je n'ai pas compris » to whoever changed their mind in their own words.
    """
    spec = turn.node.spec
    if turn.flow.name != IDEAS or not isinstance(spec, Ask) or spec.answer.options is not None:
        return False
    told = dict(trades_told(turn, "need", text))
    if not told:
        return False
    if "trade" in told:
        told.setdefault("need", [_wish(turn, text)])
    say_back(turn, told)
    turn.checkpoint(tuple(told))
    turn.learn(told)
    turn.tries = 0
    turn.goto(Arrow(IDEAS, "find"), "another_wish")
    walk(turn)
    return True


def _wish(turn: Turn, text: str) -> str:
    named, before = wish_for(turn, text), next(iter(turn.facts.get("need", ())), "")
    return before if named == "trade" and before in OF_ANY_TRADE else named
