"""Conditions that Sira adds itself, whatever a sheet says, because the documents warn against the contrary.

They are few, named and sourced, so that an organisation can read and dispute them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from content.clauses import parse_clause
from content.facts import registry
from content.rules import Clause
from content.schema import Service
from content.trades import Crafts

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


@dataclass(frozen=True, slots=True)
class House:
    """One of our rules: for which services it holds, the clause, and the source that asks for it.

    ``guard``: only a clear « no » refuses. ``certain``: only a clear « yes » passes. ``says``: the sentence of a refusal.
    """

    name: str
    clause: Clause
    applies: Callable[[Service, Crafts], bool]
    source: str
    guard: bool = False
    certain: bool = False
    says: str = ""


def _not_protection(service: Service, _: Crafts) -> bool:
    return service.kind != "protection"


def _says_nothing_of_children(service: Service, _: Crafts) -> bool:
    """A place of help whose source does not speak of minors: nobody knows what a child would meet there."""
    return service.kind == "protection" and service.offers.get("child_protection") is not True


def _skills_check(service: Service, _: Crafts) -> bool:
    return service.kind == "skills_check"


def _reading_alone(service: Service, _: Crafts) -> bool:
    """A course that teaches reading and no trade."""
    return service.kind == "training" and service.offers.get("literacy") is True and not service.trades


def _credit(service: Service, _: Crafts) -> bool:
    return service.kind == "finance"


def _investor(service: Service, _: Crafts) -> bool:
    return service.instrument == "equity"


def _work_abroad(service: Service, _: Crafts) -> bool:
    return service.offers.get("work_abroad") is True


def _group_credit(service: Service, _: Crafts) -> bool:
    return service.instrument == "group_credit"


def _needs_only(fact: str) -> Callable[[Service, Crafts], bool]:
    """Whether every trade that runs here is impossible without ``fact``."""

    def applies(service: Service, crafts: Crafts) -> bool:
        running = [crafts[offer.id] for offer in service.trades if offer.state != "planned"]
        return bool(running) and all(fact in trade.needs for trade in running)

    return applies


HOUSE: tuple[House, ...] = (
    House(
        "a child alone gets protection first",
        CHILD_ALONE,
        _not_protection,
        "R19; 001 §4.2.2",
        guard=True,
        says=PROTECTION_FIRST,
    ),
    House(
        "a child alone is sent only where the source speaks of minors",
        CHILD_ALONE,
        _says_nothing_of_children,
        "R19; A10",
        guard=True,
        says="match.child_alone.failed",
    ),
    House(
        "a person who wants to die gets a human, not a list",
        parse_clause({"not": {"sign": "wants_to_die"}}),
        _not_protection,
        "R17; 001 §3.1",
        guard=True,
        says=PROTECTION_FIRST,
    ),
    House(
        "a skills check is for who claims a trade: who wants to learn one is taught it",
        parse_clause({"any": list(CLAIMS_A_TRADE)}),
        _skills_check,
        "R31, R34; 003 §Description",
        certain=True,
        says="match.claims.failed",
    ),
    House(
        "a course of reading alone is for who said that they do not read well",
        parse_clause({"reads": ["no", "little"]}),
        _reading_alone,
        "R40; 002 FP1",
        certain=True,
        says="match.reading.failed",
    ),
    House(
        "nobody under 18 is sent to work in another country",
        parse_clause({"age": {"from": MAJORITY}}),
        _work_abroad,
        "R19, R75; A10",
        guard=True,
    ),
    House("credit is for adults", parse_clause({"age": {"from": MAJORITY}}), _credit, "R57"),
    House(
        "an investor is for a firm that is known to run",
        parse_clause({"firm": {"from": "informal"}}),
        _investor,
        "R60",
        certain=True,
        says="match.investor.failed",
    ),
    House("group credit is for a group that exists", parse_clause({"group": "yes"}), _group_credit, "R53, R59"),
    House("no crops without land", parse_clause({"land": "yes"}), _needs_only("land"), "R44; 002 FA2, FA4, FP17"),
)


def house_rules(service: Service, crafts: Crafts) -> Iterator[House]:
    """Our rules that hold for this service."""
    return (rule for rule in HOUSE if rule.applies(service, crafts))
