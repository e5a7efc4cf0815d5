"""The next question once more, naively: every open service is weighed, every answer of every fact tried."""

from __future__ import annotations

from content.answers import answers
from content.arrange import SHOWN
from content.facts import ALIASES, registry
from content.levels import level_of
from content.rank import ASKED, suits_who_cannot_read
from content.rules import Truth
from content.scored import OUTCOME_OF
from tests.content.sorting_twin import sorted_twin


def useful_twin(directory, facts, fact, dismissed=frozenset()):
    """Whether some answer to the fact changes the services shown, or what is open about them."""
    before = _shown(directory, facts, dismissed)
    return any(
        _shown(directory, directory.places.located(_answered(facts, member.name, answer)), dismissed) != before
        for member in registry().values()
        if ALIASES.get(fact, fact) in {member.name, member.parent}
        and (member.name not in facts or f"{member.name}_to" in facts)
        for answer in _possible(directory, facts, member.name)
    )


def next_question_twin(directory, services, facts, skip=frozenset(), dismissed=frozenset()):
    """The first useful fact by the services that it decides for its cost; reading first where it sorts the courses."""
    if level_of(facts).value in {"P0", "P1"}:
        return None
    costs = {fact.asked_as: fact.cost for fact in registry().values() if fact.cost}
    weights = {fact: 0 for fact in costs if fact not in facts and fact not in {"need", "trade", "skill"}}
    for one in (one for one in services if one.outcome == OUTCOME_OF[Truth.ASK_PERSON]):
        for name in one.ask:
            fact = ALIASES.get(name, name)
            if fact in costs and name not in skip:
                weights[fact] = weights.get(fact, 0) + 2520 // len(one.ask)
    order = sorted((fact for fact in weights if fact not in skip), key=lambda f: (-weights[f] / costs[f], costs[f], f))
    courses = [one for one in services if one.rank[0] <= ASKED and one.service.kind == "training"]
    courses = [one for one in courses if "can_move" not in one.ask]
    if "reads" in order and len({suits_who_cannot_read(one.prepared) for one in courses}) > 1:
        order = ["reads", *(fact for fact in order if fact != "reads")]
    return next((fact for fact in order if useful_twin(directory, facts, fact, dismissed)), None)


def _answered(facts, name, answer):
    """An answer takes the place of the band that was known."""
    return {known: value for known, value in facts.items() if known != f"{name}_to"} | {name: answer}


def _possible(directory, facts, name):
    """Nobody lives in a cercle of another region, and of a region with one cercle the cercle is known. Who is between 18 and
    24 is not 30.
    """
    found, region = answers(directory, name), facts.get("region")
    if name == "cercle" and region:
        found = [one for one in found if one in directory.places.cercles(region)]
    if name == "place" and region:
        near = [facts["cercle"]] if facts.get("cercle") else directory.places.cercles(region)
        found = [one for one in found if directory.places.level("place")[one].cercle in near]
    if f"{name}_to" in facts:
        found = [one for one in found if one in range(facts[name], facts[f"{name}_to"] + 1)]
    return found if len(found) > 1 else []


def _shown(directory, facts, dismissed):
    rows, _ = sorted_twin(directory, facts, dismissed)
    helping = [row for row in rows if row[2][0] == 0]
    others = [row for row in rows if row[2][0] != 0]
    return [(id_, truth) for id_, truth, _ in (*helping[:SHOWN], *others[:SHOWN])]
