"""The services of any set, best first: the order of ``content/rank.py`` without sorting all services.

A set is narrowed part by part, and a part is worked out when some set is not yet decided before it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from content.bitsets import Bits, at_least, union, without
from content.compiling import nearness
from content.kept import kept
from content.named_sets import courses_in, kin_of, services_of
from content.places import Nearness
from content.rank import CANNOT_READ, NATIONAL_LANGUAGE
from content.rules import Truth
from content.sieve import Sieve
from content.trades import Kinship
from content.traits import EARNING
from content.turns import Turns
from content.wish import Wish


@dataclass(frozen=True, eq=False)
class Order:
    """``turns``: whose turn it is among equals. ``silent``: organisations that answer no requests now. ``like``: an order
    for the same wish and place, where only the outcomes may differ: all but these is read from it.
    """

    sieve: Sieve
    wish: Wish
    turns: Turns
    silent: frozenset[str] = frozenset()
    like: Order | None = None
    _made: list[tuple[Bits, ...]] = field(default_factory=list, init=False, repr=False)

    def ordered(self, among: Bits) -> Iterator[int]:
        """The positions of ``among``, best first; nothing is sorted before it is asked for."""
        return self._descend(among, 0)

    def first(self, among: Bits) -> int | None:
        """The best of ``among``."""
        depth = 0
        while among & (among - 1) and (levels := self.part(depth)) is not None:
            for level in levels:
                if found := among & level:
                    among = found
                    break
            depth += 1
        return self.turns.first(among).bit_length() - 1 if among else None

    def _descend(self, among: Bits, depth: int) -> Iterator[int]:
        while among & (among - 1) and (levels := self.part(depth)) is not None:
            here = next((found for level in levels if (found := among & level)), among)
            depth += 1
            if here != among:
                yield from self._descend(here, depth)
                among ^= here
                depth -= 1
        yield from self.turns.ordered(among)

    def part(self, depth: int) -> tuple[Bits, ...] | None:
        """One part of a rank: its values in order, None below the last part."""
        if self.like is not None:
            return self._outcomes if depth == 1 + self.wish.presses else self.like.part(depth)
        while len(self._made) <= depth:
            part = next(self._parts, None)
            if part is None:
                return None
            self._made.append(part)
        return self._made[depth]

    @kept
    def answering(self) -> Bits:
        """The services that answer a need of the wish."""
        if self.like is not None:
            return self.like.answering
        return union(self.sieve.sets.needs.get(need, 0) for need in self.wish.needs)

    @kept
    def asked(self) -> tuple[Bits, Bits, Bits, Bits]:
        """As the first part of a rank: protection needed, what was asked for, anything else, held back."""
        if self.like is not None:
            return self.like.asked
        sets, wish = self.sieve.sets, self.wish
        protection = sets.kinds.get("protection", 0)
        needed = union(sets.needs.get(need, 0) for need in wish.protection) if wish.protection else sets.everything
        first = protection & needed if wish.protection or wish.urgent else 0
        held = sets.kinds.get("finance", 0) if wish.presses else 0
        works = union(sets.soon.get(level, 0) for level in EARNING)
        advising = sets.kinds.get("public_desk", 0) & sets.needs.get("job", 0)
        earning = without(works | advising, protection) if wish.must_earn else 0
        hired = sets.kinds.get("job", 0) if wish.must_earn else 0
        asked = without(without(self.answering | earning, self._strange) | hired, held | first)
        if wish.cannot_wait and self.sieve.facts.get("can_move") != "yes":
            far = without(union(self._near[Nearness.NEIGHBOUR :]), sets.lodging | self._here)
            first, asked = without(first, far), without(asked, far)
        asked = without(asked, sets.dear if self.sieve.facts.get("income") != "yes" else 0)
        asked = without(asked, sets.slow if wish.must_earn else 0)
        asked &= sets.wide | protection if wish.nowhere else sets.everything
        return first, asked, without(sets.everything, first | asked | held), held

    @kept
    def _near(self) -> tuple[Bits, ...]:
        """By nearness, as the view has it; the nearest that holds a service counts."""
        sieve, sets, facts = self.sieve, self.sieve.sets, self.sieve.facts
        home = facts.get("region")
        levels = list(sets.nearness.get(home) or nearness(sieve.directory, sets.spots, facts))
        levels[Nearness.SAME_PLACE] |= sets.in_town.get(facts.get("place", ""), 0)
        levels[Nearness.SAME_CERCLE] |= sets.in_cercle.get(facts.get("cercle", ""), 0)
        levels[Nearness.SAME_REGION] |= sets.everywhere | sets.served.get(home or "", 0)
        return tuple(levels)

    @kept
    def _here(self) -> Bits:
        return union(self._near[: Nearness.NEIGHBOUR])

    @property
    def within_reach(self) -> Bits:
        """What can be reached from home; everything for who can move, or has named no region."""
        facts = self.sieve.facts
        moves = facts.get("can_move") == "yes" or facts.get("region") is None
        return self.sieve.sets.everything if moves else self._here

    @property
    def taught(self) -> tuple[Bits, Bits]:
        """The courses in the very trade that is wanted, open to little schooling: in reach of home, then, if one can, afar."""
        if self.wish.learns is None:
            return 0, 0
        schooled = self.sieve.sets.schooled if self.wish.little_school else 0
        courses = without(courses_in(self.sieve.directory, self.wish.learns), schooled)
        far = without(courses, self._here) if self.sieve.facts.get("can_move") == "yes" else 0
        return courses & self._here, far

    @kept
    def _kin(self) -> tuple[Bits, ...]:
        return kin_of(self.sieve.directory, self.wish.trades, self.wish.landless)

    @kept
    def _strange(self) -> Bits:
        if not self.wish.trades:
            return 0
        known = union(self._kin[: Kinship.NONE]) | self.sieve.sets.kinds.get("protection", 0)
        return without(self.sieve.sets.teaching, known)

    @property
    def _outcomes(self) -> tuple[Bits, Bits, Bits]:
        sieve = self.sieve
        return without(sieve.open, sieve.confirm | sieve.depends), sieve.confirm, sieve.depends

    @kept
    def _parts(self) -> Iterator[tuple[Bits, ...]]:
        """The parts of a rank but the last, each as its values in order; what no value holds comes after them."""
        sieve, sets, wish, facts = self.sieve, self.sieve.sets, self.wish, self.sieve.facts
        yield self.asked
        if wish.presses:
            yield tuple(bits for _, bits in sorted(sets.soon.items()))
        yield self._outcomes
        if wish.little_school:
            yield (without(sets.everything, sets.schooled),)
        if wish.farms:
            yield (self._near[Nearness.SAME_PLACE] | self._near[Nearness.SAME_CERCLE],)
        strange = self._strange if wish.must_earn else 0
        yield tuple(without(bits, strange) for need in wish.needs for bits in sets.answering.get(need, ()))
        if facts.get("reads") in CANNOT_READ:
            yield self._reading()
        if wish.trades:
            yield self._kin[: Kinship.NONE]
        yield (*self._near[: Nearness.NEIGHBOUR], *self._far())
        if wish.cannot_wait:
            yield tuple(bits for _, bits in sorted(sets.soon.items()))
        yield tuple(bits for _, bits in sets.wait)
        if wish.counts_money:
            yield tuple(bits for _, bits in sorted(sets.price.items()))
        if facts.get("french") == "no":
            spoken = {NATIONAL_LANGUAGE, *facts.get("languages", ())}
            yield union(sets.languages.get(code, 0) for code in spoken), without(sets.everything, sets.any_language)
        yield self._preferred()
        yield tuple(bits for _, bits in sets.freshness)
        if self.silent:
            yield (without(sets.everything, services_of(sieve.directory, self.silent)),)

    def _reading(self) -> tuple[Bits, ...]:
        sets, suits = self.sieve.sets, self.sieve.sets.suits_who_cannot_read
        return without(sets.everything, sets.kinds.get("training", 0)) | (suits & self._here), suits | self._here

    def _far(self) -> Iterator[Bits]:
        """The next region, with lodging and without; then all that has lodging and is farther away, then the others."""
        lodging, (beside, *farther) = self.sieve.sets.lodging, self._near[Nearness.NEIGHBOUR :]
        yield beside & lodging
        yield beside
        yield from (level & lodging for level in farther)
        yield lodging
        yield from farther

    def _preferred(self) -> tuple[Bits, ...]:
        """By the number of preferences that hold, most first."""
        holding = (bits for clause, bits in self.sieve.sets.prefers if clause.truth(self.sieve.facts) is Truth.TRUE)
        return tuple(reversed(at_least(holding)))
