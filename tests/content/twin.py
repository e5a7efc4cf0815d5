"""The outcome of one service once more, naively, from the words of its record: the oracle of the matcher's tests."""

from __future__ import annotations

from functools import cache

from content.entry import ENTRY_FACTS
from content.load import ROOT
from content.places import atlas
from content.trades import crafts
from locales.yamlfile import read

SCHOOLING = ["none", "primary", "def", "cap", "bac", "higher"]
ORDERED = {
    "schooling": SCHOOLING,
    "firm": ["none", "informal", "registered"],
    "french": ["no", "little", "yes"],
    "reads": ["no", "little", "yes"],
    "debts": ["none", "some", "pressing"],
}


@cache
def record(service_id):
    return read(ROOT / "services" / f"{service_id}.yaml").data


def truth(data, facts):
    """T, F, P (the person has not said) or S (the source does not say)."""
    return min((leaf(name, spec, facts) for name, spec in data.items()), key="FPST".index)


def leaf(name, spec, facts):
    if name in {"all", "any"}:
        return min((truth(part, facts) for part in spec), key=("FPST" if name == "all" else "TPSF").index)
    if name == "not":
        inner = truth(spec, facts)
        return {"T": "F", "F": "T"}.get(inner, inner)
    if name in {"document", "sign"}:
        held = facts.get(f"{name}s", {})
        wanted = spec if isinstance(spec, list) else [spec]
        return min(({"yes": "T", "no": "F"}.get(held.get(one), "P") for one in wanted), key="TPF".index)
    if spec == "unknown":
        return "S"
    value = facts.get(name)
    if value is None:
        return "P"
    if name == "age" and "age_to" in facts:
        ages = [leaf(name, spec, {"age": one}) for one in range(value, facts["age_to"] + 1)]
        return ages[0] if len(set(ages)) == 1 else "P"
    if isinstance(spec, dict):
        order = ORDERED.get(name)
        place = order.index if order else lambda number: number
        low = place(spec["from"]) if "from" in spec else place(value)
        high = place(spec["to"]) if "to" in spec else place(value)
        return "T" if low <= place(value) <= high else "F"
    accepted = spec if isinstance(spec, list) else [spec]
    return "T" if set(accepted) & set(value if isinstance(value, tuple) else [value]) else "F"


def house(raw, facts):
    signs = facts.get("signs", {})
    child = facts.get("age_to", facts.get("age", 99)) < 18
    child_alone = child and signs.get("alone") == "yes"
    if raw["kind"] != "protection" and (child_alone or signs.get("wants_to_die") == "yes"):
        yield "F"
    if raw["kind"] == "protection" and child_alone and raw.get("offers", {}).get("child_protection") is not True:
        yield "F"
    if raw["kind"] == "skills_check":
        needs = facts.get("need") or ()
        needs = {needs} if isinstance(needs, str) else set(needs)
        machines = "business" in needs and facts.get("can_use_machines") == "yes"
        yield "T" if "skills" in needs or facts.get("skill") or machines else "F"
    if raw["kind"] == "training" and raw.get("offers", {}).get("literacy") is True and not raw.get("trades"):
        yield "T" if facts.get("reads") in {"no", "little"} or facts.get("trade") == "literacy" else "F"
    if raw["kind"] == "finance":
        yield truth({"age": {"from": 18}}, facts)
    if raw.get("offers", {}).get("work_abroad") is True and child:
        yield "F"
    if raw.get("instrument") == "equity":
        yield "T" if truth({"firm": {"from": "informal"}}, facts) == "T" else "F"
    if raw.get("instrument") == "group_credit":
        yield truth({"group": "yes"}, facts)
    running = [crafts()[trade["id"]] for trade in raw.get("trades", ()) if trade.get("state") != "planned"]
    if running and all("land" in trade.needs for trade in running):
        yield truth({"land": "yes"}, facts)


def place(raw, facts):
    sites = raw["sites"]
    if any(site.get("serves") == "all" for site in sites):
        return "T"
    served = {region for site in sites for region in site.get("serves", [site.get("region")])}
    home = facts.get("region")
    if home is None:
        return "P"
    if home in served:
        return "T"
    if atlas().level("region")[home].was in served:
        return "S"
    reading = raw["kind"] == "training" and raw.get("offers", {}).get("literacy") is True and not raw.get("trades")
    unsaid = "F" if raw["kind"] == "protection" or reading else "P"
    return {"yes": "T", "no": "F"}.get(facts.get("can_move"), unsaid)


@cache
def closed_with_their_programme(day):
    """Services of programmes whose last year, as their files write it, is before that of ``day``."""
    actors = [read(path).data for path in (ROOT / "actors").glob("*.yaml")]
    over = [one for one in actors if str(one["dates"].get("to", "9999")) < day[: len(str(one["dates"].get("to", "")))]]
    return {slug for one in over for slug in one.get("runs", ())}


def outcome_twin(service, facts, day="2026-11-21"):
    raw = record(service.id)
    found = [place(raw, facts), *house(raw, facts)]
    for rule in raw.get("must", ()):
        clause = {name: spec for name, spec in rule.items() if name not in {"src", "note"}}
        found.append("S" if raw["sources"][rule["src"]]["how"] == "inferred" else truth(clause, facts))
    planned = [trade.get("state") == "planned" for trade in raw.get("trades", ())]
    state = raw.get("state", "open")
    found += ["F"] if service.id in closed_with_their_programme(day) else []
    found += ["F"] if state == "closed" or raw.get("places", {}).get("full") else []
    found += ["S"] if state != "open" or (planned and all(planned)) else []
    found += ["S"] if raw.get("confirm") or set(raw.get("not_stated", ())) & set(ENTRY_FACTS[raw["kind"]]) else []
    return {"F": "refused", "P": "depends", "S": "confirm"}.get(min([*found, "T"], key="FPST".index), "eligible")
