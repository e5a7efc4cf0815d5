"""What is said at once when somebody is not safe: verified numbers, a place to go, the way to a human.

The documents give no number at all (R99), so the honest answer without a verified one is to say so and to name a place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from content.directory import Directory
from content.emergency_plan import Number, SafePoint
from content.phrases import phrase
from content.places import Nearness
from locales.text import Text

COUNTRIES = {"mali": Text("fact.in.mali", "Au Mali"), "niger": Text("fact.in.niger", "Au Niger")}


def emergency_block(directory: Directory, facts: Mapping[str, Any], today: date) -> tuple[Text, ...]:
    """The lines for where the person is, with no facts too; the first is neutral for whoever sees the notification."""
    return tuple(_lines(directory, directory.places.located(facts), today))


def block_without_us(directory: Directory, facts: Mapping[str, Any], today: date) -> tuple[Text, ...]:
    """What is said where nobody of ours can answer now: the same without the way to a human. Who may be in either country
    reads the numbers of both.
    """
    if "in" in facts:
        return tuple(line for line in emergency_block(directory, facts, today) if line != phrase("emergency.human"))
    here = {country: tuple(_named(_numbers(directory, {"in": country}, today))) for country in COUNTRIES}
    numbers = [line for country, found in here.items() if found for line in (COUNTRIES[country], *found)]
    advice = (phrase("emergency.not_alone"), phrase("emergency.health"))
    return (phrase("emergency.opening"), *(numbers or [phrase("emergency.no_number")]), *advice)


def places_without_number(directory: Directory, today: date) -> tuple[str, ...]:
    """Regions and centres for which no verified number can be shown; production does not start while there are any."""
    atlas = directory.places
    wanted = [({"region": slug, "in": "mali"}, slug) for slug in atlas.level("region")]
    wanted += [({"centre": slug, "in": "niger"}, slug) for slug in atlas.level("centre")]
    return tuple(slug for facts, slug in wanted if not any(_numbers(directory, facts, today)))


def _lines(directory: Directory, facts: Mapping[str, Any], today: date) -> Iterator[Text]:
    yield phrase("emergency.opening")
    numbers = tuple(_numbers(directory, facts, today))
    yield from _named(numbers)
    if facts.get("in") == "niger":
        yield phrase("emergency.centre")
        yield phrase("emergency.not_alone")
        yield phrase("emergency.health")
    else:
        yield phrase("emergency.not_alone")
        yield phrase("emergency.law")
        yield phrase("emergency.health")
        yield from _safe_point(directory, facts, today)
    if not numbers:
        yield phrase("emergency.no_number")
    yield phrase("emergency.human")


def _named(numbers: Iterable[Number]) -> Iterator[Text]:
    for number in numbers:
        yield phrase("emergency.number", name=Text(f"emergency.{number.id}", number.name.fr), phone=number.phone)


def _numbers(directory: Directory, facts: Mapping[str, Any], today: date) -> Iterator[Number]:
    """Numbers that work where the person is now: in Niger never those of the region of return."""
    country, area = ("niger", "centre") if facts.get("in") == "niger" else ("mali", "region")
    here = {country, str(facts.get(area, ""))}
    return (n for n in directory.emergency.numbers if here.intersection(n.where) and n.fresh(today))


def _safe_point(directory: Directory, facts: Mapping[str, Any], today: date) -> Iterator[Text]:
    """After what is there for sure: whoever flees must not walk to a door that closed with its project."""
    nearest = min(
        ((_nearness(directory, facts, point), point) for point in directory.emergency.safe_points),
        key=lambda pair: pair[0],
        default=None,
    )
    if nearest is None or nearest[0] >= Nearness.ELSEWHERE:
        return
    nearness, point = nearest
    place = directory.places.level("place")[point.place].text
    name = "safe_point" if nearness <= Nearness.SAME_REGION else "nearest_safe_point"
    if point.fresh(today):
        yield phrase(f"emergency.{name}", place=place)
    else:
        yield phrase(f"emergency.{name}_to_check", place=place, year=point.read_on[:4])


def _nearness(directory: Directory, facts: Mapping[str, Any], point: SafePoint) -> Nearness:
    return directory.places.between(facts, point.region, point.place)
