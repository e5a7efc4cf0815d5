"""Suggestions: three services with their reasons, more of them, why not another, and the next useful question."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.engine.leanings import with_leanings
from bot.engine.options import IDEAS
from bot.engine.turn import Turn
from content.card_details import details as detail_lines
from content.card_details import in_two
from content.card_set import cards, pair_lines
from content.comparison import comparison
from content.facts import askable
from content.levels import level_of
from content.match import Match, match
from content.schema import Service
from content.scored import Scored
from content.trades import LITERACY
from flows.schema import Do
from locales.text import Text

SHOWN_AT_ONCE = 3
WAIT = "card.wait"
"""« Il faut souvent attendre »: the flow says the same after the first ideas, and how long."""
PAPERS = "documents"
PAPERS_IN_A_ROW = ("documents.birth_certificate", "documents.nina", "documents.nationality")
"""What flows/refine.yaml asks when papers would help, one after the other."""


def found_for(turn: Turn, *, dismissed: bool = True) -> Match:
    """The match for what is known now; ``dismissed`` ideas stay away, equal partners take turns."""
    return match(
        turn.book.directory,
        with_leanings(turn),
        turn.today,
        dismissed=frozenset(turn.dismissed if dismissed else ()),
        draw=turn.moment.draw,
        silent=turn.moment.silent,
    )


def suggest(turn: Turn, with_: Mapping[str, Any]) -> str:
    """Show the next three; ``more`` leaves out what was shown before, ``instead`` fills only the places of what was just
    refused: the others can still be chosen. Someone in danger gets no list (R17).
    """
    found = found_for(turn)
    if level_of(turn.facts).value == "P0":
        return "none"
    seen = set(turn.notes.get("seen", ())) if with_.get("more") else set()
    kept = tuple(one for one in turn.shown if one not in turn.dismissed) if with_.get("instead") else ()
    shown = found.ideas(SHOWN_AT_ONCE - len(kept), seen)
    if not shown:
        return "none"
    turn.shown = (*kept, *(one.id for one in shown))
    turn.notes["seen"] = sorted(seen | set(turn.shown))
    turn.notes[IDEAS] = list(dict.fromkeys((*turn.notes.get(IDEAS, ()), *turn.shown)))
    turn.notes["open"] = "yes" if _open_question(turn, found) else "no"
    beneath = tuple(line for line in _tell(turn, shown) if turn.helped or line.key != WAIT)
    under = (*_pair_lines(turn, found, shown, seen), *beneath)
    if under:
        turn.send(under)
    return "some"


def suggest_again(turn: Turn, _with: Mapping[str, Any]) -> None:
    """The ideas that are on the screen, once more as they were told."""
    beneath = _tell(turn, tuple(one for one in map(found_for(turn).of, turn.shown) if one is not None))
    if beneath:
        turn.send(beneath)


def _tell(turn: Turn, shown: tuple[Scored, ...]) -> tuple[Text, ...]:
    """One message an idea; returns what is to be said under all of them."""
    told, beneath = cards(shown, turn.today, frozenset(turn.unknown))
    for one, lines in zip(shown, told, strict=True):
        turn.send_lines((*lines, *_silence(turn, one)))
    return beneath


def _pair_lines(turn: Turn, found: Match, shown: tuple[Scored, ...], seen: set[str]) -> tuple[Text, ...]:
    """What is said of ideas side by side; of the trade that is wished for only what stays true of earlier and later ones."""
    trade, services = turn.facts.get("trade"), turn.book.directory.services
    before = any(_taught(services[id_], trade) for id_ in seen if id_ in services)
    return pair_lines(shown, trade, seen=before, later=found.teaches(trade, seen.union(turn.shown)))


def _taught(service: Service, trade: str | None) -> bool:
    return any(offer.id == trade for offer in service.trades) or (trade == LITERACY and service.teaches_reading)


def mark_helped(turn: Turn, _with: Mapping[str, Any]) -> str:
    """The first set of suggestions has been shown."""
    turn.helped = True
    return "done"


def details(turn: Turn, _with: Mapping[str, Any]) -> str:
    """What the record says about one service that decides; where there is more, it can be asked for."""
    one = found_for(turn).of(str(turn.notes.get("chosen", "")))
    if one is None:
        out = turn.book.directory.is_out(str(turn.notes.get("chosen", "")))
        turn.send((turn.book.phrase("withdrawn" if out else "unknown_service"),))
        return "whole"
    first, further = in_two(detail_lines(one, turn.today))
    turn.send_lines((*first, *_silence(turn, one)))
    return "part" if further else "whole"


def rest(turn: Turn, _with: Mapping[str, Any]) -> str:
    """What follows of the details read last."""
    one = found_for(turn).of(str(turn.notes.get("chosen", "")))
    if one is not None:
        turn.send_lines(in_two(detail_lines(one, turn.today))[1])
    return "done"


def compare(turn: Turn, _with: Mapping[str, Any]) -> str:
    """Two of the services shown, side by side: the two that the person chose, or the only two. ``same``: one was chosen
    twice, since every idea keeps its number in both lists.
    """
    first, second = (str(turn.notes.get(name, "")) for name in ("compare_first", "compare_second"))
    turn.notes.pop("compare_second", None)
    if first and first == second:
        return "same"
    turn.notes.pop("compare_first", None)
    chosen = [first, second]
    found = found_for(turn)
    wanted = chosen if all(chosen) else turn.shown
    both = [one for one in map(found.of, wanted) if one is not None][:2]
    if len(both) < 2:  # noqa: PLR2004 - a comparison is of two
        turn.send((turn.book.phrase("nothing_to_compare"),))
        return "done"
    for lines in comparison(*both):
        turn.send_lines(lines)
    return "done"


def dismiss(turn: Turn, _with: Mapping[str, Any]) -> str:
    """An idea refused does not come back."""
    chosen = str(turn.notes.pop("chosen", ""))
    gone = turn.shown if chosen == "all" else (chosen,)
    turn.dismissed = tuple(dict.fromkeys((*turn.dismissed, *gone)))
    return "done"


def next_question(turn: Turn, _with: Mapping[str, Any]) -> str:
    """The fact whose answer would decide most, as the name of the arrow to take."""
    turn.notes.pop("changing", None)  # a change that was left half-way does not lead this answer to a file
    fact = _open_question(turn, found_for(turn))
    if fact == PAPERS:  # of three papers asked in a row only those of which nothing is said
        turn.told += [paper for paper in PAPERS_IN_A_ROW if paper in turn.facts]
    return fact or "none"


def question_left(turn: Turn, _with: Mapping[str, Any]) -> str:
    """Whether another question can still change what is shown."""
    return "some" if _open_question(turn, found_for(turn)) else "none"


def _silence(turn: Turn, one: Scored) -> tuple[Text, ...]:
    """Said of a service whose organisation answers no requests: a way that leads nowhere is not shown as one."""
    return (turn.book.phrase("silent_now"),) if one.service.org in turn.moment.silent else ()


def _open_question(turn: Turn, found: Match) -> str | None:
    """The next fact, of those for which a question is written here; town and wish have their own place in the talk."""
    asking = turn.book.node("refine", "next").spec
    written = asking.next if isinstance(asking, Do) else {}
    within = ["cercle", "place"] if "region" in turn.unknown else []  # a part of what they do not say
    over = [PAPERS] if all(paper in turn.facts or paper in turn.unknown for paper in PAPERS_IN_A_ROW) else []
    return found.ask(frozenset(turn.unknown).union(over, within, (fact for fact in askable() if fact not in written)))
