"""The suggestions once more, naively: every service is judged, ranked and sorted, then the first three are chosen."""

from __future__ import annotations

from content.conditions import outcome_truth
from content.rank import rank
from content.rules import Truth
from content.view import view_of

DESKS = {"anpe", "apej"}


def sorted_twin(directory, facts, dismissed=frozenset(), rotation=0):
    """Offered in the order to show, refused best placed first, each with its rank: (id, outcome, rank)."""
    view = view_of(directory, facts)
    rows = []
    for position, prepared in enumerate(directory.prepared):
        if prepared.service.id not in dismissed:
            truth = outcome_truth(prepared.conditions, facts)
            rows.append(
                (rank(prepared, truth, view, (position - rotation) % len(directory.prepared)), truth, prepared.service)
            )
    rows.sort(key=lambda row: row[0])
    offered = [row for row in rows if row[1] is not Truth.FALSE]
    helping = [row for row in offered if row[0][0] == 0]
    others = [row for row in offered if row[0][0] != 0]
    first = _first_three(others, view.wish)
    shown = [*helping, *first, *(row for row in others if row not in first)]
    refused = [row for row in rows if row[1] is Truth.FALSE]
    return [[(row[2].id, row[1], row[0]) for row in some] for some in (shown, refused)]


def _first_three(others, wish):
    asked = [row for row in others if row[0][0] == 1]
    first = []
    for row in asked:
        if [other[2].kind for other in first].count(row[2].kind) < 2:
            first.append(row)
    first = first[:3]
    first += [row for row in asked if row not in first][: 3 - len(first)]
    firms = [row for row in asked if row[2].kind == "job" and not {"internship", "work_abroad"} & _given(row[2])]
    work = [row for row in asked if "paid_works" in _given(row[2])] or firms
    if wish.must_earn and work:
        others = [row for row in first if row is not work[0]]
        alike = [row for row in others if row[2].kind == work[0][2].kind]
        gives_way = alike[-1] if len(others) == 3 and len(alike) == 2 else None
        first = [work[0], *(row for row in others if row is not gives_way)][:3]
    checks = [row for row in asked if row[2].kind == "skills_check"]
    if wish.unproven and not wish.presses and checks:
        first = [checks[0], *(row for row in first if row is not checks[0])][:3]
    desks = [row for row in others if row[2].org in DESKS and row[2].kind == "public_desk"]
    if wish.adult and desks and not any(row[2].org in DESKS for row in first):
        first = [*first[:2], desks[0]]
    credit = [row for row in first if row[2].kind == "finance"]
    support = [row for row in first if row[2].kind != "finance"]
    helpers = [row for row in others if row[2].kind in {"incubator", "public_desk", "network"}]
    return [helpers[0], *credit[:2]] if credit and not support and helpers else support + credit


def _given(service):
    return {name for name, given in service.offers.items() if given is True}
