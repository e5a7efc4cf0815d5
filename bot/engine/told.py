"""What a sentence tells beside the answer: kept if it has one reading, said back, and not asked again.

The person's own words decide (locales/told.py), a trade or a town by its name. What is known of where somebody lives and
how old they are is not overwritten by a sentence: only the question itself asks for that anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import takewhile
from typing import Any

from bot.engine.ages import within_span
from bot.engine.early import OPENING, told_early
from bot.engine.kept import keep_beside
from bot.engine.named import PLACE_LISTS, place_in, place_written
from bot.engine.trades_told import SELF, trades_told
from bot.engine.turn import Turn
from bot.engine.why import ABOUT_IDEAS
from content.facts import registry
from content.rules import UP_TO
from flows.flow import Option
from flows.schema import Ask
from locales.fold import words
from locales.text import Text
from locales.told import clauses, denies, told_in

ONCE = frozenset({"in", "region", "cercle", "place", "age", "need"})
"""Never overwritten by what a sentence tells beside its answer; an age within the span that was touched says more."""
LIVES = frozenset(words("habite vis reste demeure"))
IS = frozenset(words("suis sui jsuis jsui chui"))
IN = frozenset(words("à au dans"))
THERE = IN | frozenset(words("la le l région ville cercle maintenant actuellement ici déjà bien encore"))
PLACE_WORDS_MAX = 3
LABELLED = frozenset({"return_kind", "schooling", "french"})
"""Said back in the words of the registry."""
SAID = (
    "need",
    "skill",
    "trade",
    "certificate",
    "documents.",
    "place",
    "cercle",
    "region",
    "age",
    "can_stop_earning",
    "debts",
    "return_kind",
)
"""What is said back, in this order, of the places only the smallest."""


def told_beside_answer(turn: Turn, text: str) -> dict[str, Any]:
    """The facts that ``text`` tells besides what the open question asks; none before the consent."""
    spec = turn.node.spec
    if turn.consent != "yes" or not isinstance(spec, Ask) or spec.barrier or turn.flow.head.private:
        return {}
    if not spec.save and turn.flow.name != OPENING:
        return _news(turn, told_in(text)) if turn.flow.name in ABOUT_IDEAS else {}
    if text.isdecimal():
        return {}
    told = told_in(text)
    found = {
        **dict(told_early(turn, text, told.get("age"))),
        **told,
        **dict(_place(turn, spec.save, text)),
        **dict(trades_told(turn, spec.save or "need", text)),
    }
    return {name: value for name, value in _news(turn, found).items() if name != spec.save}


def _news(turn: Turn, found: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value
        for name, value in found.items()
        if within_span(turn.facts, name, value)
        or (turn.facts.get(name) != value and not (name in ONCE and name in turn.facts))
    }


def hear(turn: Turn, told: Mapping[str, Any]) -> None:
    """Say back what was told and keep it, although it answers another question than the open one."""
    say_back(turn, told)
    keep_beside(turn, told)


def say_back(turn: Turn, told: Mapping[str, Any]) -> None:
    """« J'ai compris : … », in front of what comes next, so that a wrong reading can be taken back."""
    heard = tuple(_heard(turn, told))
    if heard:
        turn.note(turn.book.phrase("heard_so", facts=heard))


def called_otherwise(found: Option, spec: Ask, shown: tuple[Option, ...], text: str) -> dict[str, object]:
    """The place that was understood by another name than its own, to be said back: « Lafiabougou » is a quarter of Bamako,
    and of other towns too.
    """
    if spec.answer.options not in PLACE_LISTS or found.aside or found in shown or spec.save not in found.set:
        return {}
    return {} if frozenset(words(found.label.fr)) <= frozenset(words(text)) else dict(found.set)


def _place(turn: Turn, asked: str, text: str) -> Iterator[tuple[str, Any]]:
    """Where the person says to live: « Bamako » as the whole answer, « j'habite à Bamako » in a sentence."""
    if asked in {"region", "cercle"} or turn.facts.get("in", "mali") != "mali":
        return
    for clause in clauses(text):
        said = words(clause)
        rest = said if asked == "in" and len(said) <= PLACE_WORDS_MAX else _where(clause)
        town = place_in(turn, " ".join(rest[:PLACE_WORDS_MAX])) if rest else None
        if not asked and town is None:
            town = place_written(turn, clause)
        if town is not None:
            yield from town.set.items()
            yield "in", "mali"
            return


def _where(clause: str) -> tuple[str, ...]:
    """The words after « j'habite » or « je suis à »; « je suis de Kayes » says where somebody comes from."""
    said = words(clause)
    lives = next((at for at, word in enumerate(said) if word in LIVES | IS and (not at or said[at - 1] in SELF)), None)
    if lives is None or denies(clause):
        return ()
    rest = said[lives + 1 :]
    skipped = list(takewhile(THERE.__contains__, rest))
    if said[lives] in IS and IN.isdisjoint(skipped):
        return ()
    return rest[len(skipped) :]


def _heard(turn: Turn, told: Mapping[str, Any]) -> Iterator[Text]:
    smallest = next((level for level in ("place", "cercle", "region") if level in told), "")
    for name in sorted(told, key=_order):
        value = told[name]
        if name == "need":
            yield from (registry()[name].labels[one] for one in value)
        elif name in LABELLED:
            yield registry()[name].labels[value]
        elif name == "children":
            yield turn.book.phrase("heard_children", count=value)
        elif name in {"skill", "trade"}:
            yield turn.book.directory.trades[value].text
        elif name == smallest:
            yield turn.book.directory.places[value].text
        elif name == "age":
            yield from () if UP_TO[name] in told else (turn.book.phrase("heard_age", age=value),)
        elif name.startswith("documents."):
            paper = registry()[name].labels["yes"]
            yield turn.book.phrase("heard_no_paper", paper=paper)
        elif f"heard_{name}" in turn.book.phrases and value != "none":
            yield turn.book.phrase(f"heard_{name}")


def _order(name: str) -> int:
    return next((place for place, one in enumerate(SAID) if name.startswith(one)), len(SAID))
