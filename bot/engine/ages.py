"""An age at its question: typed or said in years, touched as a span, or touched year by year within the span.

Who cannot write touches « De 18 à 24 ans ». Beside numbered answers a bare digit is the number of an answer, as everywhere,
and « 7 ans » or « 17 » is an age: nobody here is as young as a list is long.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any, Final

from bot.engine.turn import Turn
from content.levels import ADULT_FROM
from content.rules import UP_TO
from flows.flow import Option
from flows.limits import CHOICES_MAX
from locales.bounds import is_bound
from locales.durations import age_in
from locales.numbers import number_in, plain_digits
from locales.ordinals import ordinal_in
from locales.own_age import is_own_age
from locales.years import AGES

AGE: Final = "age"
_TWO: Final = re.compile(r"\d+[\s,;]+\d+")


def age_typed(turn: Turn, text: str, shown: Collection[Option]) -> int | None:
    """The age in years that ``text`` gives; None when it is no age, somebody else's (« ma fille a 12 ans »), one that they
    have not (« pas encore 18 »), or the bare number of a shown answer.
    """
    age = age_in(text, turn.today.year)
    if not isinstance(age, int) or age not in AGES or is_bound(text) or not is_own_age(text):
        return None
    return None if age <= len(shown) and ordinal_in(text, len(shown)) == age else age


def are_two_ages(text: str) -> bool:
    """Whether ``text`` is two bare numbers side by side: a span is written « 25-30 », and « 25 30 » may be two people."""
    return _TWO.fullmatch(plain_digits(text).strip()) is not None


def may_be_years(text: str, shown: Collection[Option]) -> bool:
    """Whether the number of a shown answer may have been meant as an age: « 8 », of a child beside « 60 ans et plus »."""
    number = number_in(text)
    return isinstance(number, int) and number in AGES and number == ordinal_in(text, len(shown))


def is_anothers_age(turn: Turn, text: str) -> bool:
    """Whether ``text`` gives an age or a number of years that need not be of whoever writes."""
    age = age_in(text, turn.today.year)
    return isinstance(age, int) and age in AGES and not is_own_age(text)


def to_be_seen(age: int) -> dict[str, Any]:
    """What is said back of an age that was typed: a child's, for it opens a road of its own; a grown-up's is no news."""
    return {AGE: age} if age < ADULT_FROM else {}


def within_span(facts: Mapping[str, Any], name: str, value: object) -> bool:
    """Whether ``value`` says more exactly what is known as a span: 22 of who touched « De 18 à 24 ans »."""
    most = facts.get(UP_TO.get(name, ""))
    return most is not None and isinstance(value, int) and facts[name] <= value <= most


def years(turn: Turn) -> tuple[Option, ...]:
    """The years of the span that is known, to be touched; none where they would not fit a list: there the age is written."""
    low, most = turn.facts.get(AGE), turn.facts.get(UP_TO[AGE])
    if low is None or most is None or most - low + 1 >= CHOICES_MAX:
        return ()
    return tuple(Option(str(age), turn.book.phrase("heard_age", age=age), value=age) for age in range(low, most + 1))
