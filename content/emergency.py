"""What is said at once when somebody is not safe: verified numbers, a place to go, the way to a human.

The documents give no number at all (R99), so the honest answer without a verified one is to say so and to name a place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from datetime import date
from typing import Any, Final

from content.directory import Directory
from content.emergency_plan import Number, SafePoint
from content.near import CHILD_NEED, teams_near
from content.phrases import phrase
from content.places import Nearness
from content.plights import Plight
from locales.text import Text

COUNTRIES = {"mali": Text("fact.in.mali", "Au Mali"), "niger": Text("fact.in.niger", "Au Niger")}

HOW_TO_CALL = phrase("emergency.human")
"""How to call the team: left out where the team is called already, and where none of ours can answer."""
HEALTH: Final = "health"
ANY: frozenset[Plight] = frozenset({"any"})
ADVICE: Mapping[Plight, tuple[str, ...]] = {
    "ill": (HEALTH,),
    "dark": ("stay",),
    "distress": ("stay",),
    "child": ("adult",),
    "violence": ("not_alone", "law", "hurt"),
    "law": ("not_alone", "hurt"),
    "past": ("hurt", "still"),
    "tonight": ("tonight",),
    "missing": ("search",),
    "any": ("not_alone", "law", "if_ill"),
}
"""What to do in each plight, the most pressing first. In Niger neither the police nor a town hall: the centre's staff."""
NOT_IN_NIGER = frozenset({"law", "tonight"})
WITHOUT_HEALTH: Final = {"stay": "company", "adult": "grown_up"}
"""The same for who has just been sent to the health centre: « or go there » would undo it."""
COMPANY = frozenset({"stay", "adult", "not_alone"})
"""Three ways of not being alone; one is enough."""
SAME = {"if_ill": HEALTH}
"""What is not said where the other has been: who is ill is not told « if you are ill »."""
POINT: frozenset[Plight] = frozenset({"violence", "law", "tonight", "any"})
"""Who is told of the Red Cross' point; no child alone, since its source does not speak of minors (A10), and nobody who
bleeds: they go to the health centre."""
NEAR: frozenset[Plight] = frozenset({"child", "tonight"})
"""Who is told which teams are near."""
ONCE = frozenset(
    f"emergency.{name}"
    for name in (
        "opening", "opening_said", "opening_hard", "no_number", "hurt", "near",
        "safe_point", "safe_point_to_check", "nearest_safe_point", "nearest_safe_point_to_check",
    )
)  # fmt: skip
"""Lines that are not said again to whoever has just read them; where to go always is."""


TO_CHECK = frozenset({"emergency.safe_point_to_check", "emergency.nearest_safe_point_to_check"})
"""What may have closed since it was read: after what is there for sure, and after the way to a human."""
PLACED = frozenset({"in", "region", "place"})
"""Facts without which « for this place » would speak of no place."""

GROUP = "emergency."
"""Begins the key of all that the block says, of the names of its numbers too."""


def emergency_block(
    directory: Directory,
    facts: Mapping[str, Any],
    today: date,
    plights: AbstractSet[Plight] = ANY,
    *,
    written: bool = False,
) -> tuple[Text, ...]:
    """The lines for where the person is and what they are in, with no facts too.

    The first fills what a notification shows with neutral words, whoever sees it; whoever has just ``written`` of it is
    thanked for that.
    """
    opening = phrase(f"emergency.{_opening(plights) if written else 'opening'}")
    return (opening, *_lines(directory, directory.places.located(facts), today, plights))


def block_without_us(directory: Directory, facts: Mapping[str, Any], today: date) -> tuple[Text, ...]:
    """What is said where nobody of ours can answer now: the same without the way to a human. Who may be in either country
    reads the numbers of both.
    """
    if "in" in facts:
        return tuple(line for line in emergency_block(directory, facts, today) if line != HOW_TO_CALL)
    here = {country: tuple(_named(_numbers(directory, {"in": country}, today))) for country in COUNTRIES}
    numbers = [line for country, found in here.items() if found for line in (COUNTRIES[country], *found)]
    advice = (phrase("emergency.not_alone"), phrase("emergency.if_ill"))
    return (phrase("emergency.opening"), *numbers, *advice)


def places_without_number(directory: Directory, today: date) -> tuple[str, ...]:
    """Regions and centres for which no verified number can be shown; production does not start while there are any."""
    atlas = directory.places
    wanted = [({"region": slug, "in": "mali"}, slug) for slug in atlas.level("region")]
    wanted += [({"centre": slug, "in": "niger"}, slug) for slug in atlas.level("centre")]
    return tuple(slug for facts, slug in wanted if not any(_numbers(directory, facts, today)))


def _lines(directory: Directory, facts: Mapping[str, Any], today: date, plights: AbstractSet[Plight]) -> Iterator[Text]:
    here = tuple(_numbers(directory, facts, today))
    yield from _named(number for number in here if not number.plights or not plights.isdisjoint(number.plights))
    if facts.get("in") == "niger":
        yield phrase("emergency.centre")
    yield from (phrase(f"emergency.{name}") for name in _advice(plights, abroad=facts.get("in") == "niger"))
    near = tuple(_where(directory, facts, today, plights)) if facts.get("in") != "niger" else ()
    yield from (line for line in near if line.key not in TO_CHECK)
    yield HOW_TO_CALL
    yield from (line for line in near if line.key in TO_CHECK)
    if not here and not PLACED.isdisjoint(facts):
        yield phrase("emergency.no_number")


def _where(directory: Directory, facts: Mapping[str, Any], today: date, plights: AbstractSet[Plight]) -> Iterator[Text]:
    """Who is near, where the region is known; else, or for the others, the Red Cross' point."""
    need, child = (CHILD_NEED, True) if "child" in plights else ("shelter", False)
    teams = teams_near(directory, facts, need, today, child=child) if "region" in facts and plights & NEAR else ()
    if teams:
        yield phrase("emergency.near", teams=teams)
    elif not child and not POINT.isdisjoint(plights):
        yield from _safe_point(directory, facts, today)


def _opening(plights: AbstractSet[Plight]) -> str:
    if "dark" in plights:
        return "opening_hard"
    return "opening" if "any" in plights else "opening_said"


def _advice(plights: AbstractSet[Plight], *, abroad: bool) -> Iterator[str]:
    said: set[str] = set()
    for plight, lines in ADVICE.items():
        for name in lines if plight in plights else ():
            if (
                name in said
                or SAME.get(name) in said
                or (abroad and name in NOT_IN_NIGER)
                or (name in COMPANY and said & COMPANY)
            ):
                continue
            said.add(name)
            yield WITHOUT_HEALTH.get(name, name) if HEALTH in said else name
    if not said:
        yield "not_alone"


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
    if nearest is None or nearest[0] > Nearness.NEIGHBOUR:
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
