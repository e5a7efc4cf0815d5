"""A town, region, service or trade that a person typed by name although the buttons do not show it."""

from __future__ import annotations

from bot.engine.families import most_taught
from bot.engine.turn import Turn
from flows.flow import Option
from locales.answer import SLIP_FROM_LETTERS, understand
from locales.fold import words

PLACE_LISTS = frozenset({"regions", "cercles"})
TRADE_LISTS = frozenset({"top_trades", "trades"})


def named(turn: Turn, options: str, text: str) -> Option | None:
    """The option for what was typed, with all that follows from it (a town gives its cercle and region)."""
    if options in PLACE_LISTS:
        return _place(turn, text)
    if options in TRADE_LISTS:
        return _trade(turn, text)
    return None


def _place(turn: Turn, text: str) -> Option | None:
    places = turn.book.directory.places
    for level in ("region", "cercle", "place"):
        names = tuple((slug, (slug, place.text.fr)) for slug, place in places.level(level).items())
        found = understand(text, names, ordinals=False)
        if isinstance(found, str):
            place = places.level(level)[found]
            known = {"region": place.region}
            if level != "region":
                known["cercle"] = place.cercle or found
            if level == "place":
                known["place"] = found
            return Option(found, place.text, value=place.region, set=known)
    return None


def _trade(turn: Turn, text: str) -> Option | None:
    trades = turn.book.directory.trades
    names = tuple((trade.id, turn.book.readings(Option(trade.id, trade.text))) for trade in trades.trades.values())
    found = understand(text, names, ordinals=False)
    if not isinstance(found, str):
        found = _by_words(turn, text, dict(names))
    if found is None:
        return None
    trade = trades[found]
    return Option(found, trade.text, trade.picture, value=found)


def _by_words(turn: Turn, text: str, names: dict[str, tuple[str, ...]]) -> str | None:
    """« Mécanique », « commerce »: the most taught trade whose name holds every word typed."""
    typed = frozenset(words(text))
    if not any(len(word) >= SLIP_FROM_LETTERS for word in typed):
        return None
    order = {trade: place for place, trade in enumerate(most_taught(turn.book.directory, turn.facts.get("region")))}
    fitting = [id_ for id_, readings in names.items() if any(typed <= frozenset(words(one)) for one in readings)]
    return min(fitting, key=lambda id_: order.get(id_, len(order)), default=None)
