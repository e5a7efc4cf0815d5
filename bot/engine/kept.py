"""An answer is taken: written to what is known, remembered for « retour », and the talk walks on."""

from __future__ import annotations

from bot.engine.turn import Turn
from bot.engine.walk import choose, walk
from flows.flow import Option
from flows.schema import Ask

FINER = {"region": ("cercle", "place"), "cercle": ("place",)}
"""What a new answer makes untrue: whoever moves from Kayes to Gao is not in Yélimané any more."""


def accept(turn: Turn, option: Option) -> None:
    """One option is the answer: save, and walk on."""
    spec = turn.node.spec
    if not isinstance(spec, Ask):
        raise TypeError(turn.node.name)
    node = turn.node
    saved: dict[str, object] = {name: None for name in FINER.get(spec.save, ()) if name in turn.facts}
    saved |= _set_beside(turn, spec, option)
    saved |= option.set
    if spec.save and not option.aside:
        saved[spec.save] = None if option.unknown else option.value
    _remember(turn, spec, tuple(saved))
    turn.learn(saved)
    if spec.save and option.unknown and spec.save not in turn.unknown:
        turn.unknown.append(spec.save)
    if spec.keep and not option.aside:
        turn.notes[spec.keep] = option.value
    turn.tries = 0
    if node.by_result:
        turn.goto(node.by_result.get(option.id) or node.by_result["else"], f"choice:{option.id}")
    else:
        turn.goto(choose(turn, node.arrows), f"choice:{option.id}")
    walk(turn)


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


def accept_value(turn: Turn, value: int | str) -> None:
    """A number or words are the answer: save, and walk on."""
    node, spec = turn.node, turn.node.spec
    if not isinstance(spec, Ask):
        raise TypeError(node.name)
    _remember(turn, spec, (spec.save,) if spec.save else ())
    if spec.save:
        turn.learn({spec.save: value})
    if spec.keep:
        turn.notes[spec.keep] = value
    turn.tries = 0
    turn.goto(node.by_result["else"] if node.by_result else choose(turn, node.arrows), "answer")
    walk(turn)


def _remember(turn: Turn, spec: Ask, changed: tuple[str, ...]) -> None:
    if spec.barrier:
        turn.history.clear()
    else:
        turn.checkpoint(changed)
