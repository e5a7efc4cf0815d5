"""One person against all services at once: who refuses them, what is open and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from content.bitsets import Bits, Bitsets, without
from content.compiling import bitsets_of
from content.conditions import blamed, public_name
from content.directory import Directory
from content.kept import kept
from content.rules import TRUTHS, Truth


@dataclass(frozen=True, eq=False)
class Sieve:
    """Flat, located ``facts``; ``dismissed`` services are in no set."""

    directory: Directory
    facts: Mapping[str, Any]
    dismissed: frozenset[str] = frozenset()

    @kept
    def sets(self) -> Bitsets:
        """The directory's."""
        return bitsets_of(self.directory)

    @kept
    def usable(self) -> Bits:
        """All but what was dismissed."""
        usable = self.sets.everything
        for id_ in self.dismissed:
            if id_ in self.sets.positions:
                usable = without(usable, 1 << self.sets.positions[id_])
        return usable

    @kept
    def asked_of_person(self) -> Mapping[str, Bits]:
        """By fact, as explanations name it, the services that wait for the person to say it."""
        sets, facts = self.sets, self.facts
        waiting: dict[str, Bits] = {}
        for name, fact in sets.facts.items():
            if bits := fact.waiting(facts.get(name), facts.get(fact.upto)):
                _add(waiting, public_name(name), bits)
        for (test, bits), truth in zip(sets.asking, self._asking, strict=True):
            if truth is Truth.ASK_PERSON:
                for name in blamed(test, facts, Truth.ASK_PERSON):
                    _add(waiting, name, bits)
        if way := self._for_the_way:
            _add(waiting, "region" if facts.get("region") is None else "can_move", way)
        return waiting

    @kept
    def refused(self) -> Bits:
        """The services that somebody cannot enter."""
        sets, facts = self.sets, self.facts
        refused = sets.fixed.get(Truth.FALSE, 0)
        for name, fact in sets.facts.items():
            value = facts.get(name)
            if value is not None:
                refused |= fact.refusing(value, facts.get(fact.upto))
        refused |= self._asked[Truth.FALSE]
        for test, bits in sets.guarding:
            if test.truth(facts) is Truth.FALSE:
                refused |= bits
        for test, bits in sets.proving:
            if test.truth(facts) is not Truth.TRUE:
                refused |= bits
        if facts.get("region") is not None and facts.get("can_move") != "yes":
            elsewhere = self._elsewhere
            refused |= elsewhere if facts.get("can_move") is not None else without(elsewhere, sets.travel)
        return refused & self.usable

    @kept
    def open(self) -> Bits:
        """The services that can be offered."""
        return without(self.usable, self.refused)

    @kept
    def depends(self) -> Bits:
        """The open services that wait for an answer of the person."""
        sets, facts = self.sets, self.facts
        depends = self._asked[Truth.ASK_PERSON]
        for name, fact in sets.facts.items():
            depends |= fact.waiting(facts.get(name), facts.get(fact.upto))
        return (depends | self._for_the_way) & self.open

    @kept
    def confirm(self) -> Bits:
        """Of the others, what the organisation must confirm."""
        sets, home = self.sets, self.facts.get("region")
        confirm = sets.fixed.get(Truth.ASK_SOURCE, 0) | self._asked[Truth.ASK_SOURCE]
        if home is not None:
            confirm |= without(sets.perhaps.get(home, 0), sets.everywhere)
        return without(confirm & self.open, self.depends)

    @property
    def outcomes(self) -> tuple[Bits, Bits, Bits]:
        """Equal for two people for whom every service has the same outcome."""
        return self.open, self.depends, self.confirm

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

    @kept
    def _asking(self) -> tuple[Truth, ...]:
        """What is true of the tests on several facts at once."""
        return tuple([test.truth(self.facts) for test, _ in self.sets.asking])

    @kept
    def _asked(self) -> Mapping[Truth, Bits]:
        """By truth, the services of these tests."""
        asked = dict.fromkeys(TRUTHS, 0)
        for (_, bits), truth in zip(self.sets.asking, self._asking, strict=True):
            asked[truth] |= bits
        return asked

    @kept
    def _for_the_way(self) -> Bits:
        """The services that wait to know where the person lives, or whether they can move."""
        if self.facts.get("region") is None:
            return without(self.sets.everything, self.sets.everywhere)
        return self.for_moving

    @property
    def for_moving(self) -> Bits:
        """The services far from home that wait to know whether the person can move; none while home is unknown."""
        if self.facts.get("region") is None or self.facts.get("can_move") is not None:
            return 0
        return self._elsewhere & self.sets.travel

    @kept
    def _elsewhere(self) -> Bits:
        sets, home = self.sets, self.facts["region"]
        return without(sets.everything, sets.everywhere | sets.served.get(home, 0) | sets.perhaps.get(home, 0))


def _add(waiting: dict[str, Bits], name: str, bits: Bits) -> None:
    waiting[name] = waiting.get(name, 0) | bits
