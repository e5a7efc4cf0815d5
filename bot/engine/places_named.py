"""Places by name: the towns, cercles and regions of Mali, the centres in Niger, and what lies elsewhere.

Whoever wrote « Tamanrasset » or « libye » at « Où êtes-vous maintenant ? » was answered « je n'ai pas compris », with « Un autre
pays » among the buttons.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from bot.engine.everyday import without_everyday
from bot.engine.turn import Turn
from bot.engine.within import within
from content.directory import Directory
from content.places import Atlas
from flows.flow import Option
from locales.answer import Options, understand, understand_exactly
from locales.catalogue import Catalogues
from locales.fold import exact
from locales.ordinals import ordinal_in
from locales.sound import HEARD_FROM, SLIP_FROM, sounds

LEVELS = ("region", "cercle", "place")
"""The widest first: one name may be that of a region, its chief cercle and its town."""
PLACE_LISTS = frozenset({"regions", "cercles"})
IN, CENTRE, NIGER = "in", "centre", "niger"
LISTS = 8  # levels of the book in use, and of the next while it is read
NUMBERS = 10
"""A name that could be a number, « Sebha » beside « saba », must be written to the letter."""


def place_in(turn: Turn, text: str) -> Option | None:
    """The town, cercle or region of Mali that the words name, with all that follows from it.

    A name written as it is goes before one that is only nearly meant, at whatever level: Sénou is no slip for Ségou.
    """
    written = place_written(turn, text)
    return written or _place_nearly(turn, _names_left(turn, text))


def _place_nearly(turn: Turn, text: str) -> Option | None:
    places = turn.book.directory.places
    nearly = ((level, _nearly(text, _written(turn.book.catalogues, turn.book.directory, level))) for level in LEVELS)
    return next((_located(places, level, slug) for level, slug in nearly if slug), None) if text else None


def place_written(turn: Turn, text: str) -> Option | None:
    """The place whose name the words are to the letter, in either language, or that is called so besides: « bko »."""
    places = turn.book.directory.places
    found = (
        (level, understand_exactly(text, _written(turn.book.catalogues, turn.book.directory, level)))
        for level in LEVELS
    )
    return next((_located(places, level, slug) for level, slug in found if slug), None)


def abroad_written(turn: Turn, text: str) -> Mapping[str, str] | None:
    """What the name of a centre, or of a place outside Mali, tells when it is written as it is."""
    centre = understand_exactly(text, _written(turn.book.catalogues, turn.book.directory, CENTRE))
    return (
        {IN: NIGER, CENTRE: centre}
        if centre
        else _elsewhere(understand_exactly(text, _abroad(turn.book.directory)), turn, text)
    )


def abroad_in(turn: Turn, text: str) -> Mapping[str, str] | None:
    """As ``abroad_written``, also of a name that is nearly meant; a name of Mali goes before."""
    written = abroad_written(turn, text)
    if written is not None or place_in(turn, text) is not None:
        return written
    left = _names_left(turn, text)
    if not left:
        return None
    centre = understand(left, _written(turn.book.catalogues, turn.book.directory, CENTRE), ordinals=False)
    if isinstance(centre, str):
        return {IN: NIGER, CENTRE: centre}
    return _elsewhere(_alike(left, _abroad(turn.book.directory)), turn, left)


def _names_left(turn: Turn, text: str) -> str:
    """What may be a name with a slip in it."""
    return without_everyday(turn.book.catalogues, text, _sounds_of_names(turn.book.catalogues, turn.book.directory))


@lru_cache(maxsize=LISTS)
def _sounds_of_names(catalogues: Catalogues, directory: Directory) -> frozenset[str]:
    lists = (*(_written(catalogues, directory, level) for level in (*LEVELS, CENTRE)), _abroad(directory))
    return frozenset(sounds(name) for names in lists for _, listed in names for name in listed)


def _alike(text: str, names: Options) -> str | None:
    """Whose name sounds so, or is that of a long word with a slip: « congé » is no Congo."""
    heard = sounds(text)
    by_ear = (id_ for id_, listed in names if any(len(heard) >= HEARD_FROM and heard == sounds(one) for one in listed))
    long = tuple((id_, tuple(one for one in listed if len(one) >= SLIP_FROM)) for id_, listed in names)
    slipped = understand(text, long, ordinals=False)
    return next(by_ear, None) or (slipped if isinstance(slipped, str) else None)


def _elsewhere(country: str | None, turn: Turn, text: str) -> Mapping[str, str] | None:
    if country is None:
        return None
    named = {exact(name) for name in turn.book.directory.places.abroad[country]}
    return {IN: country} if ordinal_in(text, NUMBERS) is None or exact(text) in named else None


@lru_cache(maxsize=LISTS)
def _written(catalogues: Catalogues, directory: Directory, level: str) -> Options:
    """Each place of a level with every way to write it: as its button says it in each language, and what it is called."""
    return tuple(
        [
            (
                slug,
                tuple(
                    dict.fromkeys((*place.written, *(catalogues.say(place.text, one) for one in catalogues.languages)))
                ),
            )
            for slug, place in directory.places.level(level).items()
        ]
    )


def _abroad(directory: Directory) -> Options:
    return tuple(directory.places.abroad.items())


def _nearly(text: str, names: Options) -> str | None:
    found = understand(text, names, ordinals=False)
    return found if isinstance(found, str) else within(text, names)


def _located(places: Atlas, level: str, slug: str) -> Option:
    place = places.level(level)[slug]
    known = {"region": place.region}
    if level != "region":
        known["cercle"] = place.cercle or slug
    if level == "place":
        known["place"] = slug
    return Option(slug, place.text, value=place.region, set=known)
