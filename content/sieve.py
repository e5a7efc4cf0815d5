"""One person against all services at once: who refuses them, what is open, and the best of any set of services.

The order is that of ``content/rank.py``, reached by narrowing a set part by part instead of sorting all services.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from content.bitsets import Bits, Bitsets, bitsets_of, nearness
from content.conditions import blamed, public_name
from content.directory import Directory
from content.places import Nearness
from content.rank import NATIONAL_LANGUAGE
from content.rules import Truth
from content.trades import Kinship
from content.wish import Wish


def without(these: Bits, those: Bits) -> Bits:
    """The difference of two sets."""
    return these ^ (these & those)


@dataclass(frozen=True, eq=False)
class Sieve:
    """Flat, located ``facts`` and the wish in them; ``dismissed`` services are in no set; ``rotation`` as in matching."""

    directory: Directory
    facts: Mapping[str, Any]
    wish: Wish
    dismissed: frozenset[str]
    rotation: int

    @cached_property
    def sets(self) -> Bitsets:
        """The directory's."""
        return bitsets_of(self.directory)

    @cached_property
    def usable(self) -> Bits:
        """All but what was dismissed."""
        usable = self.sets.everything
        for id_ in self.dismissed:
            if id_ in self.sets.positions:
                usable = without(usable, 1 << self.sets.positions[id_])
        return usable

    @cached_property
    def asked_of_person(self) -> Mapping[str, Bits]:
        """By fact, as explanations name it, the services that wait for the person to say it."""
        sets, facts = self.sets, self.facts
        waiting: dict[str, Bits] = {}
        for name, fact in sets.facts.items():
            if facts.get(name) is None:
                _add(waiting, public_name(name), fact.having)
        for number, bits in sets.asking:
            test = self.directory.tests[number]
            if test.truth(facts) is Truth.ASK_PERSON:
                for name in blamed(test, facts, Truth.ASK_PERSON):
                    _add(waiting, name, bits)
        if facts.get("region") is None:
            _add(waiting, "region", without(sets.everything, sets.everywhere))
        elif facts.get("can_move") is None:
            _add(waiting, "can_move", self._elsewhere & sets.travel)
        return waiting

    @cached_property
    def refused(self) -> Bits:
        """The services that somebody cannot enter."""
        sets, facts, tests = self.sets, self.facts, self.directory.tests
        refused = sets.fixed.get(Truth.FALSE, 0)
        for name, fact in sets.facts.items():
            value = facts.get(name)
            if value is not None:
                refused |= fact.refusing(value)
        for number, bits in (*sets.asking, *sets.guarding):
            if tests[number].truth(facts) is Truth.FALSE:
                refused |= bits
        for number, bits in sets.proving:
            if tests[number].truth(facts) is not Truth.TRUE:
                refused |= bits
        if facts.get("region") is not None and facts.get("can_move") != "yes":
            elsewhere = self._elsewhere
            refused |= elsewhere if facts.get("can_move") is not None else without(elsewhere, sets.travel)
        return refused & self.usable

    @cached_property
    def open(self) -> Bits:
        """The services that can be offered."""
        return without(self.usable, self.refused)

    @cached_property
    def depends(self) -> Bits:
        """The open services that wait for an answer of the person."""
        depends = 0
        for bits in self.asked_of_person.values():
            depends |= bits
        return depends & self.open

    @cached_property
    def confirm(self) -> Bits:
        """Of the others, what the organisation must confirm."""
        sets, home = self.sets, self.facts.get("region")
        confirm = sets.fixed.get(Truth.ASK_SOURCE, 0)
        for number, bits in sets.asking:
            if self.directory.tests[number].truth(self.facts) is Truth.ASK_SOURCE:
                confirm |= bits
        if home is not None:
            confirm |= without(sets.perhaps.get(home, 0), sets.everywhere)
        return without(confirm & self.open, self.depends)

    def truth(self, position: int) -> Truth:
        """The outcome of one service."""
        for truth, bits in (
            (Truth.FALSE, self.refused),
            (Truth.ASK_PERSON, self.depends),
            (Truth.ASK_SOURCE, self.confirm),
        ):
            if bits >> position & 1:
                return truth
        return Truth.TRUE

    def ordered(self, among: Bits) -> Iterator[int]:
        """The positions of ``among``, best first; nothing is sorted before it is asked for."""
        return self._descend(among, 0)

    def first(self, among: Bits) -> int | None:
        """The best of ``among``."""
        return next(self.ordered(among), None)

    def _descend(self, among: Bits, depth: int) -> Iterator[int]:
        parts = self._parts
        while among and depth < len(parts):
            for level in parts[depth]:
                here = among & level
                if here:
                    break
            else:
                here = among
            if here == among:
                depth += 1
                continue
            yield from self._descend(here, depth + 1)
            among ^= here
        while among:
            turn = self.rotation % len(self.directory.prepared)
            later = among >> turn << turn
            lowest = (later or among) & -(later or among)
            yield lowest.bit_length() - 1
            among ^= lowest

    @cached_property
    def answering(self) -> Bits:
        """The services that answer a need of the wish."""
        return _union(self.sets.needs.get(need, 0) for need in self.wish.needs)

    @cached_property
    def asked(self) -> tuple[Bits, Bits, Bits, Bits]:
        """As the first part of a rank: protection needed, what was asked for, anything else, held back."""
        sets, wish = self.sets, self.wish
        protection = sets.kinds.get("protection", 0)
        needed = _union(sets.needs.get(need, 0) for need in wish.protection) if wish.protection else sets.everything
        first = protection & needed if wish.protection or wish.urgent else 0
        held = sets.kinds.get("finance", 0) if wish.presses else 0
        answering = self.answering
        earning = without(sets.soon.get(0, 0), protection) if wish.must_earn else 0
        strange = without(sets.teaching, _union(self._kin[: Kinship.NONE])) if wish.trades else 0
        asked = without(answering | earning, without(strange, protection)) | (earning & sets.kinds.get("job", 0))
        asked = without(asked, held | first)
        if wish.cannot_wait and self.facts.get("can_move") != "yes":
            far = without(self._near[Nearness.NEIGHBOUR] | self._near[Nearness.ELSEWHERE], sets.lodging)
            far = without(far, _union(self._near[: Nearness.NEIGHBOUR]))
            first, asked = without(first, far), without(asked, far)
        return first, asked, without(sets.everything, first | asked | held), held

    @cached_property
    def _elsewhere(self) -> Bits:
        sets, home = self.sets, self.facts["region"]
        return without(sets.everything, sets.everywhere | sets.served.get(home, 0) | sets.perhaps.get(home, 0))

    @cached_property
    def _near(self) -> tuple[Bits, ...]:
        """By nearness, as the view has it; the nearest that holds a service counts."""
        sets, facts = self.sets, self.facts
        home = facts.get("region")
        levels = list(sets.nearness[home] if home in sets.nearness else nearness(self.directory, sets.spots, facts))
        if facts.get("place") or facts.get("cercle"):
            for level, bits in enumerate(nearness(self.directory, sets.spots, facts)[: Nearness.SAME_REGION]):
                levels[level] |= bits
        levels[Nearness.SAME_REGION] |= sets.everywhere | sets.served.get(home or "", 0)
        return tuple(levels)

    @cached_property
    def _kin(self) -> tuple[Bits, ...]:
        crafts = self.directory.trades
        levels = [0] * (Kinship.NONE + 1)
        for taught, bits in self.sets.trades.items():
            levels[min(crafts.kinship(taught, wanted) for wanted in self.wish.trades)] |= bits
        return tuple(levels)

    @cached_property
    def _parts(self) -> tuple[tuple[Bits, ...], ...]:
        """The parts of a rank but the last, each as its values in order; what no value holds comes after them."""
        sets, wish, facts = self.sets, self.wish, self.facts
        parts: list[tuple[Bits, ...]] = [self.asked]
        if wish.presses:
            parts.append(tuple(bits for _, bits in sorted(sets.soon.items())))
        parts.append((without(self.open, self.confirm | self.depends), self.confirm, self.depends))
        parts.append(tuple(bits for need in wish.needs for bits in sets.answering.get(need, ())))
        if facts.get("reads") in {"no", "little"}:
            training = sets.kinds.get("training", 0)
            parts.append((without(sets.everything, without(training, sets.suits_who_cannot_read)),))
        if wish.trades:
            parts.append(self._kin[: Kinship.NONE])
        parts.append((*self._near[: Nearness.NEIGHBOUR], *self._far()))
        if wish.cannot_wait:
            parts.append((sets.soon.get(0, 0),))
        parts.append(tuple(bits for _, bits in sets.wait))
        if wish.counts_money:
            parts.append(tuple(bits for _, bits in sorted(sets.price.items())))
        if facts.get("french") == "no":
            spoken = {NATIONAL_LANGUAGE, *facts.get("languages", ())}
            known = _union(sets.languages.get(code, 0) for code in spoken)
            parts.append((known, without(sets.everything, sets.any_language)))
        parts.append(self._preferred())
        parts.append(tuple(bits for _, bits in sets.freshness))
        return tuple(parts)

    def _far(self) -> Iterator[Bits]:
        for level in self._near[Nearness.NEIGHBOUR :]:
            yield level & self.sets.lodging
            yield level
        yield self.sets.lodging

    def _preferred(self) -> tuple[Bits, ...]:
        """By the number of preferences that hold, most first."""
        levels: list[Bits] = []
        for clause, bits in self.sets.prefers:
            if clause.truth(self.facts) is not Truth.TRUE:
                continue
            carried = bits
            for number, level in enumerate(levels):
                levels[number], carried = level | carried, level & carried
            if carried:
                levels.append(carried)
        return tuple(reversed(levels))


def _add(waiting: dict[str, Bits], name: str, bits: Bits) -> None:
    waiting[name] = waiting.get(name, 0) | bits


def _union(sets: Any) -> Bits:
    union = 0
    for bits in sets:
        union |= bits
    return union
