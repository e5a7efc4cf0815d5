"""What a sentence tells beside the answer: kept if it has one reading, said back, and not asked again.

The person's own words decide (locales/told.py), a trade or a town by its name. What is known of where somebody lives and
how old they are is not overwritten by a sentence: only the question itself asks for that anew, or who takes it back.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from bot.engine.ages import AGE, within_span
from bot.engine.early import OPENING, told_early
from bot.engine.heard import say_back
from bot.engine.kept import keep_beside
from bot.engine.places_named import place_written
from bot.engine.said_first import KEPT_FIRST
from bot.engine.trades_told import trades_told
from bot.engine.turn import WELCOME, Turn
from bot.engine.whereabouts import whereabouts
from bot.engine.why import ABOUT_IDEAS
from flows.schema import Ask
from locales.fold import apart, words
from locales.own_age import is_own_age
from locales.told import parts, told_in
from locales.years import bare_age, lasted

ONCE = frozenset({"in", "centre", "region", "cercle", "place", "age", "need"})
"""Never overwritten by what a sentence tells beside its answer; an age within the span that was touched says more."""
ANEW = frozenset({"region", "cercle", "place", AGE})
"""What a sentence overwrites that begins with « non »: « non je suis à Mopti », one question later."""
AGE_WORDS_MAX = 8
"""« Moi, en fait, j'ai 25 ans »: who says that and nothing else is as old as they say."""
WHERE_AND_AGE = frozenset({"in", "centre", "region", "cercle", "place", "age"})
"""What is heard among words of danger."""
FIRST_WORDS = frozenset(words("non nan pardon erreur ayi"))
UNDERSTOOD = "understood"
"""The flow that asks, after words of danger, whether they were understood: where one is answers nothing, and is kept."""
FIRST_QUESTIONS = frozenset({WELCOME, OPENING, UNDERSTOOD})
"""Flows whose choices save no fact, before which nobody was asked anything."""
TOWN_WORDS_MAX = 2


def told_beside_answer(turn: Turn, text: str) -> dict[str, Any]:
    """The facts that ``text`` tells besides what the open question asks; none before the consent."""
    spec = turn.node.spec
    if turn.consent != "yes" or not isinstance(spec, Ask) or spec.barrier or turn.flow.head.private:
        return {}
    if turn.flow.name == UNDERSTOOD:
        return told_in_danger(turn, text)
    if not spec.save and turn.flow.name != OPENING:
        return _news(turn, told_in(text), _anew(text)) if turn.flow.name in ABOUT_IDEAS else {}
    if text.isdecimal():
        return {}
    found = _read(turn, spec.save, text)
    anew = _anew(text)
    return {name: value for name, value in _news(turn, found, anew).items() if name != spec.save}


def told_first(turn: Turn, text: str) -> dict[str, Any]:
    """What ``text`` tells at the first questions, before a yes or a no, of what the road asks after it."""
    spec = turn.node.spec
    asked = isinstance(spec, Ask) and spec.answer.text is None and turn.flow.name in FIRST_QUESTIONS
    if turn.consent or not asked or text.isdecimal():
        return {}
    return {name: value for name, value in _news(turn, _read(turn, "", text)).items() if name in KEPT_FIRST}


def told_in_danger(turn: Turn, text: str) -> dict[str, Any]:
    """Where and how old somebody is who writes of danger, at whatever point: neither is asked of them again."""
    found = {**_age(turn, text), **told_in(text), **whereabouts(turn, "", text)}
    return {name: value for name, value in _news(turn, found).items() if name in WHERE_AND_AGE}


def _read(turn: Turn, asked: str, text: str) -> dict[str, Any]:
    told = {**_age(turn, text), **told_in(text)}
    return {
        **dict(told_early(turn, text, told.get("age"))),
        **told,
        **whereabouts(turn, asked, text),
        **dict(trades_told(turn, asked or "need", text)),
    }


def _anew(text: str) -> frozenset[str]:
    """What ``text`` may overwrite."""
    said = words(text)
    if not FIRST_WORDS.isdisjoint(said[:1]):
        return ANEW
    return frozenset(told_in(text)) & {AGE} if len(said) <= AGE_WORDS_MAX and is_own_age(text) else frozenset()


def _age(turn: Turn, text: str) -> dict[str, int]:
    """« Kayes 17 ans »; « soudeur, 30 ans »: years between commas or beside a town, that are no time that something lasted."""
    said = () if lasted(text) else parts(text)
    found = (bare_age(rest) for part in said for rest in (part, *_beside_a_town(turn, part)))
    ages = {age for age in found if age is not None}
    return {AGE: ages.pop()} if len(ages) == 1 else {}


def _beside_a_town(turn: Turn, part: str) -> Iterator[str]:
    """What is left of a few words without the town that they begin or end with."""
    said = apart(part)
    for many in range(1, min(len(said), TOWN_WORDS_MAX + 1)):
        for town, rest in ((said[:many], said[many:]), (said[-many:], said[:-many])):
            if place_written(turn, " ".join(town)) is not None:
                yield " ".join(rest)


def _news(turn: Turn, found: Mapping[str, Any], anew: Collection[str] = ()) -> dict[str, Any]:
    return {
        name: value
        for name, value in found.items()
        if within_span(turn.facts, name, value)
        or (turn.facts.get(name) != value and not (name in ONCE and name not in anew and name in turn.facts))
    }


def hear(turn: Turn, told: Mapping[str, Any]) -> None:
    """Say back what was told and keep it, although it answers another question than the open one."""
    say_back(turn, told)
    keep_beside(turn, told)
