"""A service that somebody names: « EIFA », « le GRDR », « la plomberie »."""

from __future__ import annotations

from bot.engine.named import one_trade
from bot.engine.options import IDEAS
from bot.engine.turn import Turn
from content.match import Match
from content.schema import Service
from content.scored import Scored
from flows.flow import Option
from locales.fold import words

SHOWN = "shown"
"""The choices that are services shown."""

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
    one = next((one for one in known if said <= _names(turn, one.service)), None)
    trade = one_trade(turn, text) if one is None else None
    return one or next((one for one in known if trade in one.prepared.trades), None)


def idea_named(turn: Turn, options: str, text: str) -> Option | None:
    """One of the ideas of earlier pages: whoever remembers its name can choose it, although only the last ones have buttons.

    None where services are not chosen, and when the words fit several, or one that was refused.
    """
    said = frozenset(bare(words(text)))
    if options != SHOWN or not said:
        return None
    services = turn.book.directory.services
    earlier = (id_ for id_ in turn.notes.get(IDEAS, ()) if id_ in services and id_ not in turn.dismissed)
    found = [id_ for id_ in earlier if said <= _names(turn, services[id_])]
    return Option(found[0], services[found[0]].button, value=found[0]) if len(found) == 1 else None


def _names(turn: Turn, service: Service) -> frozenset[str]:
    written = (service.name.text, service.org_name.text, service.button)
    return frozenset(words(" ".join((*(turn.book.catalogues.say(text, "fr") for text in written), service.org))))
