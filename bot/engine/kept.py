"""An answer is taken: written to what is known, remembered for « retour », and the talk walks on."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from bot.engine.complaint_left import lay_complaint_by
from bot.engine.owing import DEBTS, say_once
from bot.engine.turn import Turn
from bot.engine.walk import choose, walk
from bot.engine.whose import has_human
from flows.flow import Option
from flows.schema import Ask

FINER = {"region": ("cercle", "place"), "cercle": ("place",)}
"""What a new answer makes untrue: whoever moves from Kayes to Gao is not in Yélimané any more."""


PRESS = "pressing"
OWES = "owes"
"""The flow that asks of debts only whether somebody frightens them for it now."""
ASKED_OF_DEBTS = "asked_of_debts"
"""The note that it was asked: once is enough."""
NOTHING: Mapping[str, object] = MappingProxyType({})


def accept(turn: Turn, option: Option, beside: Mapping[str, object] = NOTHING) -> None:
    """One option is the answer: save, and walk on. ``beside``: what the same sentence told, not to be asked again."""
    spec = turn.node.spec
    if not isinstance(spec, Ask):
        raise TypeError(turn.node.name)
    node = turn.node
    owed = turn.facts.get(DEBTS)
    saved: dict[str, object] = {name: None for name in FINER.get(spec.save, ()) if name in turn.facts}
    saved |= _set_beside(turn, spec, option)
    saved |= option.set
    if spec.save and not option.aside:
        saved[spec.save] = None if option.unknown else option.value
    _remember(turn, spec, (*saved, *beside))
    turn.learn({**beside, **saved})
    _pass_over(turn, spec.save, beside)
    if spec.save and option.unknown and spec.save not in turn.unknown:
        turn.unknown.append(spec.save)
    if spec.keep and not option.aside:
        turn.notes[spec.keep] = option.value
    turn.tries = 0
    lay_complaint_by(turn, option)
    if node.by_result:
        turn.goto(node.by_result.get(option.id) or node.by_result["else"], f"choice:{option.id}")
    else:
        turn.goto(choose(turn, node.arrows), f"choice:{option.id}")
    if owed != PRESS and turn.facts.get(DEBTS) == PRESS:
        _ask_who_frightens(turn)
    walk(turn)


def _ask_who_frightens(turn: Turn) -> None:
    """Who can only touch « j'ai des dettes » is asked what who writes « je dois de l'argent au passeur » is asked."""
    if ASKED_OF_DEBTS not in turn.notes and not has_human(turn):
        turn.jot(ASKED_OF_DEBTS, "yes")
        say_once(turn)
        turn.push(OWES)


def _set_beside(turn: Turn, spec: Ask, option: Option) -> dict[str, object]:
    """What an earlier choice of this question set beside its answer, to be taken back with it.

    Whoever said « j'ai des dettes » and now says « je ne sais pas » has no debts that press any more.
    """
    before = turn.facts.get(spec.save) if spec.save and not option.aside else None
    if before is None:
        return {}
    earlier = (one.set.items() for one in turn.node.options if one.value == before)
    return {name: None for one in earlier for name, value in one if turn.facts.get(name) == value}


def keep_words(turn: Turn, text: str) -> None:
    """Free words for the human: kept as they are, up to the length that the flow allows."""
    spec = turn.node.spec
    if not isinstance(spec, Ask) or spec.answer.text is None:
        raise TypeError(turn.node.name)
    accept_value(turn, text.strip()[: spec.answer.text.max])


def accept_value(turn: Turn, value: int | str, beside: Mapping[str, object] = NOTHING) -> None:
    """A number or words are the answer: save, and walk on. ``beside`` as in ``accept``."""
    node, spec = turn.node, turn.node.spec
    if not isinstance(spec, Ask):
        raise TypeError(node.name)
    saved = {spec.save: value} if spec.save else {}
    _remember(turn, spec, (*saved, *beside))
    turn.learn({**beside, **saved})
    _pass_over(turn, spec.save, beside)
    if spec.keep:
        turn.notes[spec.keep] = value
    turn.tries = 0
    turn.goto(node.by_result["else"] if node.by_result else choose(turn, node.arrows), "answer")
    walk(turn)


def keep_beside(turn: Turn, beside: Mapping[str, object]) -> None:
    """What was told although it answers another question than the open one; « retour » takes it back."""
    beside = {**_untrue(turn, beside), **beside}
    turn.checkpoint(tuple(beside))
    turn.learn(beside)
    _pass_over(turn, "", beside)
    turn.tries = 0


def _untrue(turn: Turn, beside: Mapping[str, object]) -> dict[str, object]:
    """The town and cercle that were known, where another region is told."""
    moved = turn.facts.get("region") is not None and beside.get("region", turn.facts["region"]) != turn.facts["region"]
    return {name: None for name in FINER["region"] if moved and name in turn.facts}


def _pass_over(turn: Turn, answered: str, beside: Mapping[str, object]) -> None:
    """The questions whose answer was told are passed over once; asked anew by a wish of the person's, they are asked."""
    still = [name for name in turn.told if name != answered]
    turn.told = list(dict.fromkeys((*still, *(name for name in beside if name != answered))))


def _remember(turn: Turn, spec: Ask, changed: tuple[str, ...]) -> None:
    if spec.barrier:
        turn.history.clear()
    else:
        turn.checkpoint(changed)
