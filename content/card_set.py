"""Cards that stand under one another: what is true of all is said once beneath them, and what must not pass unsaid."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from datetime import date

from content.card import card
from content.card_times import wait_lines
from content.freshness import fresh_line
from content.phrases import phrase
from content.scored import Scored
from content.wish import wish_of
from locales.text import Text

PAIR = frozenset({"anpe", "apej"})
DOERS = frozenset({"business", "job"})
"""Wishes of people who can do their trade: they did not ask to learn it."""


def cards(
    shown: Iterable[Scored], today: date, passed: AbstractSet[str] = frozenset()
) -> tuple[tuple[tuple[Text, ...], ...], tuple[Text, ...]]:
    """Each card, and the lines beneath them: the same warning three times is read by nobody. ``passed``: facts
    that the person does not know or would not say.
    """
    side_by_side = tuple(shown)
    beneath = tuple(_of_all(side_by_side, today))
    return tuple(card(one, today, beneath, passed) for one in side_by_side), beneath


def pair_lines(
    shown: Iterable[Scored], asked: str | None = None, *, seen: bool = False, later: bool = False
) -> tuple[Text, ...]:
    """What must be said of services that stand side by side: how the two public agencies differ (R78), and that none
    teaches the trade ``asked`` for by name, as far as that is so: one that was ``seen`` may, or one that comes ``later``.
    """
    side_by_side = tuple(shown)
    orgs = {one.service.org for one in side_by_side}
    pair = (phrase("card.anpe_apej"),) if orgs >= PAIR else ()
    missing = () if seen else _elsewhere(side_by_side, asked, "card.trade_later" if later else "card.trade_elsewhere")
    return (*missing, *pair)


def _of_all(shown: tuple[Scored, ...], today: date) -> Iterator[Text]:
    if len(shown) < 2:  # noqa: PLR2004 - one card says it itself
        return
    for lines in (wait_lines, lambda one: (fresh_line(one, today),)):
        first, *others = (tuple(lines(one)) for one in shown)
        if all(other == first for other in others):
            yield from first


def _elsewhere(shown: tuple[Scored, ...], asked: str | None, key: str) -> Iterator[Text]:
    """Who asked to learn a trade that none of these teaches is told so: what is near must not pass for it."""
    if asked is None or any(one.service.kind == "protection" for one in shown):
        return
    learns = bool(shown) and not DOERS.intersection(wish_of(shown[0].facts).needs[:1])
    if learns and not any(asked in one.prepared.taught for one in shown):
        yield phrase(key, trade=shown[0].directory.trades[asked].text)
