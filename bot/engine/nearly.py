"""Words that are understood although they choose nothing: a kind line, and the open question again; never a miss."""

from __future__ import annotations

from bot.engine.named import denied_trade, near_trades
from bot.engine.turn import Turn
from bot.engine.walk import put
from bot.engine.why import IDEAS
from flows.schema import Ask
from locales.answer import Options, Unsure, understand_partly_several
from locales.words import reply_in

UNDECIDED = frozenset({"dont_know", "prefer_not"})


def nearly_meant(turn: Turn, text: str, found: Unsure | None, choices: Options) -> bool:
    """Say what is missing to an answer, if the words are nearly one; False when they are not understood at all."""
    reply = reply_in(text)
    if reply in UNDECIDED:
        turn.note(turn.book.phrase("not_known"))
        put(turn, turn.node, again=True, person=True)
        return True
    if found is not None:
        turn.note(turn.book.phrase("yes_or_no"))
    elif reply == "go_on":
        turn.note(turn.book.phrase("go_on"))
    elif reply in {"yes", "no"}:
        turn.note(turn.book.phrase("yes_to_what"))
    elif denied_trade(turn, _trades(turn), text):
        turn.note(turn.book.phrase("as_you_wish"))
    elif not (_unknown_trade(turn, text) or _several(turn, text, choices)):
        return False
    put(turn, turn.node, again=True)
    return True


def _trades(turn: Turn) -> str:
    """The list that the question chooses from, "" for none."""
    spec = turn.node.spec
    return (spec.answer.options or "") if isinstance(spec, Ask) else ""


def _unknown_trade(turn: Turn, text: str) -> bool:
    """A trade that no sheet knows is understood all the same: near ones are named."""
    spec = turn.node.spec
    lists = _trades(turn) or ("trades" if turn.flow.name == IDEAS and isinstance(spec, Ask) else "")
    near = near_trades(turn, lists, text)
    if near:
        turn.note(turn.book.phrase("trade_unknown", trades=near))
    return bool(near)


def _several(turn: Turn, text: str, choices: Options) -> bool:
    """« Métier », where one may be learnt or known already: which of the two is asked."""
    ids = understand_partly_several(text, choices)
    labels = tuple(option.label for option in turn.node.options if option.id in ids)
    if labels:
        turn.note(turn.book.phrase("which_of", choices=labels))
    return bool(labels)
