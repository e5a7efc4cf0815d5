"""A town, region, service or trade that a person typed by name although the buttons do not show it."""

from __future__ import annotations

from functools import lru_cache

from bot.engine.book import readings
from bot.engine.families import most_taught
from bot.engine.places_named import PLACE_LISTS, place_in
from bot.engine.turn import Turn
from bot.engine.within import standing, within
from content.directory import Directory
from flows.flow import Option
from locales.answer import SLIP_FROM_LETTERS, Options, understand
from locales.catalogue import Catalogues
from locales.fold import words
from locales.text import Text
from locales.told import denies

TRADE_LISTS = frozenset({"top_trades", "trades"})
HAS_A_TRADE = frozenset(words("suis sui connais connait sais sai fais travaille travaillais"))
WANTS_A_TRADE = frozenset(words("veux veu ve voudrais apprendre devenir être formation"))
TO_LEARN = frozenset(words("apprendre formation"))
BOOKS = 2  # whose lists are kept: the release in use, and the next while it is read
WISHES_BY_SECTOR = {"commerce": "business", "farming": "farm", "livestock": "farm"}
"""What somebody wishes for who names a trade of this sector; of any other they wish to learn it."""


def named(turn: Turn, options: str, text: str) -> Option | None:
    """The option for what was typed, with all that follows from it (a town gives its cercle and region)."""
    if options in PLACE_LISTS:
        return place_in(turn, text)
    if options in TRADE_LISTS:
        return _trade(turn, text)
    return None


def told_beside(turn: Turn, saves: str, text: str) -> Option | None:
    """A town where only a country was asked for, a trade where only a wish was: the answer is in it all the same."""
    ids = {option.id: option for option in turn.node.options}
    if saves == "in" and "mali" in ids:
        return ids["mali"] if place_in(turn, text) else None
    if saves == "need" and {*WISHES_BY_SECTOR.values(), "trade", "skills"} <= ids.keys() and trade_in(turn, text):
        return ids["skills" if has_one(text) else wish_for(turn, text)]
    return None


def wish_for(turn: Turn, text: str) -> str:
    """Who names a shop wants to sell and not to learn it, unless they say so."""
    trade = one_trade(turn, text)
    learns = not TO_LEARN.isdisjoint(words(text))
    sector = turn.book.directory.trades.trades[trade].sector if trade is not None and not learns else ""
    return WISHES_BY_SECTOR.get(sector, "trade")


def has_one(text: str) -> bool:
    """Whether who names a trade in these words has it already and wishes for none."""
    return not HAS_A_TRADE.isdisjoint(words(text)) and WANTS_A_TRADE.isdisjoint(words(text))


def _trade(turn: Turn, text: str) -> Option | None:
    trades = turn.book.directory.trades
    names = _names(turn)
    known = dict(names)
    found = _called(text, names) or _by_words(turn, text, known) or within(text, names)
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


def near_trades(turn: Turn, options: str, text: str) -> tuple[Text, ...]:
    """Known trades near one that no sheet knows; none when the words name no such trade, or the question asks for none."""
    if options not in TRADE_LISTS:
        return ()
    trades = turn.book.directory.trades
    names = tuple((str(number), one.also) for number, one in enumerate(trades.unknown))
    found = within(text, names)
    return tuple(trades[trade].text for trade in trades.unknown[int(found)].near) if found else ()


def trade_in(turn: Turn, text: str) -> bool:
    """Whether a sentence names a trade, known or not."""
    return one_trade(turn, text) is not None or bool(near_trades(turn, "trades", text))


def trade_called(turn: Turn, text: str) -> str | None:
    """The known trade whose name these words are, or nearly."""
    return _called(text, _names(turn))


def _called(text: str, names: Options) -> str | None:
    found = understand(text, names, ordinals=False)
    return found if isinstance(found, str) else None


def one_trade(turn: Turn, text: str) -> str | None:
    """The one known trade that a sentence names."""
    return within(text, _names(turn))


def two_trades(turn: Turn, options: str | None, text: str) -> bool:
    """« La couture ou la soudure »: which, where a trade is asked for, is not guessed because one of them has a button."""
    names = _names(turn)
    return options in TRADE_LISTS and bool(standing(text, names)) and within(text, names) is None


def denied_trade(turn: Turn, options: str | None, text: str) -> bool:
    """« Pas maçon » where a trade is asked for: whatever they want, it is not that one."""
    return options in TRADE_LISTS and denies(text) and bool(standing(text, _names(turn)))


def _names(turn: Turn) -> Options:
    return _written(turn.book.catalogues, turn.book.directory)


@lru_cache(maxsize=BOOKS)
def _written(catalogues: Catalogues, directory: Directory) -> Options:
    """Each known trade with every way to write it: its name in each language, and what it is called besides."""
    trades = directory.trades.trades.values()
    return tuple((one.id, readings(catalogues, one.text.key, one.text.fr, one.also)) for one in trades)
