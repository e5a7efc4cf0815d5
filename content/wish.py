"""What somebody wants and what weighs on them, read once from their facts, for ranking and the first step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from content.levels import ADULT_FROM, URGENT_LEVELS, Level, level_of
from content.needs import FARM_SECTORS, PROTECTION_NEEDS
from content.trades import FIELD, crafts

_SIGN_NEEDS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "ill": frozenset({"health"}),
        "pregnant": frozenset({"health"}),
        "distress": frozenset({"distress"}),
        "wants_to_die": frozenset({"distress", "health"}),
        "exploited": frozenset({"danger", "distress"}),
        "ill_treated": frozenset({"danger", "distress", "health"}),
        "threatened": frozenset({"danger"}),
        "no_shelter": frozenset({"shelter"}),
        "no_food": frozenset({"shelter", "health"}),
    }
)

LOST = "unsure"
"""Without a stated need one looks for orientation, as with « I don't know »."""
IN_DEBT = frozenset({"some", "pressing"})
CHILD_ALONE = frozenset({"danger"})
"""A child alone is not safe, whatever it came for: those who shield people come first (R19, A10)."""


@dataclass(frozen=True, slots=True)
class Wish:
    """``needs`` in the order said; ``protection`` what protection is needed, said or implied by a sign.

    ``cannot_wait``: weeks without earning are too long. ``must_earn``: and nothing comes in meanwhile. ``landless``: a
    centre counts only by what it teaches that can be done without land (R44). ``nowhere``: neither a region nor a trade is
    known, so one town's office is no better guess than another's. ``learns``: the trade that they want to be taught.
    ``little_school``: nobody told of more than primary school, nor of a diploma; most did not go far.
    """

    needs: tuple[str, ...]
    protection: frozenset[str]
    urgent: bool
    trades: tuple[str, ...]
    presses: bool
    cannot_wait: bool
    must_earn: bool
    counts_money: bool
    farms: bool
    adult: bool
    unproven: bool
    landless: bool
    nowhere: bool
    learns: str | None
    little_school: bool


def wish_of(facts: Mapping[str, Any], level: Level | None = None) -> Wish:
    """The wish behind flat facts; ``level``: theirs, where it is known already."""
    needs = _needs(facts)
    signs = [name.removeprefix("signs.") for name, value in facts.items() if value == "yes" and name[:6] == "signs."]
    adult = facts.get("age", ADULT_FROM) >= ADULT_FROM
    trades = _trades(facts, farms=False)
    protection = (frozenset(needs) & PROTECTION_NEEDS).union(*(_SIGN_NEEDS.get(sign, frozenset()) for sign in signs))
    if "alone" in signs and not adult:
        protection |= CHILD_ALONE
    wanted = tuple(need for need in needs if need not in PROTECTION_NEEDS)
    presses = presses_for_income(facts)
    cannot_wait = lives_from_day_to_day(facts)
    return Wish(
        needs=wanted or (() if protection else _needs({**facts, "need": LOST})),
        protection=protection,
        urgent=(level or level_of(facts)).value in URGENT_LEVELS,
        trades=_trades(facts, farms=wanted[:1] == ("farm",)),
        presses=presses,
        cannot_wait=cannot_wait,
        must_earn=must_earn(facts),
        counts_money=presses or facts.get("income") == "no" or facts.get("debts") in IN_DEBT,
        farms=wanted[:1] == ("farm",),
        adult=adult,
        unproven=is_unproven(facts),
        landless=is_landless(facts),
        nowhere=not facts.get("region") and not trades,
        learns=next(crafts().doable(filter(None, [facts.get("trade")]), is_landless(facts)), None),
        little_school=has_little_school(facts),
    )


def _trades(facts: Mapping[str, Any], *, farms: bool) -> tuple[str, ...]:
    """The trades named. Who wants to farm and has no land is shown whatever needs none, not only what is near crops."""
    named = tuple(facts[name] for name in ("trade", "skill") if facts.get(name))
    if not (farms and is_landless(facts)):
        return named
    return tuple(crafts().doable(named, landless=True))


def _needs(facts: Mapping[str, Any]) -> tuple[str, ...]:
    """The needs as said, each after what must come before it (R31, R34, R64)."""
    raw = facts.get("need") or ()
    needs = (raw,) if isinstance(raw, str) else tuple(raw)
    before = _first_comes(facts)
    return tuple(dict.fromkeys(one for need in needs for one in before.get(need, (need,))))


def _first_comes(facts: Mapping[str, Any]) -> Mapping[str, tuple[str, ...]]:
    """By need, what it becomes: a proven trade looks for work, an unproven one is checked, machines are learnt first; who
    does not know and likes the land sees something on land.
    """
    if facts.get("certificate") == "yes":
        instead = {"skills": ("job", "skills")}
    elif facts.get("skill"):
        instead = {"skills": ("skills", "job"), "job": ("skills", "job"), LOST: ("skills", LOST)}
    else:
        instead = {}
    if not FARM_SECTORS.isdisjoint(facts.get(FIELD, ())):
        instead.setdefault(LOST, ("farm", LOST))
    if facts.get("can_use_machines") == "no" and not is_unproven(facts):
        instead["business"] = ("trade", "business")
    return instead


def is_unproven(facts: Mapping[str, Any]) -> bool:
    """A trade is claimed and no certificate shown: a centre checks it first (R31), before any job (R64)."""
    claims = bool(facts.get("skill")) or "skills" in (facts.get("need") or ())
    return claims and facts.get("certificate") != "yes"


def is_landless(facts: Mapping[str, Any]) -> bool:
    """They said that they have no land; who was not asked may have some."""
    return facts.get("land") == "no"


def has_little_school(facts: Mapping[str, Any]) -> bool:
    """Primary school at most, or nobody asked; a diploma, or a paper for one's trade, says otherwise."""
    papers = (facts.get("documents.diploma"), facts.get("certificate"))
    return facts.get("schooling", "none") in {"none", "primary"} and "yes" not in papers


def presses_for_income(facts: Mapping[str, Any]) -> bool:
    """Debts that press, or debts without any income: what earns soon comes first (R54, R57)."""
    debts = facts.get("debts")
    return (debts == "pressing" and facts.get("income") != "yes") or (debts == "some" and facts.get("income") == "no")


def must_earn(facts: Mapping[str, Any]) -> bool:
    """Debts press, or weeks without earning are too long and nothing comes in meanwhile."""
    return presses_for_income(facts) or (lives_from_day_to_day(facts) and facts.get("income") != "yes")


def lives_from_day_to_day(facts: Mapping[str, Any]) -> bool:
    """They cannot stop earning, or earn nothing and did not say that they could do without (R35)."""
    can_stop = facts.get("can_stop_earning")
    return can_stop == "no" or (facts.get("income") == "no" and can_stop != "yes")
