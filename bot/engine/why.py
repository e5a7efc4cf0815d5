"""« Pourquoi ? » and « pourquoi pas la plomberie ? » among the ideas: their reasons, or what is wrong with another one."""

from __future__ import annotations

from bot.engine.actions.suggest import found_for
from bot.engine.by_name import bare
from bot.engine.turn import Turn
from bot.engine.walk import walk
from flows.flow import Arrow
from locales.fold import words
from locales.text import Text

IDEAS = "suggestions"
"""The flow in which ideas stand open."""
ABOUT_IDEAS = frozenset({IDEAS, "refine"})
"""Where what a person tells of themselves may change the ideas, whatever is asked."""
WHY = frozenset(words("pourquoi pourkoi pk pkoi pq prkoi"))
NOT = frozenset(words("pas"))
LEADS_IN = frozenset(words("et mais alors"))
REASONS_TOLD = 2  # of each of three ideas: what fits the small screen of a phone


def names_another(text: str) -> tuple[str, ...] | None:
    """The words after « pourquoi pas », maybe none; None when the message does not ask that.

    >>> names_another("pourquoi pas la plomberie ?"), names_another("pourquoi pas"), names_another("pourquoi ?")
    (('plomberie',), (), None)
    """
    said = words(text)
    while said and said[0] in LEADS_IN:
        said = said[1:]
    if not said or said[0] not in WHY or NOT.isdisjoint(said):
        return None
    last = max(place for place, word in enumerate(said) if word in NOT)
    return bare(said[last + 1 :])


def among_ideas(turn: Turn) -> bool:
    """Whether ideas have been shown and the talk is still about them."""
    return bool(turn.frames) and turn.flow.name == IDEAS and bool(turn.shown)


def tell_about(turn: Turn, name: tuple[str, ...]) -> None:
    """What is wrong with the one named; without a name it is asked for."""
    turn.checkpoint(())
    if name:
        turn.notes["asked_service"] = " ".join(name)
    turn.goto(Arrow(IDEAS, "explain" if name else "why_not"), "why_not")
    turn.tries = 0
    walk(turn)


def tell_reasons(turn: Turn) -> None:
    """Why these ideas: what speaks for each, the strongest first."""
    found = found_for(turn)
    lines: list[Text] = []
    for one in map(found.of, turn.shown):
        if one is not None and one.reasons:
            first, *others = one.reasons[:REASONS_TOLD]
            lines += [turn.book.phrase("nearest_line", service=one.service.name.text, reason=first), *others]
    if lines:
        turn.send_lines((turn.book.phrase("why_these"), *lines))
