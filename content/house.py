"""Conditions that Sira adds itself, whatever a sheet says, because the documents warn against the contrary.

They are few, named and sourced, so that an organisation can read and dispute them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from content.clauses import parse_clause
from content.facts import registry
from content.kinds import KINDS, Kind
from content.rules import Clause
from content.schema import Service
from content.trades import LITERACY, Crafts

EVERY_KIND = frozenset(KINDS)
NOT_PROTECTION = EVERY_KIND - {"protection"}
MAJORITY = 18
"""Years; a loan binds only an adult, and people under 18 who are alone go to child protection first (R19, A10)."""
CHILD_ALONE = parse_clause({"not": {"age": {"to": MAJORITY - 1}, "sign": "alone"}})
PROTECTION_FIRST = "match.protection_first.failed"
CLAIMS_A_TRADE = (
    {"need": "skills"},
    {"skill": list(registry()["skill"].values)},
    {"all": [{"need": "business"}, {"can_use_machines": "yes"}]},
)
"""Who says so has something to check: a trade that they know, or the machines of their own workshop (R31, R34)."""


@dataclass(frozen=True, slots=True, eq=False)
class House:
    """One of our rules: for which services it holds, the clause, and the source that asks for it.

    ``applies`` None: for all services of these ``kinds``; it is looked at for every record of a directory, of any size.
    ``guard``: only a clear « no » refuses. ``certain``: only a clear « yes » passes. ``says``: the sentence of a refusal.
    """

    name: str
    clause: Clause
    source: str
    kinds: frozenset[Kind] = EVERY_KIND
    applies: Callable[[Service, Crafts], bool] | None = None
    guard: bool = False
    certain: bool = False
    says: str = ""


def _says_nothing_of_children(service: Service, _: Crafts) -> bool:
    """A place of help whose source does not speak of minors: nobody knows what a child would meet there."""
    return service.offers.get("child_protection") is not True


def _reading_alone(service: Service, _: Crafts) -> bool:
    return service.of_reading


def _investor(service: Service, _: Crafts) -> bool:
    return service.instrument == "equity"


def _work_abroad(service: Service, _: Crafts) -> bool:
    return service.offers.get("work_abroad") is True


def _group_credit(service: Service, _: Crafts) -> bool:
    return service.instrument == "group_credit"


def _needs_only(fact: str) -> Callable[[Service, Crafts], bool]:
    """Whether every trade that runs here is impossible without ``fact``."""

    def applies(service: Service, crafts: Crafts) -> bool:
        running = False
        for offer in service.trades:
            if offer.state != "planned":
                if fact not in crafts[offer.id].needs:
                    return False
                running = True
        return running

    return applies


HOUSE: tuple[House, ...] = (
    House(
        "a child alone gets protection first",
        CHILD_ALONE,
        "R19; 001 §4.2.2",
        kinds=NOT_PROTECTION,
        guard=True,
        says=PROTECTION_FIRST,
    ),
    House(
        "a child alone is sent only where the source speaks of minors",
        CHILD_ALONE,
        "R19; A10",
        kinds=frozenset({"protection"}),
        applies=_says_nothing_of_children,
        guard=True,
        says="match.child_alone.failed",
    ),
    House(
        "a person who wants to die gets a human, not a list",
        parse_clause({"not": {"sign": "wants_to_die"}}),
        "R17; 001 §3.1",
        kinds=NOT_PROTECTION,
        guard=True,
        says=PROTECTION_FIRST,
    ),
    House(
        "a skills check is for who claims a trade: who wants to learn one is taught it",
        parse_clause({"any": list(CLAIMS_A_TRADE)}),
        "R31, R34; 003 §Description",
        kinds=frozenset({"skills_check"}),
        certain=True,
        says="match.claims.failed",
    ),
    House(
        "a course of reading alone is for who said that they do not read well, or wish to learn it",
        parse_clause({"any": [{"reads": ["no", "little"]}, {"trade": LITERACY}]}),
        "R40; 002 FP1",
        kinds=frozenset({"training"}),
        applies=_reading_alone,
        certain=True,
        says="match.reading.failed",
    ),
    House(
        "nobody under 18 is sent to work in another country",
        parse_clause({"age": {"from": MAJORITY}}),
        "R19, R75; A10",
        applies=_work_abroad,
        guard=True,
    ),
    House(
        "credit is for adults",
        parse_clause({"age": {"from": MAJORITY}}),
        "R57",
        kinds=frozenset({"finance"}),
    ),
    House(
        "an investor is for a firm that is known to run",
        parse_clause({"firm": {"from": "informal"}}),
        "R60",
        applies=_investor,
        certain=True,
        says="match.investor.failed",
    ),
    House(
        "group credit is for a group that exists",
        parse_clause({"group": "yes"}),
        "R53, R59",
        applies=_group_credit,
    ),
    House(
        "no crops without land",
        parse_clause({"land": "yes"}),
        "R44; 002 FA2, FA4, FP17",
        applies=_needs_only("land"),
    ),
)
_OF_KIND: Mapping[Kind, tuple[House, ...]] = {
    kind: tuple(rule for rule in HOUSE if kind in rule.kinds) for kind in KINDS
}


def house_rules(service: Service, crafts: Crafts) -> Iterator[House]:
    """Our rules that hold for this service."""
    for rule in _OF_KIND[service.kind]:
        if rule.applies is None or rule.applies(service, crafts):
            yield rule
