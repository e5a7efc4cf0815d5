"""A town, region, service or trade that a person typed by name although the buttons do not show it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from bot.engine.families import most_taught
from bot.engine.turn import Turn
from content.places import Atlas
from flows.flow import Option
from locales.answer import REMEMBERED, SLIP_FROM_LETTERS, understand, understand_exactly
from locales.fold import words
from locales.text import Text

LEVELS = ("region", "cercle", "place")
"""The widest first: one name may be that of a region, its chief cercle and its town."""
PLACE_LISTS = frozenset({"regions", "cercles"})
TRADE_LISTS = frozenset({"top_trades", "trades"})
HAS_A_TRADE = frozenset(words("suis sui connais connait sais sai fais travaille travaillais"))
WANTS_A_TRADE = frozenset(words("veux veu ve voudrais apprendre devenir être formation"))
TO_LEARN = frozenset(words("apprendre formation"))
WISHES_BY_SECTOR = {"commerce": "business", "farming": "farm", "livestock": "farm"}
"""What somebody wishes for who names a trade of this sector; of any other they wish to learn it."""
SLIP_IN_A_SENTENCE = 6
"""Letters from which a word among others may hold one slip: « electrisien », never « mots » for « moto »."""


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


def place_in(turn: Turn, text: str) -> Option | None:
    """The town, cercle or region of Mali that the words name, with all that follows from it.

    A name written as it is goes before one that is only nearly meant, at whatever level: Sénou is no slip for Ségou.
    """
    places = turn.book.directory.places
    nearly = ((level, _nearly(text, _written(places, level))) for level in LEVELS)
    return place_written(turn, text) or next((_located(places, level, slug) for level, slug in nearly if slug), None)


def place_written(turn: Turn, text: str) -> Option | None:
    """The place whose name the words are to the letter, or that is called so besides: « bko »."""
    places = turn.book.directory.places
    found = ((level, understand_exactly(text, _written(places, level))) for level in LEVELS)
    return next((_located(places, level, slug) for level, slug in found if slug), None)


def _written(places: Atlas, level: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(slug, place.written) for slug, place in places.level(level).items()]


def _nearly(text: str, names: list[tuple[str, tuple[str, ...]]]) -> str | None:
    found = understand(text, names, ordinals=False)
    return found if isinstance(found, str) else _within(text, dict(names))


def _located(places: Atlas, level: str, slug: str) -> Option:
    place = places.level(level)[slug]
    known = {"region": place.region}
    if level != "region":
        known["cercle"] = place.cercle or slug
    if level == "place":
        known["place"] = slug
    return Option(slug, place.text, value=place.region, set=known)


def _trade(turn: Turn, text: str) -> Option | None:
    trades = turn.book.directory.trades
    names = _names(turn)
    known = dict(names)
    found = _called(text, names) or _by_words(turn, text, known) or _within(text, known)
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
    names = {str(number): one.also for number, one in enumerate(trades.unknown)}
    found = _within(text, names)
    return tuple(trades[trade].text for trade in trades.unknown[int(found)].near) if found else ()


def trade_in(turn: Turn, text: str) -> bool:
    """Whether a sentence names a trade, known or not."""
    return one_trade(turn, text) is not None or bool(near_trades(turn, "trades", text))


def trade_called(turn: Turn, text: str) -> str | None:
    """The known trade whose name these words are, or nearly."""
    return _called(text, _names(turn))


def _called(text: str, names: tuple[tuple[str, tuple[str, ...]], ...]) -> str | None:
    found = understand(text, names, ordinals=False)
    return found if isinstance(found, str) else None


def one_trade(turn: Turn, text: str) -> str | None:
    """The one known trade that a sentence names."""
    return _within(text, dict(_names(turn)))


def two_trades(turn: Turn, options: str | None, text: str) -> bool:
    """« La couture ou la soudure »: which, where a trade is asked for, is not guessed because one of them has a button."""
    names = dict(_names(turn))
    return options in TRADE_LISTS and bool(_found(text, names)) and _within(text, names) is None


def _names(turn: Turn) -> tuple[tuple[str, tuple[str, ...]], ...]:
    trades = turn.book.directory.trades.trades.values()
    return tuple((trade.id, turn.book.readings(Option(trade.id, trade.text, synonyms=trade.also))) for trade in trades)


def _within(text: str, names: Mapping[str, Iterable[str]]) -> str | None:
    """The one whose name stands in a sentence, the longest; None when two are named that do not hold each other."""
    found = _found(text, names)
    if not found:
        return None
    longest, best = max(found, key=lambda one: len("".join(one[0])))
    held = all(id_ == best or all(_typed(word, longest) for word in said) for said, id_ in found)
    return best if held else None


def _found(text: str, names: Mapping[str, Iterable[str]]) -> list[tuple[frozenset[str], str]]:
    """The names that stand in a sentence, as their words and whose they are."""
    typed = frozenset(word.rstrip("s") for word in words(text))
    return [
        (frozenset(said), id_)
        for id_, readings in names.items()
        for said in map(_parts, readings)
        if len("".join(said)) >= SLIP_FROM_LETTERS and all(_typed(word, typed) for word in said)
    ]


@lru_cache(maxsize=REMEMBERED)
def _parts(reading: str) -> tuple[str, ...]:
    """The words of a name, without the sign of the plural."""
    return tuple(word.rstrip("s") for word in words(reading))


def _typed(word: str, typed: frozenset[str]) -> bool:
    return word in typed or (
        len(word) >= SLIP_IN_A_SENTENCE
        and extractOne(word, typed, scorer=OSA.distance, processor=None, score_cutoff=1) is not None
    )
