"""Runs one example of a record through the same conditions as a real person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from content.conditions import Fixed, Reach, names_by_truth, outcome_truth, truths_of
from content.entries import Example
from content.entry import compile_service, reach_of
from content.person import flat
from content.places import atlas
from content.rules import Truth
from content.schema import Service
from content.scored import OUTCOME_OF
from content.trades import crafts


def tried(service: Service, example: Example, person: Mapping[str, Any]) -> str:
    """What is wrong with the example, or an empty string."""
    facts = atlas().located(flat(person))
    conditions = compile_service(service, reach_of(service, atlas()), crafts())
    outcome = OUTCOME_OF[outcome_truth(conditions, facts)]
    names = names_by_truth(truths_of(conditions, facts), facts)
    if outcome != example.expect:
        why = (
            "refusé par " + _list(names[Truth.FALSE])
            if outcome == "refused"
            else "il manque " + _list(names[Truth.ASK_PERSON])
        )
        return f"l'exemple attend « {example.expect} », le résultat est « {outcome} » ({why})"
    if example.because is not None and example.because not in names[Truth.FALSE]:
        return f"l'exemple attend un refus par « {example.because} », c'est {_list(names[Truth.FALSE])}"
    if example.ask is not None and example.ask not in names[Truth.ASK_PERSON]:
        return f"l'exemple attend la question « {example.ask} », il manque {_list(names[Truth.ASK_PERSON])}"
    return ""


def possible_outcomes(service: Service) -> frozenset[str]:
    """Of « refused » and « depends », those that some person can get from this service."""
    conditions = compile_service(service, reach_of(service, atlas()), crafts())
    fixed = min((one.test.value for one in conditions if isinstance(one.test, Fixed)), default=Truth.TRUE)
    if fixed is Truth.FALSE:
        return frozenset({"refused"})
    telling = [one for one in conditions if one.origin != "inferred" and not isinstance(one.test, Fixed)]
    open_to_all = [one for one in telling if isinstance(one.test, Reach) and one.test.everywhere]
    refusing = len(telling) > len(open_to_all)
    asking = any(one.truth(one.test.truth({})) is Truth.ASK_PERSON for one in telling)
    return frozenset(outcome for outcome, can in (("refused", refusing), ("depends", asking)) if can)


def _list(names: tuple[str, ...]) -> str:
    return ", ".join(f"« {name} »" for name in names) or "rien"
