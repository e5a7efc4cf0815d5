"""A service that somebody names: « EIFA », « le GRDR », « la plomberie »."""

from __future__ import annotations

from bot.engine.named import one_trade
from bot.engine.turn import Turn
from content.match import Match
from content.scored import Scored
from locales.fold import words

ARTICLES = frozenset(words("le la l les un une du de des d au aux chez à"))


def bare(said: tuple[str, ...]) -> tuple[str, ...]:
    """A name without the articles in front of it."""
    while said and said[0] in ARTICLES:
        said = said[1:]
    return said


def service_named(turn: Turn, found: Match, text: str) -> Scored | None:
    """The service whose name or organisation holds the words, else one for the trade they name; best placed first."""
    said = frozenset(bare(words(text)))
    if not said:
        return None
    known = (*found.services, *found.refused)
    one = next((one for one in known if said <= _names(turn, one)), None)
    trade = one_trade(turn, text) if one is None else None
    return one or next((one for one in known if trade in one.prepared.trades), None)


def _names(turn: Turn, one: Scored) -> frozenset[str]:
    service = one.service
    written = (service.name.text, service.org_name.text, service.button)
    return frozenset(words(" ".join((*(turn.book.catalogues.say(text, "fr") for text in written), service.org))))
